package io.lethe.kernels;

import java.util.Arrays;

/** The reference: plain loops that the Vector API twin must agree with. */
final class ScalarMinibatchKernels implements MinibatchKernels {

  @Override
  public void scores(
      RowGroups groups, int from, int to, DenseRows own, DenseRows others, float[] scores) {
    int width = own.width();
    for (int g = from; g < to; g++) {
      int row = groups.rows()[g] * width;
      for (int p = groups.starts()[g]; p < groups.starts()[g + 1]; p++) {
        int other = groups.others()[p] * width;
        float sum = 0;
        for (int c = 0; c < width; c++) {
          sum += own.values()[row + c] * others.values()[other + c];
        }
        scores[p] = sum;
      }
    }
  }

  @Override
  public void sums(
      RowGroups groups, int from, int to, DenseRows others, float[] coefficients, float[] out,
      int firstGroup) {
    int width = others.width();
    for (int g = from; g < to; g++) {
      int at = (g - firstGroup) * width;
      Arrays.fill(out, at, at + width, 0);
      for (int p = groups.starts()[g]; p < groups.starts()[g + 1]; p++) {
        int other = groups.others()[p] * width;
        for (int c = 0; c < width; c++) {
          out[at + c] += coefficients[p] * others.values()[other + c];
        }
      }
    }
  }

  @Override
  public void adamRows(
      AdamArrays arrays, int width, RowGroups groups, int from, int to, float[] gradients,
      int firstGroup, float ridge, AdamCatchUp step) {
    for (int g = from; g < to; g++) {
      int row = groups.rows()[g] * width;
      int gradient = (g - firstGroup) * width;
      float share = ridge * groups.shares()[g];
      for (int c = 0; c < width; c++) {
        float slope = gradients[gradient + c] + share * arrays.parameters()[row + c];
        float mean = arrays.means()[row + c];
        float square = arrays.squares()[row + c];
        arrays.means()[row + c] = step.meanDecay() * mean + (1 - step.meanDecay()) * slope;
        arrays.squares()[row + c] = step.squareDecay() * square
            + (1 - step.squareDecay()) * slope * slope;
      }
      move(arrays, row, width, groups.idles()[g], step);
    }
  }

  @Override
  public void adamIdleRows(
      AdamArrays arrays, int width, int[] idles, int from, int to, AdamCatchUp steps) {
    for (int row = from; row < to; row++) {
      move(arrays, row * width, width, idles[row], steps);
    }
  }

  private static void move(AdamArrays arrays, int row, int width, int idle, AdamCatchUp step) {
    float weight = step.weights()[idle];
    float shift = step.shifts()[idle];
    for (int at = row; at < row + width; at++) {
      float root = (float) Math.sqrt(arrays.squares()[at]);
      arrays.parameters()[at] -= weight * arrays.means()[at] / (root + shift);
      arrays.means()[at] *= step.meanDecays()[idle];
      arrays.squares()[at] *= step.squareDecays()[idle];
    }
  }
}
