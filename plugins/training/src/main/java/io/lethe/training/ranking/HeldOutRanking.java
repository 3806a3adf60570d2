package io.lethe.training.ranking;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.ItemScan;
import io.lethe.kernels.Kernels;
import io.lethe.spi.InteractionView;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Ranks all items but those a user has in training, for users with relevant held-out items, and
 * compares with ranking by popularity. Users are drawn by a hash of their keys where there are many.
 * Immutable; made once per training.
 */
public final class HeldOutRanking {
  /** Length of the lists. */
  public static final int CUT = 10;
  private static final int USERS_MIN = 200;
  private static final int USERS_MAX = 1000;
  /** Scores an epoch's validation may cost, where that is more than {@value #USERS_MIN} users. */
  private static final int PAIRS = 4_000_000;
  private static final int CHUNK_USERS = 16;
  private static final double[] GAINS = gains();

  private final RankedUser[] users;
  private final double popularity;

  /** Runs {@code work} once for each of {@code 0 .. chunks - 1}. */
  @FunctionalInterface
  public interface Team {
    /** Returns when all have run. */
    void run(int chunks, IntConsumer work);
  }

  /**
   * What the lists are like.
   *
   * @param ndcg mean over users of the discounted gain at {@value #CUT} over the best possible one;
   *     NaN without users
   * @param popular mean part of a list that is in the user's list by popularity
   */
  public record Quality(double ndcg, double popular) {}

  private HeldOutRanking(RankedUser[] users) {
    this.users = users;
    this.popularity = Arrays.stream(users)
        .mapToDouble(user -> user.gain(user.popular(), user.popular().length))
        .average()
        .orElse(Double.NaN);
  }

  /**
   * Looks who has relevant held-out items. O(both views + items * log items).
   *
   * @param relevantFrom values from here on are relevant, and count for popularity
   */
  public static HeldOutRanking of(
      InteractionView training, InteractionView heldOut, float relevantFrom) {
    int items = training.all().keys().itemCount();
    int most = Math.clamp(PAIRS / Math.max(1, items), USERS_MIN, USERS_MAX);
    return new HeldOutRanking(
        RankedUser.of(training, heldOut, relevantFrom, most).toArray(RankedUser[]::new));
  }

  private static double[] gains() {
    double[] gains = new double[CUT];
    for (int k = 0; k < CUT; k++) {
      gains[k] = Math.log(2) / Math.log(k + 2.0);
    }
    return gains;
  }

  /** Gain of a hit at a place. */
  static double gain(int place) {
    return GAINS[place];
  }

  /** Whether there is anybody to rank for. */
  public boolean isEmpty() {
    return users.length == 0;
  }

  /** The discounted gain of ranking by popularity; NaN without users. */
  public double popularity() {
    return popularity;
  }

  /** Ranks by the products of rows. O(users looked at * items * width), on the team. */
  public Quality of(Kernels kernels, Team team, EmbeddingTable userRows, EmbeddingTable itemRows) {
    ItemScan scan = new ItemScan(kernels);
    double[] gains = new double[users.length];
    double[] popular = new double[users.length];
    team.run(Math.ceilDiv(users.length, CHUNK_USERS), chunk -> {
      int[] list = new int[CUT];
      float[] scores = new float[CUT];
      int end = Math.min(users.length, (chunk + 1) * CHUNK_USERS);
      for (int k = chunk * CHUNK_USERS; k < end; k++) {
        RankedUser user = users[k];
        int filled = scan.topItems(
            itemRows, userRows.pageOf(user.row()), userRows.offsetOf(user.row()), user.seen(), list,
            scores);
        gains[k] = user.gain(list, filled);
        popular[k] = user.popularPart(list, filled);
      }
    });
    return new Quality(mean(gains), mean(popular));
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }
}
