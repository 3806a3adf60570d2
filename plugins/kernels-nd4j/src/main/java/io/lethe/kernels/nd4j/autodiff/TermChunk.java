package io.lethe.kernels.nd4j.autodiff;

import io.lethe.kernels.EmbeddingTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some loss terms of one pass: gathers their rows and gives them weights. */
final class TermChunk {

  private final NetworkParameters parameters;
  private final LossColumns columns;
  private final int[] terms;

  /**
   * A chunk.
   *
   * @param terms positions in the columns, at most {@link Network#PAIRS_MAX}; only read
   */
  TermChunk(NetworkParameters parameters, LossColumns columns, int[] terms) {
    this.parameters = parameters;
    this.columns = columns;
    this.terms = terms;
  }

  int count() {
    return terms.length;
  }

  int user(int k) {
    return columns.users()[terms[k]];
  }

  int item(int k) {
    return columns.items()[terms[k]];
  }

  /** One per term: 1 for positive, 0 for negative. */
  double[] labels() {
    double[] labels = new double[terms.length];
    Arrays.setAll(labels, k -> columns.labels()[terms[k]]);
    return labels;
  }

  /** The rows as they are. */
  PairRows rows() {
    return rows(null, 0);
  }

  /** The rows a step away. */
  PairRows rows(@Nullable Direction direction, double step) {
    int width = parameters.users().width();
    double[] users = new double[terms.length * width];
    double[] items = new double[terms.length * width];
    for (int k = 0; k < terms.length; k++) {
      gather(NetworkParameters.USER_BLOCK, user(k), direction, step, users, k * width);
      gather(NetworkParameters.ITEM_BLOCK, item(k), direction, step, items, k * width);
    }
    return new PairRows(terms.length, users, items, features(), layers(direction, step));
  }

  private double[] features() {
    int count = parameters.features().count();
    double[] dense = new double[terms.length * count];
    for (int k = 0; k < terms.length; k++) {
      parameters.features().addTo(item(k), dense, k * count);
    }
    return dense;
  }

  private List<double[]> layers(@Nullable Direction direction, double step) {
    List<double[]> layers = new ArrayList<>();
    for (int l = 0; l < parameters.layers().size(); l++) {
      EmbeddingTable layer = parameters.layers().get(l);
      double[] values = new double[layer.rows() * layer.width()];
      for (int row = 0; row < layer.rows(); row++) {
        int block = NetworkParameters.FIRST_LAYER_BLOCK + l;
        gather(block, row, direction, step, values, row * layer.width());
      }
      layers.add(values);
    }
    return layers;
  }

  private void gather(
      int block, int row, @Nullable Direction direction, double step, double[] out, int at) {
    EmbeddingTable table = parameters.block(block);
    float[] page = table.pageOf(row);
    int offset = table.offsetOf(row);
    for (int c = 0; c < table.width(); c++) {
      out[at + c] = page[offset + c];
    }
    if (direction != null) {
      direction.addTo(block, row, table.width(), step, out, at);
    }
  }

  /** Weights for the gradient of a weighted sum of scores. */
  PairWeights scoreWeights(double[] weights) {
    return new PairWeights(new double[terms.length], new double[terms.length], weights);
  }

  /** Weights for the gradient of the plain sum of scores. */
  PairWeights unitScores() {
    double[] ones = new double[terms.length];
    Arrays.fill(ones, 1);
    return scoreWeights(ones);
  }
}
