package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.client.Erasure;
import io.lethe.client.ErasureRequest;
import io.lethe.client.LetheException;
import io.lethe.client.ScoredItem;
import io.lethe.client.TrainingRequest;
import io.lethe.client.UnlearningMethod;
import io.lethe.installed.Distribution;
import io.lethe.installed.Server;
import io.lethe.v1.ErrorReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Half of the users take tea, half take ware; two items that one user each has met are told apart by
 * what the catalogue says of them. What it says leaves the model with the items. One server trains the
 * model; each test has a server over a copy of what that one left.
 */
@ExtendWith(Installations.class)
@TestInstance(Lifecycle.PER_CLASS)
final class FeaturesTripTest {

  private static final String MODEL = "shop";
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int USERS = 40;
  private static final int ITEMS = 30;
  private static final int EACH = 6;
  private static final String RARE_TEA = "rare-one";
  private static final String RARE_WARE = "rare-other";
  private static final String BRAND = "zyx-brand-of-two-4e1c";

  private final Installation trained;
  private final Path copies;
  private List<ScoredItem> answer = List.of();
  private int count;
  private Installation installation;
  private Server server;

  FeaturesTripTest(Installation trained, @TempDir Path copies) {
    this.trained = trained;
    this.copies = copies;
  }

  @BeforeAll
  void trainOnce() throws IOException, InterruptedException {
    installation = trained;
    try (Server first = trained.serve()) {
      server = first;
      tellWhatItemsAre();
      train("all");
      answer = first.client().recommend(MODEL, user(2), 10).items();
    }
  }

  @BeforeEach
  void start() throws IOException {
    installation = trained.copyTo(copies.resolve("copy-" + ++count));
    server = installation.serve();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String user(int number) {
    return "guest-%02d".formatted(number);
  }

  private static String kind(int number) {
    return number % 2 == 0 ? "tea" : "ware";
  }

  private void tellWhatItemsAre() throws IOException, InterruptedException {
    List<String> rows = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      for (int k = 0; k < EACH; k++) {
        rows.add("%s,item-%02d,1".formatted(user(user), (user % 2 + 2 * (user + k * 5)) % ITEMS));
      }
    }
    rows.add("%s,%s,1".formatted(user(0), RARE_TEA));
    rows.add("%s,%s,1".formatted(user(1), RARE_WARE));
    run("append", "user,item,rating", rows);
    List<String> items = new ArrayList<>();
    IntStream.range(0, ITEMS)
        .forEach(item -> items.add("item-%02d,%s,plain".formatted(item, kind(item))));
    items.add("%s,tea,%s".formatted(RARE_TEA, BRAND));
    items.add("%s,ware,%s".formatted(RARE_WARE, BRAND));
    run("items update", "item,categories,brand", items);
  }

  private void run(String command, String header, List<String> rows)
      throws IOException, InterruptedException {
    Path file = installation.data().resolveSibling(command.replace(' ', '-') + ".csv");
    Files.writeString(file, header + "\n" + String.join("\n", rows) + "\n");
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.addAll(List.of(file.toString(), "--model", MODEL, "--server", server.address()));
    Distribution.Ended ended = installation.run(words.toArray(String[]::new));
    assertEquals(0, ended.exitCode(), ended.text());
  }

  private void train(String features) {
    Map<String, String> options = Map.of(
        "features", features, "factors", "6", "layers", "6", "l2", "1", "epochs-max", "40",
        "learning-rate", "0.05");
    var _ = server.client()
        .train(TrainingRequest.of(MODEL, "deepfm").with(options))
        .await(progress -> {}, PATIENCE);
  }

  /** Of the users who know neither rare item, those to whom the one of their kind comes first. */
  private long toldApart() {
    return IntStream.range(2, USERS).filter(user -> {
      List<String> list = server.client()
          .recommend(MODEL, user(user), ITEMS)
          .items()
          .stream()
          .map(ScoredItem::item)
          .toList();
      int tea = list.indexOf(RARE_TEA);
      int ware = list.indexOf(RARE_WARE);
      return user % 2 == 0 ? tea < ware : ware < tea;
    }).count();
  }

  private Erasure erased(ErasureRequest request) {
    Erasure erasure = server.client().unlearn(request).await(progress -> {}, PATIENCE);
    assertEquals(Erasure.State.COMPLETED, erasure.state());
    return erasure;
  }

  private Set<String> found(String... texts) {
    return Planted.found(
        List.of(texts).stream().map(Planted::id).toList(),
        List.of(installation.data().resolve("models")));
  }

  @Test
  void rareItems_areToldApartByWhatTheCatalogueSays_alsoAfterARestart() {
    // By chance 19 of 38; 28 where this was written, as training draws nothing but by keys.
    assertTrue(toldApart() >= 26, () -> toldApart() + " of " + (USERS - 2));
    assertEquals(answer, server.client().recommend(MODEL, user(2), 10).items());
  }

  @Test
  void erasedItems_takeWhatWasKnownOfThemAlong_andAUserIsForgottenBesides() throws IOException {
    assertTrue(found(BRAND).contains(BRAND + " in UTF-8: ids.bin"), found(BRAND)::toString);
    var _ = erased(ErasureRequest.ofItem(MODEL, RARE_TEA));
    var _ = erased(ErasureRequest.ofItem(MODEL, RARE_WARE).by(UnlearningMethod.RETRAIN));
    assertEquals(Set.of(), found(BRAND, RARE_TEA, RARE_WARE));
    var _ = erased(ErasureRequest.ofUser(MODEL, user(5)));
    server.close();
    server = installation.serve();
    assertEquals(Set.of(), found(BRAND, RARE_TEA, RARE_WARE, user(5)));
    List<String> list = server.client()
        .recommend(MODEL, user(2), 5)
        .items()
        .stream()
        .map(ScoredItem::item)
        .toList();
    long tea = list.stream()
        .filter(item -> kind(Integer.parseInt(item.substring("item-".length()))).equals("tea"))
        .count();
    assertTrue(tea >= 4, list::toString);
  }

  @Test
  void sourceThatIsNotThere_isRefusedWithThoseThatAre() {
    LetheException refused = assertThrows(LetheException.class, () -> train("attr:brnd"));
    assertEquals(ErrorReason.OPTION_INVALID.name(), refused.reason());
    assertTrue(String.valueOf(refused.getMessage()).contains("attr:brand, categories"));
  }
}
