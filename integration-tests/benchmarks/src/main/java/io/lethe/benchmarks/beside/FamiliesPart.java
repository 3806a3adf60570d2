package io.lethe.benchmarks.beside;

import io.lethe.benchmarks.beside.Catalogues.Catalogue;
import io.lethe.benchmarks.figures.Console;
import io.lethe.benchmarks.figures.Figure;
import io.lethe.benchmarks.figures.Latencies;
import io.lethe.benchmarks.load.ErasureLatency;
import io.lethe.benchmarks.load.ErasureLatency.Erased;
import io.lethe.benchmarks.load.Ratings;
import io.lethe.benchmarks.load.ServerProcess;
import io.lethe.client.ErasureRequest;
import io.lethe.client.ForgetTarget;
import io.lethe.client.LetheClient;
import io.lethe.client.TrainingRequest;
import io.lethe.client.UnlearningMethod;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * One user, and 2 % of the ratings, forgotten by a served model of each family with default options: by
 * the server's choice, and by training again, in turn on the same model.
 */
final class FamiliesPart {

  private static final int WARMUP = 10;
  private static final int USERS = 5;
  private static final int USERS_MAX = 500;
  private static final double SHARE = .02;
  private static final Duration TRAINING_MAX = Duration.ofMinutes(30);

  private final Setting setting;

  FamiliesPart(Setting setting) {
    this.setting = setting;
  }

  void run() throws IOException, InterruptedException {
    int items = Collections.min(setting.options().items());
    Catalogue catalogue = setting.catalogues().of(items);
    setting.page().section("Forgetting beside training again, " + catalogue.title());
    for (String family : setting.options().families()) {
      Path folder = setting.scratch().resolve("family-" + family);
      ServerProcess.run(
          setting.launcher(), folder, "import", catalogue.file().toString(), "--model", family);
      try (ServerProcess server = ServerProcess.start(setting.launcher(), folder);
          LetheClient client = server.client()) {
        var _ = client.train(TrainingRequest.of(family, family))
            .await(progress -> {}, TRAINING_MAX);
        Console.line("%s trained", family);
        report(family, setting.rounds().of(pieces(family, catalogue, server, client)));
      }
    }
    setting.page()
        .note(
            "Call to live by the caller's clock, default options; one user is the median of %d."
                .formatted(USERS));
  }

  private List<Piece> pieces(
      String family, Catalogue catalogue, ServerProcess server, LetheClient client)
      throws IOException {
    List<String> all = catalogue.users();
    UsersInTurn users = new UsersInTurn(all.subList(0, Math.min(USERS_MAX, all.size() / 2)));
    PairsInTurn pairs = new PairsInTurn(
        catalogue, all.subList(Math.min(USERS_MAX, all.size() / 2), all.size()));
    ErasureLatency latency = new ErasureLatency(server, client, family);
    var _ = latency.erase(users.next(WARMUP));
    return List.of(
        new Piece(family + ": one user", () -> figures(latency.erase(users.next(USERS)))),
        new Piece(
            family + ": one user, trained again",
            () -> figures(
                latency.erase(
                    ErasureRequest.ofUser(family, users.last()).by(UnlearningMethod.RETRAIN)))),
        new Piece(
            family + ": 2 %",
            () -> figures(latency.erase(ErasureRequest.ofInteractions(family, pairs.next())))),
        new Piece(
            family + ": 2 %, trained again",
            () -> figures(
                latency.erase(
                    ErasureRequest.ofInteractions(family, pairs.next())
                        .by(UnlearningMethod.RETRAIN)))));
  }

  private static Map<String, Double> figures(Erased erased) {
    Latencies live = erased.live();
    Latencies completed = erased.completed();
    return new TreeMap<>(Map.of("live", live.millis(.5), "completed", completed.millis(.5)));
  }

  private void report(String family, Rounds.Results results) {
    row(family + ": one user", results, "live", new Goal.AtMost(.001));
    row(family + ": one user", results, "completed", new Goal.None());
    row(family + ": 2 %", results, "live", new Goal.AtMost(.004));
    row(family + ": 2 %", results, "completed", new Goal.None());
  }

  private void row(String piece, Rounds.Results results, String name, Goal goal) {
    Figure again = results.figure(piece + ", trained again", name);
    setting.page()
        .row(
            "%s, call to %s, ms".formatted(piece, name), results.figure(piece, name),
            "trained again", again, goal);
  }

  /** Ratings in a drawn order, a part of them at a time, each once. */
  private static final class PairsInTurn {

    private final List<ForgetTarget.Interaction> pairs = new ArrayList<>();
    private final int each;
    private int at;

    PairsInTurn(Catalogue catalogue, List<String> users) throws IOException {
      Map<String, List<String>> ratings = Ratings.read(catalogue.file()).itemsByUser();
      for (String user : users) {
        ratings.getOrDefault(user, List.of())
            .forEach(item -> pairs.add(new ForgetTarget.Interaction(user, item)));
      }
      Collections.shuffle(pairs, new Random(1));
      each = (int) (SHARE * catalogue.size().interactions());
    }

    List<ForgetTarget.Interaction> next() {
      if (at + each > pairs.size()) {
        throw new IllegalStateException(
            "%d ratings are wanted, %d are left".formatted(each, pairs.size() - at));
      }
      at += each;
      return pairs.subList(at - each, at);
    }
  }
}
