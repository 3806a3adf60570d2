package io.lethe.benchmarks.kernels;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.PairGroups;
import io.lethe.kernels.PairTables;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Seeded, long-tailed pairs of the size of a small MovieLens set, with embeddings.
 *
 * @param labels in user order
 */
record PairData(PairTables tables, PairGroups groups, float[] labels) {

  static final int PAIRS = 300_000;
  static final int WIDTH = 64;
  private static final int USERS = 3_000;
  private static final int ITEMS = 3_500;

  static PairData random() {
    SplittableRandom random = new SplittableRandom(1);
    int[] users = new int[PAIRS];
    int[] items = new int[PAIRS];
    float[] labels = new float[PAIRS];
    for (int k = 0; k < PAIRS; k++) {
      users[k] = (int) (USERS * Math.pow(random.nextDouble(), 1.7));
      items[k] = (int) (ITEMS * Math.pow(random.nextDouble(), 2.5));
      labels[k] = random.nextInt(2);
    }
    PairGroups groups = PairGroups.of(users, items, USERS, ITEMS);
    PairTables tables = new PairTables(table(random, USERS), table(random, ITEMS));
    return new PairData(tables, groups, groups.toUserOrder(labels));
  }

  static EmbeddingTable table(SplittableRandom random, int rows) {
    return EmbeddingTable.copyOf(rows, WIDTH, List.of(floats(random, rows * WIDTH)));
  }

  static float[] floats(SplittableRandom random, int count) {
    float[] values = new float[count];
    for (int k = 0; k < count; k++) {
      values[k] = (float) random.nextDouble(-0.3, 0.3);
    }
    return values;
  }
}
