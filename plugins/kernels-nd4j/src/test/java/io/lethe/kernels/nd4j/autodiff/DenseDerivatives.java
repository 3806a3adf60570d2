package io.lethe.kernels.nd4j.autodiff;

import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterSelection;
import java.util.stream.IntStream;

/** Jacobian of the scores and Hessian of the loss as matrices, by differences in double precision. */
final class DenseDerivatives {

  private static final double STEP = 1e-4;

  private final Trial.Model model;
  private final TermChunk chunk;
  private final ParameterSelection all;

  DenseDerivatives(Trial.Model model, InteractionView view) {
    this.model = model;
    LossColumns columns = model.terms(view);
    int[] terms = IntStream.range(0, columns.size()).toArray();
    this.chunk = new TermChunk(model.parameters(), columns, terms);
    this.all = ParameterSelection.all(model.layout());
  }

  int parameters() {
    return all.length();
  }

  /** One row per pair. */
  double[][] jacobian() {
    double[][] jacobian = new double[chunk.count()][parameters()];
    for (int p = 0; p < parameters(); p++) {
      double[] ahead = logits(p, STEP);
      double[] behind = logits(p, -STEP);
      for (int k = 0; k < ahead.length; k++) {
        jacobian[k][p] = (ahead[k] - behind[k]) / (2 * STEP);
      }
    }
    return jacobian;
  }

  /** Product of the loss's second derivatives with a vector. */
  double[] hessianTimes(float[] vector) {
    double[] product = new double[parameters()];
    for (int p = 0; p < parameters(); p++) {
      product[p] = (slope(p, 1, vector) - slope(p, -1, vector)) / (2 * STEP);
    }
    return product;
  }

  /** Slope of the loss along a vector. */
  double slope(float[] vector) {
    return slope(0, 0, vector);
  }

  /** Slope of the loss along a vector, a step away in one parameter. */
  private double slope(int parameter, int steps, float[] vector) {
    return (loss(parameter, steps, vector, 1) - loss(parameter, steps, vector, -1)) / (2 * STEP);
  }

  private double[] logits(int parameter, double step) {
    return network().logits(chunk.rows(unit(parameter, 1), step));
  }

  private double loss(int parameter, int steps, float[] vector, int sign) {
    float[] both = new float[parameters()];
    for (int k = 0; k < both.length; k++) {
      both[k] = sign * vector[k];
    }
    both[parameter] += steps;
    double[] logits = network().logits(chunk.rows(new Direction(all, both), STEP));
    return model.loss().of(logits, chunk.labels());
  }

  private Direction unit(int parameter, float value) {
    float[] unit = new float[parameters()];
    unit[parameter] = value;
    return new Direction(all, unit);
  }

  private Network network() {
    return model.network();
  }

  /** Second derivatives of the loss in the scores, times a vector over these. */
  double[] curved(double[] vector) {
    double[] curved = vector.clone();
    model.loss().curve(network().logits(chunk.rows()), curved);
    return curved;
  }

  /** The second derivative of the loss in each score alone. */
  double[] curvatures() {
    return model.loss().diagonal(network().logits(chunk.rows()));
  }
}
