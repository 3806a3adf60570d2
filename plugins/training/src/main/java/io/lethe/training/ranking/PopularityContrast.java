package io.lethe.training.ranking;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.ItemScan;
import io.lethe.kernels.Kernels;
import io.lethe.spi.InteractionView;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Lists without what users have in training, on held-out interactions and beside lists by popularity.
 * Immutable; made once per training.
 */
public final class PopularityContrast {

  /** Length of the lists. */
  public static final int CUT = 10;
  private static final int USERS_MIN = 200;
  private static final int USERS_MAX = 1000;
  /** Scores an epoch's validation may cost, where that is more than {@value #USERS_MIN} users. */
  private static final int PAIRS = 4_000_000;

  private final HeldOutRanking ranking;
  private final int[] users;
  private final int[][] seen;
  private final int[][] popular;
  private final double popularity;

  /**
   * What the lists are like.
   *
   * @param ndcg mean over users of the discounted gain at {@value #CUT} over the best possible one;
   *     NaN without users
   * @param popular mean part of a list that is in the user's list by popularity
   */
  public record Quality(double ndcg, double popular) {}

  private PopularityContrast(HeldOutRanking ranking, int[][] seen, int[] byPopularity) {
    this.ranking = ranking;
    this.users = ranking.users();
    this.seen = seen;
    this.popular = Arrays.stream(seen)
        .map(
            own -> IntStream.of(byPopularity)
                .filter(item -> Arrays.binarySearch(own, item) < 0)
                .limit(CUT)
                .toArray())
        .toArray(int[][]::new);
    this.popularity = IntStream.range(0, users.length)
        .mapToDouble(k -> ranking.gain(k, popular[k], popular[k].length))
        .average()
        .orElse(Double.NaN);
  }

  /**
   * Looks at both views. O(both views + items * log items).
   *
   * @param relevantFrom values from here on are relevant, and count for popularity
   */
  public static PopularityContrast of(
      InteractionView training, InteractionView heldOut, float relevantFrom) {
    int items = training.all().keys().itemCount();
    int most = Math.clamp(PAIRS / Math.max(1, items), USERS_MIN, USERS_MAX);
    HeldOutRanking ranking = HeldOutRanking
        .of(heldOut, new HeldOutRanking.Rule(CUT, most, relevantFrom));
    int[][] seen = UserItems.of(training, Float.NEGATIVE_INFINITY, ranking.users());
    return new PopularityContrast(ranking, seen, byPopularity(training, relevantFrom));
  }

  private static int[] byPopularity(InteractionView training, float from) {
    int[] counts = new int[training.all().keys().itemCount()];
    for (int position : training.positions()) {
      counts[training.all().item(position)] += training.all().value(position) >= from ? 1 : 0;
    }
    return IntStream.range(0, counts.length)
        .boxed()
        .sorted(
            Comparator.<Integer>comparingInt(item -> -counts[item])
                .thenComparing(Comparator.naturalOrder()))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Whether no user has a relevant item. */
  public boolean isEmpty() {
    return ranking.isEmpty();
  }

  /** The discounted gain of ranking by popularity; NaN without users. */
  public double popularity() {
    return popularity;
  }

  /** Ranks by the products of rows. O(users looked at * items * width), on the team. */
  public Quality of(
      Kernels kernels, HeldOutRanking.Team team, EmbeddingTable userRows, EmbeddingTable itemRows) {
    ItemScan scan = new ItemScan(kernels);
    double[] gains = new double[users.length];
    double[] parts = new double[users.length];
    ranking.visit(
        (user, excluded, items, scores) -> scan.topItems(
            itemRows, userRows.pageOf(user), userRows.offsetOf(user), excluded, items, scores),
        user -> seen[Arrays.binarySearch(users, user)], team, (k, list, filled) -> {
          gains[k] = ranking.gain(k, list, filled);
          parts[k] = part(popular[k], list, filled);
        });
    return new Quality(mean(gains), mean(parts));
  }

  /** Which part of a list is in the list by popularity. */
  private static double part(int[] popular, int[] list, int filled) {
    long shared = IntStream.range(0, filled)
        .filter(k -> IntStream.of(popular).anyMatch(item -> item == list[k]))
        .count();
    return filled == 0 ? 0 : shared / (double) filled;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }
}
