package io.lethe.plugins.neumf;

import io.lethe.kernels.AdamArrays;
import io.lethe.kernels.AdamSchedule;
import io.lethe.kernels.AdamStep;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.loss.GroupLoss;
import io.lethe.kernels.nd4j.autodiff.Network;
import io.lethe.kernels.nd4j.autodiff.PairRows;
import io.lethe.kernels.nd4j.autodiff.Slopes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Epochs of minibatch Adam over all parameters of a network, dense: every row moves in every step,
 * by momentum alone where it has no gradient. O(parameters) per minibatch beside the network's
 * passes.
 *
 * <p>The objective of a minibatch is {@code batches / terms} times its part of the whole objective; a
 * row's L2 term is divided among its loss terms, a layer's among all. Over an epoch the parts sum up
 * to the whole. Confined to one training run.
 */
final class NetworkAdam {

  private static final int USERS = 0;
  private static final int ITEMS = 1;
  private static final int FIRST_LAYER = 2;

  private final Kernels kernels;
  private final Network network;
  private final GroupLoss loss;
  private final TrainedArrays arrays;
  private final EpochColumns columns;
  private final AdamSchedule adam;
  private final double factor;
  private final double ridge;
  private final int width;
  private final List<AdamArrays> moments = new ArrayList<>();
  private final List<float[]> gradients = new ArrayList<>();
  private long steps;

  NetworkAdam(
      Kernels kernels, Network network, GroupLoss loss, NeumfOptions options, TrainedArrays arrays,
      EpochColumns columns) {
    this.kernels = kernels;
    this.network = network;
    this.loss = loss;
    this.arrays = arrays;
    this.columns = columns;
    this.adam = AdamSchedule.of(options.common().learningRate());
    this.factor = (double) columns.batches() / columns.terms();
    this.ridge = options.common().l2() * factor;
    this.width = arrays.shape().width();
    for (float[] block : arrays.blocks()) {
      moments.add(AdamArrays.zeroed(block));
      gradients.add(new float[block.length]);
    }
  }

  /**
   * Runs one epoch.
   *
   * @param epoch counted from 0
   * @return mean loss per term, each at the parameters of its minibatch
   */
  double run(int epoch, Runnable beforeBatch) {
    columns.draw(epoch);
    double sum = 0;
    for (int b = 0; b < columns.batches(); b++) {
      beforeBatch.run();
      sum += batch(columns.start(b), columns.start(b + 1));
      AdamStep step = adam.at(++steps);
      for (int k = 0; k < moments.size(); k++) {
        float[] gradient = gradients.get(k);
        kernels.adamStep(moments.get(k), 0, gradient, 0, gradient.length, step);
      }
    }
    return sum / columns.terms();
  }

  /** Leaves a minibatch's gradient in the arrays and returns its loss. */
  private double batch(int first, int end) {
    gradients.forEach(gradient -> Arrays.fill(gradient, 0));
    List<double[]> layers = arrays.layers().stream().map(NetworkAdam::doubles).toList();
    double sum = 0;
    int most = Network.PAIRS_MAX / loss.size() * loss.size();
    for (int from = first; from < end; from += most) {
      sum += chunk(from, Math.min(end, from + most), layers);
    }
    float share = (float) (ridge * (end - first) / columns.terms());
    for (int l = 0; l < layers.size(); l++) {
      float[] layer = arrays.layers().get(l);
      kernels.addScaled(share, layer, 0, gradients.get(FIRST_LAYER + l), 0, layer.length);
    }
    return sum;
  }

  private double chunk(int from, int to, List<double[]> layers) {
    int count = to - from;
    double[] users = new double[count * width];
    double[] items = new double[count * width];
    double[] labels = new double[count];
    for (int k = 0; k < count; k++) {
      copyRow(arrays.users(), columns.user(from + k), users, k);
      copyRow(arrays.items(), columns.item(from + k), items, k);
      labels[k] = columns.label(from + k);
    }
    Slopes slopes = network.slopes(new PairRows(count, users, items, layers), loss, labels, factor);
    scatter(slopes, from, count);
    return loss.of(slopes.logits(), labels);
  }

  private void scatter(Slopes slopes, int from, int count) {
    for (int k = 0; k < count; k++) {
      int user = columns.user(from + k);
      int item = columns.item(from + k);
      double ofUser = ridge / columns.termsOfUser(user);
      double ofItem = ridge / columns.termsOfItem(item);
      addRow(slopes.users(), k, ofUser, arrays.users(), user, gradients.get(USERS));
      addRow(slopes.items(), k, ofItem, arrays.items(), item, gradients.get(ITEMS));
    }
    for (int l = 0; l < slopes.layers().size(); l++) {
      double[] slope = slopes.layers().get(l);
      float[] gradient = gradients.get(FIRST_LAYER + l);
      for (int k = 0; k < slope.length; k++) {
        gradient[k] += (float) slope[k];
      }
    }
  }

  private void copyRow(float[] table, int row, double[] out, int place) {
    for (int c = 0; c < width; c++) {
      out[place * width + c] = table[row * width + c];
    }
  }

  private void addRow(
      double[] slopes, int place, double l2Share, float[] table, int row, float[] gradient) {
    int at = row * width;
    for (int c = 0; c < width; c++) {
      gradient[at + c] += (float) (slopes[place * width + c] + l2Share * table[at + c]);
    }
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int k = 0; k < values.length; k++) {
      doubles[k] = values[k];
    }
    return doubles;
  }
}
