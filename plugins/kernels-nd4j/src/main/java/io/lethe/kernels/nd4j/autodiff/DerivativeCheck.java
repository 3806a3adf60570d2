package io.lethe.kernels.nd4j.autodiff;

import io.lethe.kernels.loss.Logistic;
import io.lethe.kernels.nd4j.autodiff.NetworkShape.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a network must fulfil before anything is computed with it, tried on a few made-up pairs: each
 * pair's logit is its own, and the gradient in every input is what central differences say.
 */
final class DerivativeCheck {

  private static final int PAIRS = 7;
  private static final long SEED = 20_170_403;
  private static final double DEVIATION = 0.5;
  private static final double STEP = 1e-5;
  private static final double TOLERANCE = 1e-6;
  private static final int DIRECTIONS = 2;

  private final Network network;
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final List<double[]> inputs = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final double[] features;
  private final PairWeights weights;

  DerivativeCheck(Network network) {
    this.network = network;
    NetworkShape shape = network.shape();
    add(NetworkShape.USERS, PAIRS * shape.width());
    add(NetworkShape.ITEMS, PAIRS * shape.width());
    for (Layer layer : shape.layers()) {
      add(layer.name(), layer.rows() * layer.width());
    }
    this.features = normal(PAIRS * shape.features());
    double[] labels = new double[PAIRS];
    Arrays.setAll(labels, k -> k % 2);
    this.weights = new PairWeights(normal(PAIRS), labels, normal(PAIRS));
  }

  private void add(String name, int length) {
    names.add(name);
    inputs.add(normal(length));
  }

  private double[] normal(int length) {
    double[] values = new double[length];
    Arrays.setAll(values, k -> DEVIATION * random.nextGaussian());
    return values;
  }

  void run() {
    pairsStandAlone();
    Slopes slopes = network.slopes(rows(inputs), weights);
    List<double[]> gradients = new ArrayList<>(List.of(slopes.users(), slopes.items()));
    gradients.addAll(slopes.layers());
    for (int k = 0; k < inputs.size(); k++) {
      for (int direction = 0; direction < DIRECTIONS; direction++) {
        compare(k, gradients.get(k));
      }
    }
  }

  private PairRows rows(List<double[]> inputs) {
    return new PairRows(
        PAIRS, inputs.get(0), inputs.get(1), features, inputs.subList(2, inputs.size()));
  }

  private void pairsStandAlone() {
    double[] together = network.logits(rows(inputs));
    int width = network.shape().width();
    for (int k = 0; k < PAIRS; k++) {
      PairRows alone = new PairRows(
          1, row(inputs.get(0), k, width), row(inputs.get(1), k, width),
          row(features, k, network.shape().features()), inputs.subList(2, inputs.size()));
      double logit = network.logits(alone)[0];
      if (!close(logit, together[k], Math.abs(logit) + DEVIATION)) {
        throw new IllegalArgumentException(
            "a pair's logit is %s alone and %s among others".formatted(logit, together[k]));
      }
    }
  }

  private static double[] row(double[] rows, int number, int width) {
    return Arrays.copyOfRange(rows, number * width, (number + 1) * width);
  }

  private void compare(int input, double[] gradient) {
    double[] direction = normal(gradient.length);
    double slope = (value(input, direction, STEP) - value(input, direction, -STEP)) / (2 * STEP);
    double product = 0;
    double scale = 0;
    for (int k = 0; k < gradient.length; k++) {
      product += gradient[k] * direction[k];
      scale += Math.abs(gradient[k] * direction[k]);
    }
    if (!(scale > 0)) {
      throw new IllegalArgumentException(
          "the gradient in %s is %s everywhere: the score does not depend on it"
              .formatted(names.get(input), scale));
    }
    if (!close(slope, product, scale)) {
      throw new IllegalArgumentException(
          "the gradient in %s gives a slope of %s where differences give %s"
              .formatted(names.get(input), product, slope));
    }
  }

  private static boolean close(double left, double right, double scale) {
    return Math.abs(left - right) <= TOLERANCE * scale;
  }

  private double value(int input, double[] direction, double step) {
    List<double[]> moved = new ArrayList<>(inputs);
    double[] values = inputs.get(input).clone();
    for (int k = 0; k < values.length; k++) {
      values[k] += step * direction[k];
    }
    moved.set(input, values);
    double[] logits = network.logits(rows(moved));
    double sum = 0;
    for (int k = 0; k < PAIRS; k++) {
      double loss = Logistic.loss(logits[k], weights.labels()[k]);
      sum += weights.loss()[k] * loss + weights.score()[k] * logits[k];
    }
    return sum;
  }
}
