package io.lethe.kernels.nd4j.autodiff;

import io.lethe.kernels.nd4j.autodiff.NetworkShape.Layer;
import io.lethe.spi.CurvatureFactors;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * How the scores of a chunk's pairs change with one dense layer: by {@code x g'} each. Held as floats;
 * pairs of layers that share an input or an output share the array.
 *
 * @param block of the layout
 * @param size of the layer
 * @param inputs x, pair after pair
 * @param outputs g, the scores' derivatives in what the layer gives, pair after pair
 */
record LayerSlopes(int block, Layer size, float[] inputs, float[] outputs) {

  /** Floats of a term that all layers together keep, at most; shared arrays count once. */
  static int floats(Network network) {
    Map<String, Integer> widths = new HashMap<>();
    for (DenseLayer dense : network.dense()) {
      Layer size = network.shape().layers().get(dense.layer());
      widths.put("into " + (dense.input() == null ? "" : dense.input()), size.rows());
      widths.put("out of " + dense.output(), size.width());
    }
    return widths.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** {@code along[k] += x' V g} of each pair. */
  void addAlong(Direction direction, double[] along) {
    float[] matrix = matrix(direction);
    int width = size.width();
    float[] turned = new float[width];
    for (int k = 0; k < along.length; k++) {
      Arrays.fill(turned, 0);
      for (int r = 0; r < size.rows(); r++) {
        float factor = inputs[k * size.rows() + r];
        for (int c = 0; c < width; c++) {
          turned[c] += factor * matrix[r * width + c];
        }
      }
      double sum = 0;
      for (int c = 0; c < width; c++) {
        sum += turned[c] * outputs[k * width + c];
      }
      along[k] += sum;
    }
  }

  private float[] matrix(Direction direction) {
    double[] matrix = new double[size.rows() * size.width()];
    for (int r = 0; r < size.rows(); r++) {
      direction.addTo(block, r, size.width(), 1, matrix, r * size.width());
    }
    float[] floats = new float[matrix.length];
    for (int k = 0; k < floats.length; k++) {
      floats[k] = (float) matrix[k];
    }
    return floats;
  }

  /** Adds {@code sum over pairs of factor * x g'} to the layer's selected rows. */
  void addProduct(double[] factors, SelectionSums sums) {
    int width = size.width();
    float[] matrix = new float[size.rows() * width];
    for (int k = 0; k < factors.length; k++) {
      for (int r = 0; r < size.rows(); r++) {
        float factor = (float) (factors[k] * inputs[k * size.rows() + r]);
        for (int c = 0; c < width; c++) {
          matrix[r * width + c] += factor * outputs[k * width + c];
        }
      }
    }
    for (int r = 0; r < size.rows(); r++) {
      sums.addRow(block, r, width, matrix, r * width, 1);
    }
  }

  /** Sums of a view's chunks as the contract has them; each overwrites its accumulators. */
  static final class Sums {

    private final int block;
    private final OuterProducts inputs;
    private final OuterProducts outputs;
    private double weight;

    Sums(int block, Layer size) {
      this.block = block;
      this.inputs = new OuterProducts(size.rows());
      this.outputs = new OuterProducts(size.width());
    }

    /** Adds a chunk's pairs, each with its loss's second derivative in its score. */
    void add(LayerSlopes slopes, double[] curvatures) {
      int rows = slopes.size.rows();
      int width = slopes.size.width();
      for (int k = 0; k < curvatures.length; k++) {
        double in = squares(slopes.inputs, k * rows, rows);
        double out = squares(slopes.outputs, k * width, width);
        inputs.add(slopes.inputs, k * rows, curvatures[k] * out);
        outputs.add(slopes.outputs, k * width, curvatures[k] * in);
        weight += curvatures[k] * in * out;
      }
    }

    private static double squares(float[] rows, int from, int length) {
      double sum = 0;
      for (int k = from; k < from + length; k++) {
        sum += (double) rows[k] * rows[k];
      }
      return sum;
    }

    CurvatureFactors.Layer total() {
      return new CurvatureFactors.Layer(block, inputs.matrix(), outputs.matrix(), weight);
    }
  }
}
