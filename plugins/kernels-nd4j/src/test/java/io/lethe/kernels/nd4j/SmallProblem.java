package io.lethe.kernels.nd4j;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairGroups;
import io.lethe.kernels.PairPasses;
import io.lethe.kernels.PairSelection;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.PairTerms;
import io.lethe.kernels.Workers;
import io.lethe.kernels.solve.LinearOperator;
import java.util.List;
import java.util.SplittableRandom;

/** A few users and items with their loss' second derivatives, as operators and as dense matrices. */
final class SmallProblem {

  private static final int USERS = 9;
  private static final int ITEMS = 7;
  private static final int WIDTH = 5;
  private static final int PAIRS = 40;

  private final PairTables tables;
  private final PairGroups groups;
  private final PairTerms terms;
  private final PairPasses passes = new PairPasses(Kernels.fastest(), Workers.serial());

  SmallProblem(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    tables = new PairTables(table(random, USERS), table(random, ITEMS));
    int[] users = random.ints(PAIRS, 0, USERS).toArray();
    int[] items = random.ints(PAIRS, 0, ITEMS).toArray();
    groups = PairGroups.of(users, items, USERS, ITEMS);
    float[] labels = floats(random, PAIRS);
    for (int k = 0; k < PAIRS; k++) {
      labels[k] = labels[k] > 0 ? 1 : 0;
    }
    terms = passes.terms(tables, groups, labels);
  }

  private static EmbeddingTable table(SplittableRandom random, int rows) {
    return EmbeddingTable.copyOf(rows, WIDTH, List.of(floats(random, rows * WIDTH)));
  }

  static float[] floats(SplittableRandom random, int count) {
    float[] values = new float[count];
    for (int k = 0; k < count; k++) {
      values[k] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  /** The Gauss-Newton matrix plus a ridge over every row that has pairs. */
  LinearOperator gaussNewton(double ridge) {
    return operator(ridge, passes::gaussNewtonProduct);
  }

  /** The exact Hessian plus a ridge. */
  LinearOperator hessian(double ridge) {
    return operator(ridge, passes::hessianProduct);
  }

  private interface Product {
    void apply(
        PairTables tables, PairGroups groups, PairTerms terms, PairSelection rows, float[] vector,
        float[] out);
  }

  private LinearOperator operator(double ridge, Product product) {
    PairSelection rows = groups.activeRows();
    return new LinearOperator() {
      @Override
      public int length() {
        return rows.length(WIDTH);
      }

      @Override
      public void apply(float[] in, float[] out) {
        product.apply(tables, groups, terms, rows, in, out);
        for (int k = 0; k < out.length; k++) {
          out[k] += (float) (ridge * in[k]);
        }
      }
    };
  }

  /** An operator's matrix, column by column. */
  static double[] dense(LinearOperator operator) {
    int n = operator.length();
    double[] matrix = new double[n * n];
    float[] column = new float[n];
    for (int c = 0; c < n; c++) {
      float[] unit = new float[n];
      unit[c] = 1;
      operator.apply(unit, column);
      for (int r = 0; r < n; r++) {
        matrix[r * n + c] = column[r];
      }
    }
    return matrix;
  }
}
