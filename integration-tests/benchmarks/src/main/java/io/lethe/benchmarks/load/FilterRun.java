package io.lethe.benchmarks.load;

import io.lethe.benchmarks.figures.Console;
import io.lethe.benchmarks.figures.Latencies;
import io.lethe.client.LetheClient;
import io.lethe.client.ModelVersion;
import io.lethe.client.RecommendQuery;
import io.lethe.client.ScoredItem;
import io.lethe.client.Scores;
import io.lethe.client.TrainingRequest;
import io.lethe.client.catalog.CatalogClient;
import io.lethe.client.catalog.CatalogItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Recommendations that a filter narrows, over a made-up catalogue: what a filter costs when it is asked
 * for first, and later; and whether every answer is what a look at every item gives. Of few items each
 * is scored by a call of its own; of half of them, the unfiltered thousand best are gone through. One
 * caller; the cache of answers is off. Caller and server share the machine.
 */
final class FilterRun {

  private static final String MODEL = "shop";
  private static final Duration TRAINING_MAX = Duration.ofMinutes(30);
  private static final int USERS = 2_000;
  private static final int BUCKETS = 10_000;
  private static final int N = 10;
  private static final int SCORED_MAX = 1_000;
  private static final int BEST_MAX = 1_000;
  private static final int TIMED_CALLS = 300;

  private final Path launcher;
  private final Path data;
  private final int items;
  private final int answers;

  FilterRun(Path launcher, Path data, int items, int answers) {
    this.launcher = launcher;
    this.data = data;
    this.items = items;
    this.answers = answers;
  }

  /** A filter, the number of buckets of which it passes the items, and its share of the answers checked. */
  private enum Share {
    HALF("50 %", BUCKETS / 2, .2),
    HUNDREDTH("1 %", BUCKETS / 100, .1),
    TEN_THOUSANDTH(".01 %", 1, .7);

    private final String words;
    private final int buckets;
    private final double ofAnswers;

    Share(String words, int buckets, double ofAnswers) {
      this.words = words;
      this.buckets = buckets;
      this.ofAnswers = ofAnswers;
    }

    String filter() {
      return "\"sold\" in categories && attributes.bucket < " + buckets;
    }

    boolean passes(int item) {
      return bucket(item) < buckets;
    }
  }

  /** Spreads the items over the buckets, whatever their order. */
  private static int bucket(int item) {
    return (int) Math.floorMod((item * 2_654_435_761L) >>> 7, (long) BUCKETS);
  }

  void run() throws IOException, InterruptedException {
    Files.createDirectories(data.getParent());
    Path csv = data.resolveSibling("shop.csv");
    new SyntheticCsv(USERS, items, items / USERS).write(csv);
    ServerProcess.run(launcher, data, "import", csv.toString(), "--model", MODEL);
    Map<String, String> settings = Map
        .of("LETHE_CACHE_ITEMS_MAX", "0", "LETHE_RETRAINING_AUTOMATIC", "false");
    try (ServerProcess server = ServerProcess.start(launcher, data, settings);
        LetheClient client = server.client()) {
      ModelVersion version = client
          .train(
              TrainingRequest.of(MODEL, "ials")
                  .with(Map.of("factors", "32", "epochs-max", "2"))
                  .withoutFinalFit())
          .await(progress -> {}, TRAINING_MAX);
      Console.line(
          "%s, %d users, %d items", version.plugin(), version.size().users(),
          version.size().items());
      var _ = RecommendLoad
          .timed(1, TIMED_CALLS, (caller, number) -> recommend(client, number, N, ""));
      Latencies before = RecommendLoad
          .timed(1, TIMED_CALLS, (caller, number) -> recommend(client, number, N, ""));
      Console.line("unfiltered, no catalogue        %s", before);
      catalogue(client);
      latencies(client);
      changes(client);
      check(client);
      Console.line("heap after a collection         %.0f MB", server.heapMegabytes());
    }
  }

  private static List<ScoredItem> recommend(LetheClient client, int number, int n, String filter) {
    return client
        .recommend(
            RecommendQuery.of(MODEL, SyntheticCsv.user(number % USERS), n).filteredBy(filter))
        .items();
  }

  private static CatalogItem entry(int item) {
    return CatalogItem.of(SyntheticCsv.item(item), "sold", "category-" + item % 97)
        .with("bucket", bucket(item))
        .with("colour", item % 2 == 0 ? "blue" : "red");
  }

