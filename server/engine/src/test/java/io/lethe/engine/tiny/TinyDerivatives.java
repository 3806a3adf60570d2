package io.lethe.engine.tiny;

import io.lethe.spi.CurvatureFactors;
import io.lethe.spi.Interactions;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.ViewDerivatives;
import java.util.Arrays;

/** Sums over interactions, one after the other; a value above 3 is a positive label. */
final class TinyDerivatives implements ViewDerivatives {

  private static final float THRESHOLD = 3;

  private final TinyDifferentiableModel model;
  private final Interactions all;
  private final int[] positions;

  TinyDerivatives(TinyDifferentiableModel model, Interactions all, int[] positions) {
    this.model = model;
    this.all = all;
    this.positions = positions;
  }

  private double probability(int position) {
    return TinyModel.sigmoid(model.logit(all.user(position), all.item(position)));
  }

  private double label(int position) {
    return all.value(position) > THRESHOLD ? 1 : 0;
  }

  @Override
  public double loss() {
    double loss = 0;
    for (int position : positions) {
      double p = probability(position);
      loss -= Math.log(label(position) == 1 ? p : 1 - p);
    }
    return loss;
  }

  @Override
  public void gradient(ParameterSelection selection, float[] out) {
    Arrays.fill(out, 0);
    for (int position : positions) {
      double residual = probability(position) - label(position);
      add(selection, position, residual, out);
    }
  }

  /** Adds weight times the score's derivative. */
  private void add(ParameterSelection selection, int position, double weight, float[] out) {
    int user = all.user(position);
    int item = all.item(position);
    int width = model.width;
    int u = selection.position(0, user);
    int i = selection.position(1, item);
    for (int k = 0; k < width; k++) {
      if (u >= 0) {
        out[selection.offset(0) + u * width
            + k] += (float) (weight * model.items[item * width + k]);
      }
      if (i >= 0) {
        out[selection.offset(1) + i * width
            + k] += (float) (weight * model.users[user * width + k]);
      }
    }
  }

  @Override
  public void gaussNewtonProduct(ParameterSelection selection, float[] vector, float[] out) {
    Arrays.fill(out, 0);
    int width = model.width;
    for (int position : positions) {
      int user = all.user(position);
      int item = all.item(position);
      int u = selection.position(0, user);
      int i = selection.position(1, item);
      double along = 0;
      for (int k = 0; k < width; k++) {
        along += u < 0
            ? 0
            : model.items[item * width + k] * vector[selection.offset(0) + u * width + k];
        along += i < 0
            ? 0
            : model.users[user * width + k] * vector[selection.offset(1) + i * width + k];
      }
      double p = probability(position);
      add(selection, position, p * (1 - p) * along, out);
    }
  }

  @Override
  public void hessianProduct(ParameterSelection selection, float[] vector, float[] out) {
    gaussNewtonProduct(selection, vector, out);
    int width = model.width;
    for (int position : positions) {
      double residual = probability(position) - label(position);
      int u = selection.position(0, all.user(position));
      int i = selection.position(1, all.item(position));
      for (int k = 0; u >= 0 && i >= 0 && k < width; k++) {
        int atUser = selection.offset(0) + u * width + k;
        int atItem = selection.offset(1) + i * width + k;
        out[atUser] += (float) (residual * vector[atItem]);
        out[atItem] += (float) (residual * vector[atUser]);
      }
    }
  }

  @Override
  public void termCounts(ParameterSelection selection, float[] out) {
    Arrays.fill(out, 0);
    for (int position : positions) {
      int u = selection.position(0, all.user(position));
      int i = selection.position(1, all.item(position));
      if (u >= 0) {
        out[u]++;
      }
      if (i >= 0) {
        out[selection.count(0) + i]++;
      }
    }
  }

  @Override
  public CurvatureFactors curvature() {
    int width = model.width;
    double[] userFactor = new double[width * width];
    double[] itemFactor = new double[width * width];
    double weight = 0;
    for (int position : positions) {
      int user = all.user(position) * width;
      int item = all.item(position) * width;
      for (int a = 0; a < width; a++) {
        for (int b = 0; b < width; b++) {
          userFactor[a * width + b] += model.items[item + a] * model.items[item + b];
          itemFactor[a * width + b] += model.users[user + a] * model.users[user + b];
        }
      }
      double p = probability(position);
      weight += p * (1 - p);
    }
    return new CurvatureFactors(width, userFactor, itemFactor, weight, positions.length);
  }
}
