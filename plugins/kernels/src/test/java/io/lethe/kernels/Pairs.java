package io.lethe.kernels;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Seeded pairs with embeddings and labels, and the naive double-precision loss over them. */
record Pairs(
    int userRows, int itemRows, int width, int[] users, int[] items, float[] labels,
    double[] rows) {

  /** Long-tailed pairs, repeated ones among them; the last row of each side has none. */
  static Pairs random(long seed, int userRows, int itemRows, int width, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] users = new int[count];
    int[] items = new int[count];
    float[] labels = new float[count];
    for (int k = 0; k < count; k++) {
      users[k] = (int) ((userRows - 1) * Math.pow(random.nextDouble(), 2));
      items[k] = (int) ((itemRows - 1) * Math.pow(random.nextDouble(), 3));
      labels[k] = random.nextInt(2);
    }
    double[] rows = new double[(userRows + itemRows) * width];
    for (int k = 0; k < rows.length; k++) {
      rows[k] = (float) (random.nextDouble(-2, 2) / Math.sqrt(width));
    }
    return new Pairs(userRows, itemRows, width, users, items, labels, rows);
  }

  PairTables tables() {
    float[] floats = new float[rows.length];
    for (int k = 0; k < floats.length; k++) {
      floats[k] = (float) rows[k];
    }
    int split = userRows * width;
    return new PairTables(
        EmbeddingTable.copyOf(userRows, width, List.of(Arrays.copyOf(floats, split))),
        EmbeddingTable
            .copyOf(itemRows, width, List.of(Arrays.copyOfRange(floats, split, floats.length))));
  }

  PairGroups groups() {
    return PairGroups.of(users, items, userRows, itemRows);
  }

  /** Naive gradient at some parameters: users' rows, then items' rows. */
  double[] gradient(double[] at) {
    double[] out = new double[at.length];
    for (int k = 0; k < users.length; k++) {
      int p = users[k] * width;
      int q = (userRows + items[k]) * width;
      double residual = 1 / (1 + Math.exp(-score(at, p, q))) - labels[k];
      for (int c = 0; c < width; c++) {
        out[p + c] += residual * at[q + c];
        out[q + c] += residual * at[p + c];
      }
    }
    return out;
  }

  double loss(double[] at) {
    double sum = 0;
    for (int k = 0; k < users.length; k++) {
      double z = score(at, users[k] * width, (userRows + items[k]) * width);
      sum += Math.log1p(Math.exp(z)) - labels[k] * z;
    }
    return sum;
  }

  /** Naive Gauss-Newton product. */
  double[] gaussNewton(double[] direction) {
    double[] out = new double[rows.length];
    for (int k = 0; k < users.length; k++) {
      int p = users[k] * width;
      int q = (userRows + items[k]) * width;
      double s = 1 / (1 + Math.exp(-score(rows, p, q)));
      double change = 0;
      for (int c = 0; c < width; c++) {
        change += direction[p + c] * rows[q + c] + rows[p + c] * direction[q + c];
      }
      for (int c = 0; c < width; c++) {
        out[p + c] += s * (1 - s) * change * rows[q + c];
        out[q + c] += s * (1 - s) * change * rows[p + c];
      }
    }
    return out;
  }

  private double score(double[] at, int p, int q) {
    double z = 0;
    for (int c = 0; c < width; c++) {
      z += at[p + c] * at[q + c];
    }
    return z;
  }
}
