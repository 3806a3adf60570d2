package io.lethe.evaluation.strategy;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.Workers;
import java.util.Arrays;

/**
 * One minibatch: each user and item in it is aggregated once, however many interactions it has. The
 * gradient is summed over a fixed number of slices, so that it does not depend on the threads.
 * Confined to one step of training.
 */
final class AttentionBatch {

  private static final int SLICES = 8;

  private final Kernels kernels;
  private final Workers workers;
  private final AttentionShape shape;
  private final float[] parameters;
  private final ShardEmbeddings inputs;

  /** Per side and row its place, counted from 1; 0 for none. */
  private final int[][] places;

  private int[] sides = new int[1024];
  private int[] rows = new int[1024];
  private int count;
  private float[] sums = new float[0];
  private float[] slopes = new float[0];

  AttentionBatch(
      Kernels kernels, Workers workers, AttentionShape shape, float[] parameters,
      ShardEmbeddings inputs) {
    this.kernels = kernels;
    this.workers = workers;
    this.shape = shape;
    this.parameters = parameters;
    this.inputs = inputs;
    this.places = new int[][]{new int[inputs.count(0)], new int[inputs.count(1)]};
  }

  /** Says that an interaction is in the batch. */
  void enter(int user, int item) {
    enterRow(0, user);
    enterRow(1, item);
  }

  private void enterRow(int side, int row) {
    if (places[side][row] == 0) {
      if (count == rows.length) {
        sides = Arrays.copyOf(sides, 2 * count);
        rows = Arrays.copyOf(rows, 2 * count);
      }
      sides[count] = side;
      rows[count] = row;
      places[side][row] = ++count;
    }
  }

  /** Aggregates everybody entered. */
  void forward() {
    sums = new float[count * shape.width()];
    slopes = new float[sums.length];
    workers.run(count, 1, (from, to) -> {
      AttentionPass pass = new AttentionPass(kernels, shape, parameters);
      for (int k = from; k < to; k++) {
        pass.forward(sides[k], inputs.of(sides[k], rows[k]), sums, k * shape.width());
      }
    });
  }

  /**
   * Adds an interaction's share of the mean logistic loss.
   *
   * @param size interactions in the batch
   */
  void learn(int user, int item, boolean positive, int size) {
    int width = shape.width();
    int userAt = (places[0][user] - 1) * width;
    int itemAt = (places[1][item] - 1) * width;
    double logit = kernels.dot(sums, userAt, sums, itemAt, width);
    float residual = (float) ((1 / (1 + Math.exp(-logit)) - (positive ? 1 : 0)) / size);
    kernels.addScaled(residual, sums, itemAt, slopes, userAt, width);
    kernels.addScaled(residual, sums, userAt, slopes, itemAt, width);
  }

  /** The gradient of the mean loss of all interactions learned from. */
  float[] backward() {
    float[][] parts = new float[SLICES][shape.length()];
    workers.run(SLICES, 1, (from, to) -> {
      for (int slice = from; slice < to; slice++) {
        backward(
            (int) ((long) count * slice / SLICES), (int) ((long) count * (slice + 1) / SLICES),
            parts[slice]);
      }
    });
    for (int slice = 1; slice < SLICES; slice++) {
      kernels.addScaled(1, parts[slice], 0, parts[0], 0, parts[0].length);
    }
    return parts[0];
  }

  private void backward(int from, int to, float[] gradient) {
    AttentionPass pass = new AttentionPass(kernels, shape, parameters);
    float[] sum = new float[shape.width()];
    for (int k = from; k < to; k++) {
      float[] input = inputs.of(sides[k], rows[k]);
      pass.forward(sides[k], input, sum, 0);
      pass.backward(sides[k], input, slopes, k * shape.width(), gradient);
    }
  }
}
