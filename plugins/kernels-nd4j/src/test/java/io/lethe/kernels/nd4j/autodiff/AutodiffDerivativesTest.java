package io.lethe.kernels.nd4j.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.loss.GroupLoss;
import io.lethe.kernels.loss.Loss;
import io.lethe.spi.CurvatureFactors;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.ViewDerivatives;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Derivatives of small networks against matrices: explicit Jacobians and second differences. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AutodiffDerivativesTest {

  private static final int[] NONE = {};

  private final InteractionView view = Trial.interactions(Trial.PAIRS);
  private final Trial.Model perceptron = Trial.model(Passes.perceptron(3, 4));
  private final Trial.Model product = Trial.model(Passes.product(3));

  /** Both networks under every loss. */
  private Stream<Trial.Model> models() {
    return Stream.of(Loss.values())
        .map(loss -> new GroupLoss(loss, 3))
        .flatMap(
            loss -> Stream.of(perceptron, product)
                .map(model -> Trial.model(model.network(), loss)));
  }

  private static float[] vector(int length) {
    return Trial.vector(new SplittableRandom(5), length);
  }

  @Test
  void gradient_product_closedForm() {
    ParameterSelection all = ParameterSelection.all(product.layout());
    double[] expected = new double[all.length()];
    LossColumns terms = product.terms(view);
    for (int k = 0; k < terms.size(); k++) {
      float[] user = row(0, terms.users()[k]);
      float[] item = row(1, terms.items()[k]);
      double logit = user[0] * item[0] + user[1] * item[1] + (double) user[2] * item[2];
      double residual = 1 / (1 + Math.exp(-logit)) - terms.labels()[k];
      for (int c = 0; c < 3; c++) {
        expected[3 * terms.users()[k] + c] += residual * item[c];
        expected[3 * (Trial.USERS + terms.items()[k]) + c] += residual * user[c];
      }
    }
    float[] gradient = new float[all.length()];
    product.on(view).gradient(all, gradient);
    assertClose(expected, gradient, 1e-6);
  }

  private float[] row(int block, int row) {
    float[] values = new float[3];
    product.parameters().block(block).copyRow(row, values, 0);
    return values;
  }

  @Test
  void gaussNewtonProduct_explicitJacobian() {
    models().forEach(model -> {
      DenseDerivatives dense = new DenseDerivatives(model, view);
      double[][] jacobian = dense.jacobian();
      float[] direction = vector(dense.parameters());
      double[] along = dense
          .curved(Stream.of(jacobian).mapToDouble(row -> dot(row, direction)).toArray());
      double[] expected = new double[direction.length];
      for (int k = 0; k < jacobian.length; k++) {
        for (int p = 0; p < expected.length; p++) {
          expected[p] += along[k] * jacobian[k][p];
        }
      }
      float[] out = vector(direction.length);
      model.on(view).gaussNewtonProduct(ParameterSelection.all(model.layout()), direction, out);
      assertClose(expected, out, 1e-6);
    });
  }

  @Test
  void gradient_isTheSlopeOfTheLoss() {
    models().forEach(model -> {
      ParameterSelection all = ParameterSelection.all(model.layout());
      float[] gradient = new float[all.length()];
      model.on(view).gradient(all, gradient);
      float[] direction = vector(all.length());
      double slope = new DenseDerivatives(model, view).slope(direction);
      double product = 0;
      double size = 0;
      for (int k = 0; k < gradient.length; k++) {
        product += (double) gradient[k] * direction[k];
        size += Math.abs((double) gradient[k] * direction[k]);
      }
      assertEquals(slope, product, 1e-6 * size);
    });
  }

  /** Of a loss that compares, groups are not cut: neither by a chunk's end nor by a selection. */
  @Test
  void gaussNewtonProduct_rowsOfComparedTerms_partOfTheWhole() {
    InteractionView large = Trial.interactions(Network.PAIRS_MAX / 2);
    Trial.Model model = Trial.model(perceptron.network(), new GroupLoss(Loss.PAIRWISE, 3));
    assertRowsArePartOfTheWhole(model, large);
  }

  @Test
  void gaussNewtonProduct_rowsAlone_partOfTheProductWithLayers() {
    InteractionView large = Trial.interactions(Network.PAIRS_MAX + 9);
    assertRowsArePartOfTheWhole(perceptron, large);
  }

  private static void assertRowsArePartOfTheWhole(Trial.Model model, InteractionView large) {
    List<int[]> rows = List.of(new int[]{0, 1, 2, 4}, new int[]{1, 2, 3}, NONE, NONE, NONE, NONE);
    List<int[]> few = List.of(new int[]{3}, NONE, NONE, NONE, NONE, NONE);
    ViewDerivatives derivatives = model.on(large);
    for (List<int[]> chosen : List.of(rows, few, rows)) {
      ParameterSelection selection = ParameterSelection.of(model.layout(), chosen);
      ParameterSelection all = ParameterSelection.all(model.layout());
      float[] direction = vector(selection.length());
      float[] embedded = new float[all.length()];
      copy(selection, direction, all, embedded, true);
      float[] whole = new float[all.length()];
      derivatives.gaussNewtonProduct(all, embedded, whole);
      float[] expected = new float[selection.length()];
      copy(selection, expected, all, whole, false);
      double[] doubles = new double[expected.length];
      Arrays.setAll(doubles, k -> expected[k]);
      float[] out = vector(selection.length());
      derivatives.gaussNewtonProduct(selection, direction, out);
      assertClose(doubles, out, 1e-6);
    }
  }

  private static void copy(
      ParameterSelection some, float[] part, ParameterSelection all, float[] whole, boolean up) {
    for (int b = 0; b < 2; b++) {
      for (int k = 0; k < some.count(b) * 3; k++) {
        int inAll = all.offset(b) + some.row(b, k / 3) * 3 + k % 3;
        int inSome = some.offset(b) + k;
        if (up) {
          whole[inAll] = part[inSome];
        } else {
          part[inSome] = whole[inAll];
        }
      }
    }
  }

  @Test
  void hessianProduct_secondDifferences() {
    models().forEach(model -> {
      DenseDerivatives dense = new DenseDerivatives(model, view);
      float[] direction = vector(dense.parameters());
      double[] expected = dense.hessianTimes(direction);
      float[] out = vector(direction.length);
      model.on(view).hessianProduct(ParameterSelection.all(model.layout()), direction, out);
      assertClose(expected, out, 1e-6);
    });
  }

  @Test
  void products_zeroVector_zero() {
    ParameterSelection all = ParameterSelection.all(perceptron.layout());
    float[] zero = new float[all.length()];
    float[] out = vector(all.length());
    perceptron.on(view).gaussNewtonProduct(all, zero, out);
    assertArrayEquals(zero, out);
    float[] other = vector(all.length());
    perceptron.on(view).hessianProduct(all, zero, other);
    assertArrayEquals(zero, other);
  }

  @Test
  void curvature_explicitJacobian() {
    DenseDerivatives dense = new DenseDerivatives(perceptron, view);
    double[][] jacobian = dense.jacobian();
    LossColumns terms = perceptron.terms(view);
    double[] users = new double[9];
    double[] items = new double[9];
    for (int k = 0; k < jacobian.length; k++) {
      for (int r = 0; r < 3; r++) {
        for (int c = 0; c < 3; c++) {
          int user = 3 * terms.users()[k];
          int item = 3 * (Trial.USERS + terms.items()[k]);
          users[r * 3 + c] += jacobian[k][user + r] * jacobian[k][user + c];
          items[r * 3 + c] += jacobian[k][item + r] * jacobian[k][item + c];
        }
      }
    }
    CurvatureFactors factors = perceptron.on(view).curvature();
    assertArrayEquals(users, factors.userFactor(), 1e-6);
    assertArrayEquals(items, factors.itemFactor(), 1e-6);
    double weight = 0;
    for (double curvature : dense.curvatures()) {
      weight += curvature;
    }
    assertEquals(weight, factors.weight(), 1e-9);
    assertEquals(Trial.PAIRS, factors.count());
  }

  @Test
  void derivatives_moreThanOneChunk_sumOfParts() {
    int pairs = 2 * Network.PAIRS_MAX + 5;
    InteractionView large = Trial.interactions(pairs);
    ParameterSelection all = ParameterSelection.all(product.layout());
    float[] whole = new float[all.length()];
    ViewDerivatives derivatives = product.on(large);
    derivatives.gradient(all, whole);
    double[] sum = new double[all.length()];
    double loss = 0;
    int[] positions = large.positions();
    for (int part = 0; part < 3; part++) {
      int remainder = part;
      int[] others = Arrays.stream(positions).filter(p -> p % 3 != remainder).toArray();
      ViewDerivatives some = product.on(large.without(others));
      float[] gradient = new float[all.length()];
      some.gradient(all, gradient);
      loss += some.loss();
      for (int k = 0; k < sum.length; k++) {
        sum[k] += gradient[k];
      }
    }
    assertClose(sum, whole, 1e-6);
    assertEquals(loss, derivatives.loss(), 1e-9 * loss);
  }

  /** What all scores of a user gain or lose together, a loss that compares them does not see. */
  @Test
  void curvature_lossThatCompares_seesWhatTellsScoresApart() {
    Trial.Model model = Trial.model(perceptron.network(), new GroupLoss(Loss.PAIRWISE, 2));
    double[][] jacobian = new DenseDerivatives(model, view).jacobian();
    LossColumns terms = model.terms(view);
    double[] users = new double[9];
    for (int k = 0; k < jacobian.length; k += 2) {
      int at = 3 * terms.users()[k];
      for (int r = 0; r < 3; r++) {
        for (int c = 0; c < 3; c++) {
          users[r * 3 + c] += (jacobian[k][at + r] - jacobian[k + 1][at + r])
              * (jacobian[k][at + c] - jacobian[k + 1][at + c]);
        }
      }
    }
    assertArrayEquals(users, model.on(view).curvature().userFactor(), 1e-6);
  }

  private static double dot(double[] left, float[] right) {
    double sum = 0;
    for (int k = 0; k < left.length; k++) {
      sum += left[k] * right[k];
    }
    return sum;
  }

  private static void assertClose(double[] expected, float[] actual, double tolerance) {
    double distance = 0;
    double norm = 0;
    for (int k = 0; k < expected.length; k++) {
      distance += Math.pow(expected[k] - actual[k], 2);
      norm += expected[k] * expected[k];
    }
    assertTrue(norm > 0);
    assertEquals(0, Math.sqrt(distance / norm), tolerance);
  }
}