  private void catalogue(LetheClient client) {
    long begin = System.nanoTime();
    var _ = CatalogClient.of(client, MODEL)
        .updateAll(IntStream.range(0, items).mapToObj(FilterRun::entry));
    double seconds = (System.nanoTime() - begin) / 1e9;
    Console.line("catalogue of %d entries         %.0f entries/s", items, items / seconds);
  }

  private static void latencies(LetheClient client) throws InterruptedException {
    Latencies first = RecommendLoad
        .timed(1, 1, (caller, number) -> recommend(client, number, N, ""));
    Console.line("no filter, first               %s", first);
    Latencies plain = RecommendLoad
        .timed(1, TIMED_CALLS, (caller, number) -> recommend(client, number, N, ""));
    Console.line("no filter                      %s", plain);
    for (Share share : Share.values()) {
      Latencies once = RecommendLoad
          .timed(1, 1, (caller, number) -> recommend(client, number, N, share.filter()));
      var _ = RecommendLoad
          .timed(1, TIMED_CALLS, (caller, number) -> recommend(client, number, N, share.filter()));
      Latencies kept = RecommendLoad
          .timed(1, TIMED_CALLS, (caller, number) -> recommend(client, number, N, share.filter()));
      Console.line("%-5s passes, first             %s", share.words, once);
      Console.line("%-5s passes, kept              %s", share.words, kept);
      Console.line("     ratio of p50 %.3f", kept.millis(.5) / plain.millis(.5));
    }
  }

  /** One item is sold out or back before each call. */
  private static void changes(LetheClient client) throws InterruptedException {
    CatalogClient catalog = CatalogClient.of(client, MODEL);
    long[] updates = new long[TIMED_CALLS];
    Latencies after = RecommendLoad.timed(1, TIMED_CALLS, (caller, number) -> {
      long begin = System.nanoTime();
      var _ = catalog.update(List.of(entry(number / 2).availableOnlyIf(number % 2 != 0)));
      updates[number] = System.nanoTime() - begin;
      var _ = recommend(client, number, N, Share.HUNDREDTH.filter());
    });
    Console.line("update of one item             %s", new Latencies(updates));
    Console.line("update, then 1 %% passes        %s", after);
  }

  private void check(LetheClient client) {
    int wrong = 0;
    int checked = 0;
    for (Share share : Share.values()) {
      List<String> passing = IntStream.range(0, items)
          .filter(share::passes)
          .mapToObj(SyntheticCsv::item)
          .toList();
      for (int number = 0; number < answers * share.ofAnswers; number++) {
        List<ScoredItem> found = recommend(client, number, N, share.filter());
        List<ScoredItem> expected = share == Share.HALF
            ? among(client, number, share)
            : scored(client, number, passing);
        wrong += found.equals(expected) ? 0 : 1;
        checked++;
      }
    }
    Console.line("%d of %d answers wrong or incomplete", wrong, checked);
  }

  /** The first of the unfiltered best that pass; more than enough of the thousand do. */
  private static List<ScoredItem> among(LetheClient client, int number, Share share) {
    return recommend(client, number, BEST_MAX, "").stream()
        .filter(each -> share.passes(Integer.parseInt(each.item().substring("item-".length()))))
        .limit(N)
        .toList();
  }

  /** The best of all that pass, each scored; without those that the user has. */
  private List<ScoredItem> scored(LetheClient client, int number, List<String> passing) {
    int user = number % USERS;
    SyntheticCsv shop = new SyntheticCsv(USERS, items, items / USERS);
    Set<String> seen = IntStream.range(0, items / USERS)
        .mapToObj(k -> SyntheticCsv.item(shop.itemOf(user, k)))
        .collect(Collectors.toSet());
    List<String> candidates = passing.stream().filter(item -> !seen.contains(item)).toList();
    List<ScoredItem> all = new ArrayList<>();
    for (int from = 0; from < candidates.size(); from += SCORED_MAX) {
      List<String> some = candidates.subList(from, Math.min(candidates.size(), from + SCORED_MAX));
      Scores scores = client.score(MODEL, SyntheticCsv.user(user), some);
      for (int k = 0; k < some.size(); k++) {
        all.add(new ScoredItem(some.get(k), (float) scores.scores().get(k).orElseThrow()));
      }
    }
    return all.stream()
        .sorted(Comparator.comparingDouble(ScoredItem::score).reversed())
        .limit(N)
        .toList();
  }
}
