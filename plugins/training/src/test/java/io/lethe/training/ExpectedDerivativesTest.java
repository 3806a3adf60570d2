package io.lethe.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import io.lethe.spi.RowCurvatures;
import io.lethe.spi.ViewDerivatives;
import io.lethe.testkit.SyntheticRatings;
import io.lethe.training.objective.LossTerms;
import io.lethe.training.objective.ModelShape;
import io.lethe.training.objective.Objective;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against plain sums over all pairs, and against the mean over many draws. */
class ExpectedDerivativesTest {

  private static final int WIDTH = 5;
  private static final int USERS = 30;
  private static final int ITEMS = 20;
  private static final int NEGATIVES = 3;

  private final LossTerms terms = new LossTerms(Objective.IMPLICIT, 0, 4, NEGATIVES, 8);
  private final InteractionView view = InteractionView
      .of(new SyntheticRatings(6, USERS, ITEMS, 7).generate());
  private final ProductModel model = model(USERS, ITEMS);

  private ProductModel model(int users, int items) {
    SplittableRandom random = new SplittableRandom(4);
    return new ProductModel(
        new ModelShape(terms, false, 1), new PairTables(table(random, users), table(random, items)),
        new EntityKeys(new long[users], new long[items]), Kernels.fastest(), Workers.serial());
  }

  private static EmbeddingTable table(SplittableRandom random, int rows) {
    float[] numbers = new float[rows * WIDTH];
    for (int k = 0; k < numbers.length; k++) {
      numbers[k] = (float) (0.5 * random.nextGaussian());
    }
    return EmbeddingTable.copyOf(rows, WIDTH, List.of(numbers));
  }

  private float score(int user, int item) {
    float[] score = new float[1];
    model.score(user, new int[]{item}, score);
    return score[0];
  }

  /** Per pair its positive terms and its expected negative ones. */
  private double[][] weights(boolean positive) {
    double[][] weights = new double[USERS][ITEMS];
    float[] shares = terms.shares(view.all().keys());
    for (int p = 0; p < view.size(); p++) {
      if (view.all().value(p) >= 4) {
        int user = view.all().user(p);
        if (positive) {
          weights[user][view.all().item(p)]++;
        } else {
          for (int item = 0; item < ITEMS; item++) {
            weights[user][item] += NEGATIVES * (double) shares[item];
          }
        }
      }
    }
    return weights;
  }

  @Test
  void lossAndGradient_equalPlainSums() {
    double[][] positives = weights(true);
    double[][] negatives = weights(false);
    double loss = 0;
    double curvature = 0;
    ParameterSelection all = ParameterSelection.all(model.layout());
    float[] rows = new float[all.length()];
    model.parameters(all, rows);
    double[] gradient = new double[all.length()];
    for (int user = 0; user < USERS; user++) {
      for (int item = 0; item < ITEMS; item++) {
        double z = score(user, item);
        double chance = 1 / (1 + Math.exp(-z));
        loss += positives[user][item] * Math.log1p(Math.exp(-z))
            + negatives[user][item] * Math.log1p(Math.exp(z));
        double weight = positives[user][item] + negatives[user][item];
        curvature += weight * chance * (1 - chance);
        double slope = weight * chance - positives[user][item];
        for (int c = 0; c < WIDTH; c++) {
          int u = user * WIDTH + c;
          int i = (USERS + item) * WIDTH + c;
          gradient[u] += slope * rows[i];
          gradient[i] += slope * rows[u];
        }
      }
    }
    ViewDerivatives derivatives = model.on(view);
    float[] actual = new float[all.length()];
    derivatives.gradient(all, actual);
    assertEquals(loss, derivatives.loss(), 1e-5 * loss);
    assertEquals(curvature, derivatives.curvature().weight(), 0.02 * curvature);
    for (int k = 0; k < actual.length; k++) {
      assertEquals(gradient[k], actual[k], 2e-5);
    }
  }

  /** Against every pair's own curvature, which the negatives' factored one stands for. */
  @Test
  void gaussNewtonProduct_quadraticForm_isNearTheExactOne() {
    double[][] positives = weights(true);
    double[][] negatives = weights(false);
    ParameterSelection all = ParameterSelection.all(model.layout());
    float[] rows = new float[all.length()];
    model.parameters(all, rows);
    SplittableRandom random = new SplittableRandom(3);
    float[] direction = new float[all.length()];
    for (int k = 0; k < direction.length; k++) {
      direction[k] = (float) random.nextGaussian();
    }
    double expected = 0;
    for (int user = 0; user < USERS; user++) {
      for (int item = 0; item < ITEMS; item++) {
        double chance = 1 / (1 + Math.exp(-score(user, item)));
        double change = 0;
        for (int c = 0; c < WIDTH; c++) {
          int u = user * WIDTH + c;
          int i = (USERS + item) * WIDTH + c;
          change += direction[u] * rows[i] + direction[i] * rows[u];
        }
        expected += (positives[user][item] + negatives[user][item]) * chance * (1 - chance) * change
            * change;
      }
    }
    float[] product = new float[all.length()];
    model.on(view).gaussNewtonProduct(all, direction, product);
    double form = 0;
    for (int k = 0; k < product.length; k++) {
      form += direction[k] * product[k];
    }
    assertEquals(expected, form, 0.05 * expected);
  }

