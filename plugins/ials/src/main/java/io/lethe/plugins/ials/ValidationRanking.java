package io.lethe.plugins.ials;

import io.lethe.kernels.ItemScan;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.training.CoupledRandom;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How high held-out items stand in the lists of their users: NDCG at 10 over the whole catalogue
 * without what the user was trained on, the mean over users. Relevant are held-out items of a value
 * not below the held-out mean; a user without one does not count. Of many users a sample counts,
 * chosen by the hash of their keys, so that leavers change nothing for the rest.
 *
 * @param users those that count, ascending
 * @param relevant per user the relevant items, ascending
 */
record ValidationRanking(int[] users, int[][] relevant) {

  private static final int DEPTH = 10;
  private static final int USERS_MAX = 10_000;
  private static final int USERS_MIN = 1_000;

  /** Most rows that the lists of all sampled users may scan, if enough users remain. */
  private static final long SCANNED_ROWS_MAX = 100_000_000;

  /** The users to rank for. O(validation). */
  static ValidationRanking of(InteractionView validation) {
    Interactions all = validation.all();
    int[] positions = validation.positions();
    double mean = Arrays.stream(positions).mapToDouble(all::value).average().orElse(0);
    int userCount = all.keys().userCount();
    int[] liked = Arrays.stream(positions).filter(p -> all.value(p) >= mean).toArray();
    int[] counts = new int[userCount];
    Arrays.stream(liked).forEach(p -> counts[all.user(p)]++);
    int[][] relevant = new int[userCount][];
    int[] users = sample(validation, counts);
    for (int user : users) {
      relevant[user] = new int[counts[user]];
    }
    for (int position : liked) {
      int user = all.user(position);
      if (relevant[user] != null) {
        relevant[user][--counts[user]] = all.item(position);
      }
    }
    return new ValidationRanking(
        users, Arrays.stream(users).mapToObj(u -> sorted(relevant[u])).toArray(int[][]::new));
  }

  private static int[] sorted(int[] items) {
    return Arrays.stream(items).sorted().distinct().toArray();
  }

  private static int[] sample(InteractionView validation, int[] counts) {
    int[] users = IntStream.range(0, counts.length).filter(u -> counts[u] > 0).toArray();
    int itemCount = Math.max(1, validation.all().keys().itemCount());
    long most = Math.clamp(SCANNED_ROWS_MAX / itemCount, USERS_MIN, USERS_MAX);
    if (users.length <= most) {
      return users;
    }
    CoupledRandom random = new CoupledRandom(0);
    long[] hashes = Arrays.stream(users)
        .mapToLong(u -> random.pair(validation.all().keys().user(u), 0))
        .toArray();
    long bound = Arrays.stream(hashes).sorted().toArray()[(int) most];
    return IntStream.range(0, users.length)
        .filter(k -> hashes[k] < bound)
        .map(k -> users[k])
        .toArray();
  }

  /**
   * The mean over users; NaN if none has a relevant item.
   *
   * @param training what lists leave out
   */
  double ndcg(Kernels kernels, Workers workers, PairTables tables, SparseSide training) {
    double[] each = new double[users.length];
    ItemScan scan = new ItemScan(kernels);
    workers.run(users.length, 1, (from, to) -> {
      int[] items = new int[DEPTH];
      float[] scores = new float[DEPTH];
      for (int k = from; k < to; k++) {
        int filled = scan.topItems(
            tables.items(), tables.users().pageOf(users[k]), tables.users().offsetOf(users[k]),
            training.columnsOf(users[k]), items, scores);
        each[k] = ndcg(items, filled, relevant[k]);
      }
    });
    return Arrays.stream(each).average().orElse(Double.NaN);
  }

  private static double ndcg(int[] items, int filled, int[] relevant) {
    double gain = 0;
    double ideal = 0;
    for (int place = 0; place < DEPTH; place++) {
      double discount = Math.log(2) / Math.log(place + 2);
      if (place < relevant.length) {
        ideal += discount;
      }
      if (place < filled && Arrays.binarySearch(relevant, items[place]) >= 0) {
        gain += discount;
      }
    }
    return gain / ideal;
  }
}
