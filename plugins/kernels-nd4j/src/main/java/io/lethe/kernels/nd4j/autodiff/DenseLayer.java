package io.lethe.kernels.nd4j.autodiff;

import io.lethe.kernels.nd4j.autodiff.NetworkShape.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/**
 * A layer that a network uses once, as {@code y = x W} or {@code y = z + W} of one row as wide as y. Its
 * gradient
 * is then a sum of {@code x g'} over the pairs, g the gradient in y, from which its curvature comes in
 * Kronecker form.
 *
 * @param layer number in the shape
 * @param input name of x in the graph; null for a bias, whose x is 1
 * @param output name of y
 */
record DenseLayer(int layer, @Nullable String input, String output) {

  /** Wider or higher ones would cost more to decompose than they save. */
  static final int SIZE_MAX = 512;

  /** The layers that look like this kind, in order; what has a row for each pair {@link #fits}. */
  static List<DenseLayer> in(SameDiff graph, NetworkShape shape, List<SDVariable> layers) {
    List<DenseLayer> dense = new ArrayList<>();
    for (int k = 0; k < layers.size(); k++) {
      Layer layer = shape.layers().get(k);
      String name = layers.get(k).name();
      List<SameDiffOp> uses = graph.getOps()
          .values()
          .stream()
          .filter(op -> op.getInputsToOp() != null && op.getInputsToOp().contains(name))
          .toList();
      if (uses.size() == 1 && layer.rows() <= SIZE_MAX && layer.width() <= SIZE_MAX) {
        List<String> inputs = uses.getFirst().getInputsToOp();
        String output = uses.getFirst().getOutputsOfOp().getFirst();
        if (isProduct(uses.getFirst()) && inputs.indexOf(name) == 1) {
          dense.add(new DenseLayer(k, inputs.getFirst(), output));
        } else if (isSum(uses.getFirst()) && layer.rows() == 1) {
          dense.add(new DenseLayer(k, null, output));
        }
      }
    }
    return dense;
  }

  /**
   * Whether x and y have a row for each pair, of the layer's sizes: sums may spread what they add.
   *
   * @param arrays x and y of a pass, by name
   */
  boolean fits(Map<String, INDArray> arrays, int pairs, Layer size) {
    return isOf(arrays.get(output), pairs, size.width())
        && (input == null || isOf(arrays.get(input), pairs, size.rows()));
  }

  private static boolean isOf(@Nullable INDArray array, int rows, int width) {
    return array != null && Arrays.equals(array.shape(), new long[]{rows, width});
  }

  private static boolean isProduct(SameDiffOp op) {
    return op.getOp().opName().equals("matmul") && op.getOp() instanceof DynamicCustomOp custom
        && Arrays.stream(custom.iArgs()).allMatch(flag -> flag == 0);
  }

  private static boolean isSum(SameDiffOp op) {
    return op.getOp().opName().equals("add") && op.getInputsToOp().size() == 2;
  }
}