  @Test
  void rowCurvatures_unitVectors_areTheGaussNewtonProductsWithinEachRow() {
    ParameterSelection some = ParameterSelection
        .of(model.layout(), List.of(new int[]{0, 3, 17}, new int[]{1, 2, 19}));
    RowCurvatures derivatives = assertInstanceOf(RowCurvatures.class, model.on(view));
    double[][] blocks = derivatives.rowCurvatures(some);
    assertEquals(6, blocks.length);
    float[] product = new float[some.length()];
    for (int k = 0; k < some.length(); k++) {
      float[] unit = new float[some.length()];
      unit[k] = 1;
      derivatives.gaussNewtonProduct(some, unit, product);
      int row = k / WIDTH;
      for (int c = 0; c < WIDTH; c++) {
        assertEquals(product[row * WIDTH + c], blocks[row][k % WIDTH * WIDTH + c], 1e-5);
      }
    }
  }

  @Test
  void termCounts_addUpToAllTerms() {
    ParameterSelection all = ParameterSelection.all(model.layout());
    float[] counts = new float[USERS + ITEMS];
    ViewDerivatives derivatives = model.on(view);
    derivatives.termCounts(all, counts);
    int positives = (int) IntStream.range(0, view.size())
        .filter(p -> view.all().value(p) >= 4)
        .count();
    int expected = (1 + NEGATIVES) * positives;
    double users = IntStream.range(0, USERS).mapToDouble(k -> counts[k]).sum();
    double items = IntStream.range(USERS, counts.length).mapToDouble(k -> counts[k]).sum();
    assertEquals(expected, users, 1e-3);
    assertEquals(expected, items, 1e-3);
    assertEquals(expected, derivatives.curvature().count());
    assertEquals(expected, GroupedTerms.of(view, terms).size());
  }

  @Test
  void gradient_isTheMeanOverManyDraws() {
    ParameterSelection all = ParameterSelection.all(model.layout());
    float[] expected = new float[all.length()];
    model.on(view).gradient(all, expected);
    double[] mean = new double[all.length()];
    int epochs = 4000;
    float[] drawn = new float[all.length()];
    for (int epoch = 0; epoch < epochs; epoch++) {
      TermColumns columns = TermColumns.of(view, terms, epoch);
      model.over(GroupedTerms.of(columns, USERS, ITEMS)).gradient(all, drawn);
      for (int k = 0; k < drawn.length; k++) {
        mean[k] += drawn[k] / (double) epochs;
      }
    }
    double distance = 0;
    double norm = 0;
    for (int k = 0; k < mean.length; k++) {
      distance += (mean[k] - expected[k]) * (mean[k] - expected[k]);
      norm += (double) expected[k] * expected[k];
    }
    assertTrue(Math.sqrt(distance / norm) < 0.02, "" + Math.sqrt(distance / norm));
  }

  @Test
  void gradient_ofWhatIsNoPositive_isZero() {
    int[] rest = IntStream.range(0, view.size()).filter(p -> view.all().value(p) < 4).toArray();
    assertTrue(rest.length > 10);
    ParameterSelection all = ParameterSelection.all(model.layout());
    float[] gradient = new float[all.length()];
    model.on(InteractionView.of(view.all().at(rest))).gradient(all, gradient);
    assertArrayEquals(new float[all.length()], gradient);
    Removal removal = Removal.of(view, rest);
    assertEquals(0, model.affectedRows(removal).length());
  }

  @Test
  void affectedRows_manyItems_areThoseThatLoseAPositiveTerm() {
    int items = 2000;
    EntityKeys keys = new EntityKeys(
        new long[]{1, 2, 3}, IntStream.range(0, items).mapToLong(k -> 77L * k).toArray());
    Interactions all = new Interactions(
        keys, new int[]{0, 0, 1, 2}, new int[]{5, 1500, 7, 9}, new float[]{5, 5, 5, 1});
    ProductModel large = model(3, items);
    Removal removal = Removal.of(InteractionView.of(all), new int[]{0, 1, 3});
    ParameterSelection affected = large.affectedRows(removal);
    assertArrayEquals(new int[]{0}, affected.rows(ModelShape.USER_BLOCK));
    assertArrayEquals(new int[]{5, 1500}, affected.rows(ModelShape.ITEM_BLOCK));
  }
}
