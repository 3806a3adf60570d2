package io.lethe.plugins.lightgcn;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.training.objective.LossTerms;
import io.lethe.training.objective.ModelShape;
import io.lethe.training.objective.Objective;
import java.util.List;
import java.util.SplittableRandom;

/** Small graphs, embeddings for them, and the dense matrix of their propagation. */
final class TinyGraphs {

  static final LossTerms TERMS = new LossTerms(Objective.EXPLICIT, 3, 1, 5);

  private TinyGraphs() {}

  /**
   * Eight users, seven items in two components with some isolated ones (user 7, item 6), one edge
   * twice, some negatives between the components.
   */
  static InteractionView twoComponents() {
    int[] users = {0, 0, 1, 1, 2, 3, 3, 0, 4, 5, 5, 6, 6, 7, 0, 6};
    int[] items = {0, 1, 0, 2, 2, 1, 0, 1, 3, 3, 4, 4, 5, 6, 4, 0};
    float[] values = {5, 4, 4, 5, 5, 4, 5, 4, 5, 4, 5, 4, 5, 1, 2, 1};
    return InteractionView
        .of(new Interactions(new EntityKeys(new long[8], new long[7]), users, items, values));
  }

  static Architecture architecture(int layers) {
    return new Architecture(
        new ModelShape(TERMS, false, 1), layers, Kernels.fastest(), Workers.serial());
  }

  /** A model of random layer-0 embeddings. */
  static LightGcnModel model(InteractionView view, int layers, int width) {
    Architecture architecture = architecture(layers);
    PairTables layer0 = new PairTables(
        table(1, view.all().keys().userCount(), width),
        table(2, view.all().keys().itemCount(), width));
    return LightGcnModel.of(architecture, ViewGraph.of(architecture, view, null), layer0);
  }

  static EmbeddingTable table(long seed, int rows, int width) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[rows * width];
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) random.nextDouble(-1, 1);
    }
    return EmbeddingTable.copyOf(rows, width, List.of(values));
  }

  /** The mean of the powers 0 to layers of the normalized adjacency, users first. */
  static double[][] dense(InteractionView view, int layers) {
    int users = view.all().keys().userCount();
    int nodes = users + view.all().keys().itemCount();
    double[][] adjacency = new double[nodes][nodes];
    for (int p : view.positions()) {
      if (view.all().value(p) > 3) {
        adjacency[view.all().user(p)][users + view.all().item(p)]++;
        adjacency[users + view.all().item(p)][view.all().user(p)]++;
      }
    }
    double[] degrees = new double[nodes];
    for (int r = 0; r < nodes; r++) {
      for (int c = 0; c < nodes; c++) {
        degrees[r] += adjacency[r][c];
      }
    }
    double[][] power = new double[nodes][nodes];
    double[][] mean = new double[nodes][nodes];
    for (int r = 0; r < nodes; r++) {
      power[r][r] = 1;
      mean[r][r] = 1.0 / (layers + 1);
      for (int c = 0; c < nodes; c++) {
        adjacency[r][c] = adjacency[r][c] == 0
            ? 0
            : adjacency[r][c] / Math.sqrt(degrees[r] * degrees[c]);
      }
    }
    for (int layer = 1; layer <= layers; layer++) {
      power = product(power, adjacency);
      for (int r = 0; r < nodes; r++) {
        for (int c = 0; c < nodes; c++) {
          mean[r][c] += power[r][c] / (layers + 1);
        }
      }
    }
    return mean;
  }

  private static double[][] product(double[][] left, double[][] right) {
    double[][] product = new double[left.length][left.length];
    for (int r = 0; r < left.length; r++) {
      for (int k = 0; k < left.length; k++) {
        for (int c = 0; c < left.length; c++) {
          product[r][c] += left[r][k] * right[k][c];
        }
      }
    }
    return product;
  }

  /** A dense matrix times vectors of some width, one per node. */
  static float[] times(double[][] matrix, float[] vectors, int width) {
    float[] out = new float[vectors.length];
    for (int r = 0; r < matrix.length; r++) {
      for (int c = 0; c < width; c++) {
        double sum = 0;
        for (int k = 0; k < matrix.length; k++) {
          sum += matrix[r][k] * vectors[k * width + c];
        }
        out[r * width + c] = (float) sum;
      }
    }
    return out;
  }
}
