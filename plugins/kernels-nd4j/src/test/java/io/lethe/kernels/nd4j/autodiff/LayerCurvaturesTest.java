package io.lethe.kernels.nd4j.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.nd4j.autodiff.NetworkShape.Layer;
import io.lethe.spi.CurvatureFactors;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterSelection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Kronecker factors of layers against explicit Jacobians. */
class LayerCurvaturesTest {

  private final InteractionView view = Trial.interactions(Trial.PAIRS);

  /** A linear score of the user's row, a bias, and a factor that no dense layer is. */
  private static Network linear() {
    return new Network(
        new NetworkShape(
            3,
            List.of(new Layer("output", 3, 1), new Layer("bias", 1, 1), new Layer("gate", 1, 3))),
        (graph, in) -> in.users()
            .mmul(in.layer("output"))
            .add(in.layer("bias"))
            .add(in.items().mul(in.layer("gate")).sum(true, 1)),
        new NativeCalls());
  }

  /** One number that is added to each of a hidden layer's four, and a row added to a column. */
  private static Network spread() {
    return new Network(
        new NetworkShape(
            3,
            List.of(
                new Layer("hidden", 3, 4), new Layer("one", 1, 1), new Layer("row", 1, 4),
                new Layer("output", 4, 1))),
        (graph, in) -> {
          var hidden = in.users().mmul(in.layer("hidden")).add(in.layer("one"));
          var column = in.items().sum(true, 1).add(in.layer("row"));
          return graph.math().tanh(hidden.add(column)).mmul(in.layer("output"));
        }, new NativeCalls());
  }

  @Test
  void gaussNewtonProduct_layersThatASumSpreads_isThatOfTheJacobian() {
    Trial.Model model = Trial.model(spread());
    ParameterSelection all = ParameterSelection.all(model.layout());
    DenseDerivatives dense = new DenseDerivatives(model, view);
    double[][] jacobian = dense.jacobian();
    double[] curvatures = dense.curvatures();
    float[] vector = Trial.vector(new java.util.SplittableRandom(5), all.length());
    double[] expected = new double[vector.length];
    for (int k = 0; k < jacobian.length; k++) {
      double along = 0;
      for (int j = 0; j < vector.length; j++) {
        along += jacobian[k][j] * vector[j];
      }
      for (int j = 0; j < vector.length; j++) {
        expected[j] += curvatures[k] * along * jacobian[k][j];
      }
    }
    float[] product = new float[vector.length];
    model.on(view).gaussNewtonProduct(all, vector, product);
    for (int j = 0; j < vector.length; j++) {
      assertEquals(expected[j], product[j], 1e-4, "parameter " + j);
    }
  }

  @Test
  void layerCurvatures_layersThatASumSpreads_haveNone() {
    List<CurvatureFactors.Layer> layers = Trial.model(spread()).on(view).layerCurvatures();
    // The layer named one adds one number to four; row, one row to a column, is as wide as its sum.
    assertEquals(List.of(2, 4, 5), layers.stream().map(CurvatureFactors.Layer::block).toList());
  }

  private static double[] block(Trial.Model model, CurvatureFactors.Layer layer, double[] slopes) {
    ParameterSelection all = ParameterSelection.all(model.layout());
    int from = all.offset(layer.block());
    return java.util.Arrays.copyOfRange(slopes, from, all.offset(layer.block() + 1));
  }

  /** The block of the Gauss-Newton matrix, entry by entry. */
  private double gaussNewton(Trial.Model model, CurvatureFactors.Layer layer, int left, int right) {
    DenseDerivatives dense = new DenseDerivatives(model, view);
    double[][] jacobian = dense.jacobian();
    double[] curvatures = dense.curvatures();
    double sum = 0;
    for (int k = 0; k < jacobian.length; k++) {
      double[] slopes = block(model, layer, jacobian[k]);
      sum += curvatures[k] * slopes[left] * slopes[right];
    }
    return sum;
  }

