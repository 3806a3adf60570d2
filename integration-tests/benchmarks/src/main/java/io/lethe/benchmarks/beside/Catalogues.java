package io.lethe.benchmarks.beside;

import io.lethe.benchmarks.figures.Console;
import io.lethe.benchmarks.load.Ratings;
import io.lethe.benchmarks.load.ServerProcess;
import io.lethe.benchmarks.load.SyntheticCsv;
import io.lethe.client.LetheClient;
import io.lethe.client.ModelVersion;
import io.lethe.client.TrainingRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Data of several sizes, each with a model of {@code mf} that a server trained once. A run's parts take
 * copies. Confined to one thread.
 */
final class Catalogues {

  static final String MODEL = "ratings";
  static final int FACTORS = 64;

  private static final Duration TRAINING_MAX = Duration.ofMinutes(30);

  /** Users and ratings of each, of made-up data up to so many items, and above. */
  private static final int FEW_ITEMS = 10_000;

  private static final int FEW_USERS = 3_000;
  private static final int FEW_RATINGS = 160;
  private static final int MANY_RATINGS = 10;

  private final Path launcher;
  private final Path scratch;
  private final String csv;
  private final Map<Integer, Catalogue> made = new HashMap<>();

  /**
   * One of them.
   *
   * @param title for the page
   * @param file of its ratings
   * @param users those with a median number of ratings first; of made-up data in any order
   * @param folder a server's data, for copies only
   * @param size of the model
   */
  record Catalogue(
      String title, Path file, List<String> users, Path folder, ModelVersion.Size size) {

    /** A copy of the server's data. */
    Path copy(String name) throws IOException {
      Path copy = folder.resolveSibling(folder.getFileName() + "-" + name);
      ServerProcess.copy(folder, copy);
      return copy;
    }
  }

  /**
   * None yet.
   *
   * @param csv ratings that stand for the smallest size, or {@code -}
   */
  Catalogues(Path launcher, Path scratch, String csv) {
    this.launcher = launcher;
    this.scratch = scratch;
    this.csv = csv;
  }

  /** Of so many items, or the ratings that were given, if their catalogue is not larger. */
  Catalogue of(int items) throws IOException, InterruptedException {
    Catalogue known = made.get(items);
    if (known != null) {
      return known;
    }
    boolean given = !csv.equals("-") && items <= FEW_ITEMS;
    Path file = given ? Path.of(csv) : scratch.resolve("rows-" + items + ".csv");
    List<String> users = given ? Ratings.read(file).mostMedian() : madeUp(items, file);
    Path folder = scratch.resolve("server-" + items);
    ModelVersion.Size size = train(items, file, folder);
    Catalogue catalogue = new Catalogue(
        "%,d items%s".formatted(size.items(), given ? "" : ", made up"), file, users, folder, size);
    made.put(items, catalogue);
    return catalogue;
  }

  private ModelVersion.Size train(int items, Path file, Path folder)
      throws IOException, InterruptedException {
    ServerProcess.run(launcher, folder, "import", file.toString(), "--model", MODEL);
    try (ServerProcess server = ServerProcess.start(launcher, folder);
        LetheClient client = server.client()) {
      Map<String, String> options = new HashMap<>(Map.of("factors", Integer.toString(FACTORS)));
      if (items > FEW_ITEMS) {
        options.put("epochs-max", "1");
      }
      ModelVersion.Size size = client.train(TrainingRequest.of(MODEL, "mf").with(options))
          .await(progress -> {}, TRAINING_MAX)
          .size();
      Console.line(
          "mf of %d interactions of %d users and %d items", size.interactions(), size.users(),
          size.items());
      return size;
    }
  }

  private List<String> madeUp(int items, Path file) throws IOException {
    SyntheticCsv rows = items <= FEW_ITEMS
        ? new SyntheticCsv(FEW_USERS, items, FEW_RATINGS)
        : new SyntheticCsv(items / 2, items, MANY_RATINGS);
    Files.createDirectories(scratch);
    rows.write(file);
    List<String> users = new ArrayList<>(rows.userIds());
    Collections.shuffle(users, new Random(1));
    return users;
  }
}