  private void assertExact(Trial.Model model, CurvatureFactors.Layer layer) {
    ParameterBlock block = model.layout().blocks().get(layer.block());
    int size = block.rows() * block.width();
    for (int left = 0; left < size; left++) {
      for (int right = 0; right < size; right++) {
        int rows = left / block.width() * block.rows() + right / block.width();
        int columns = left % block.width() * block.width() + right % block.width();
        double entry = layer.inputs()[rows] * layer.outputs()[columns] / layer.weight();
        assertEquals(gaussNewton(model, layer, left, right), entry, 1e-6);
      }
    }
  }

  @Test
  void layerCurvatures_oneLinearLayer_isItsWholeCurvature() {
    Trial.Model model = Trial.model(linear());
    List<CurvatureFactors.Layer> layers = model.on(view).layerCurvatures();
    assertEquals(List.of(2, 3), layers.stream().map(CurvatureFactors.Layer::block).toList());
    layers.forEach(layer -> assertExact(model, layer));
  }

  @Test
  void layerCurvatures_lastLayerAndBiases_areExact() {
    Trial.Model model = Trial.model(Passes.perceptron(3, 4));
    List<CurvatureFactors.Layer> layers = model.on(view).layerCurvatures();
    assertEquals(List.of(2, 3, 4, 5), layers.stream().map(CurvatureFactors.Layer::block).toList());
    assertExact(model, layers.get(2));
    assertExact(model, layers.get(3));
  }

  /** A term's gradient in a layer is a matrix D: factors are sums of D D' and D' D. */
  @Test
  void layerCurvatures_hiddenLayer_sumsOfTheTermsGradients() {
    Trial.Model model = Trial.model(Passes.perceptron(3, 4));
    CurvatureFactors.Layer layer = model.on(view).layerCurvatures().getFirst();
    DenseDerivatives dense = new DenseDerivatives(model, view);
    double[][] jacobian = dense.jacobian();
    double[] curvatures = dense.curvatures();
    double[] inputs = new double[9];
    double[] outputs = new double[16];
    double weight = 0;
    for (int k = 0; k < jacobian.length; k++) {
      double[] d = block(model, layer, jacobian[k]);
      for (int left = 0; left < d.length; left++) {
        weight += curvatures[k] * d[left] * d[left];
        for (int right = 0; right < d.length; right++) {
          double product = curvatures[k] * d[left] * d[right];
          inputs[left / 4 * 3 + right / 4] += left % 4 == right % 4 ? product : 0;
          outputs[left % 4 * 4 + right % 4] += left / 4 == right / 4 ? product : 0;
        }
      }
    }
    assertClose(inputs, layer.inputs());
    assertClose(outputs, layer.outputs());
    assertEquals(weight, layer.weight(), 1e-6);
    assertTrue(weight > 0.01, weight + "");
  }

  private static void assertClose(double[] expected, double[] actual) {
    assertEquals(expected.length, actual.length);
    for (int k = 0; k < expected.length; k++) {
      assertEquals(expected[k], actual[k], 1e-6);
    }
  }

  @Test
  void layerCurvatures_partsOfAView_addUp() {
    Trial.Model model = Trial.model(Passes.perceptron(3, 4));
    int[] some = {0, 3, 4, 9};
    CurvatureFactors.Layer whole = model.on(view).layerCurvatures().getFirst();
    CurvatureFactors.Layer left = model.on(InteractionView.of(view.all().at(some)))
        .layerCurvatures()
        .getFirst();
    CurvatureFactors.Layer right = model.on(view.without(some)).layerCurvatures().getFirst();
    for (int k = 0; k < whole.inputs().length; k++) {
      assertEquals(whole.inputs()[k], left.inputs()[k] + right.inputs()[k], 1e-6);
    }
    assertEquals(whole.weight(), left.weight() + right.weight(), 1e-6);
  }

  @Test
  void layerCurvatures_networkWithoutLayers_none() {
    assertEquals(List.of(), Trial.model(Passes.product(3)).on(view).layerCurvatures());
  }
}
