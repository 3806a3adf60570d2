package io.lethe.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.RowCurvatures;
import io.lethe.testkit.SyntheticRatings;
import io.lethe.training.objective.LossTerms;
import io.lethe.training.objective.ModelShape;
import io.lethe.training.objective.Objective;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProductModelTest {

  private static final int WIDTH = 6;

  private static ProductModel model(int users, int items, boolean biases) {
    SplittableRandom random = new SplittableRandom(4);
    LossTerms terms = new LossTerms(Objective.EXPLICIT, 3, 1, 8);
    EmbeddingTable userTable = EmbeddingTable
        .copyOf(users, WIDTH, List.of(numbers(random, users, biases ? 5 : -1)));
    EmbeddingTable itemTable = EmbeddingTable
        .copyOf(items, WIDTH, List.of(numbers(random, items, biases ? 4 : -1)));
    return new ProductModel(
        new ModelShape(terms, biases, 1), new PairTables(userTable, itemTable),
        new EntityKeys(new long[users], new long[items]), Kernels.fastest(), Workers.serial());
  }

  private static float[] numbers(SplittableRandom random, int rows, int constant) {
    float[] numbers = new float[rows * WIDTH];
    for (int k = 0; k < numbers.length; k++) {
      numbers[k] = k % WIDTH == constant ? 1 : (float) random.nextGaussian();
    }
    return numbers;
  }

  @Test
  void withDelta_fewRows_sharesAllOtherPages() {
    ProductModel base = model(5000, 4000, false);
    ParameterSelection moved = ParameterSelection
        .of(base.layout(), List.of(new int[]{7}, new int[]{3999}));
    ParameterSelection dropped = ParameterSelection
        .of(base.layout(), List.of(new int[]{8}, new int[0]));
    ProductModel next = base.withDelta(new ParameterDelta(moved, new float[2 * WIDTH], dropped));
    assertSharedBut(base.tables().users(), next.tables().users(), 0);
    EmbeddingTable items = base.tables().items();
    assertSharedBut(items, next.tables().items(), items.pageCount() - 1);
  }

  /** Of a catalogue large enough for rounded rows: a moved item is ranked by what it is now. */
  @Test
  void withDelta_manyItems_movedItemIsRankedAnewAndRoundedRowsAreShared() {
    int width = 64;
    int items = 66_000;
    SplittableRandom random = new SplittableRandom(4);
    float[] matrix = new float[items * width];
    for (int k = 0; k < matrix.length; k++) {
      matrix[k] = (float) random.nextGaussian();
    }
    float[] user = Arrays.copyOf(matrix, width);
    ProductModel base = new ProductModel(
        new ModelShape(new LossTerms(Objective.EXPLICIT, 3, 1, 8), false, 1),
        new PairTables(
            EmbeddingTable.copyOf(1, width, List.of(user)),
            EmbeddingTable.copyOf(items, width, List.of(matrix))),
        new EntityKeys(new long[1], new long[items]), Kernels.fastest(), Workers.serial());
    int[] top = new int[3];
    float[] scores = new float[3];
    base.topItems(0, new int[0], top, scores);
    base.topItems(0, new int[0], top, scores);
    assertEquals(0, top[0], "the user's own row");
    ParameterSelection moved = ParameterSelection
        .of(base.layout(), List.of(new int[0], new int[]{65_999}));
    float[] amounts = new float[width];
    for (int c = 0; c < width; c++) {
      amounts[c] = 3 * user[c] - matrix[65_999 * width + c];
    }
    ParameterSelection none = ParameterSelection.of(base.layout(), List.of(new int[0], new int[0]));
    ProductModel next = base.withDelta(new ParameterDelta(moved, amounts, none));
    int before = base.learntBytes().size();
    assertEquals(Math.max(0, before - 1), next.learntBytes().size());
    next.topItems(0, new int[0], top, scores);
    assertEquals(List.of(65_999, 0), List.of(top[0], top[1]));
    float[] again = new float[3];
    next.score(0, top, again);
    assertArrayEquals(again, scores);
    assertEquals(before, next.learntBytes().size());
  }

  private static void assertSharedBut(EmbeddingTable base, EmbeddingTable next, int changed) {
    assertTrue(base.pageCount() > 2);
    for (int p = 0; p < base.pageCount(); p++) {
      if (p == changed) {
        assertNotSame(base.page(p), next.page(p));
      } else {
        assertSame(base.page(p), next.page(p));
      }
    }
  }

  @Test
  void withDelta_biases_leavesTheConstantsAlone() {
    ProductModel base = model(3, 3, true);
    ParameterSelection all = ParameterSelection.all(base.layout());
    float[] amounts = new float[all.length()];
    Arrays.fill(amounts, 0.5f);
    ParameterSelection none = ParameterSelection.of(base.layout(), List.of(new int[0], new int[0]));
    ProductModel next = base.withDelta(new ParameterDelta(all, amounts, none));
    float[] before = new float[all.length()];
    float[] after = new float[all.length()];
    base.parameters(all, before);
    next.parameters(all, after);
    for (int k = 0; k < after.length; k++) {
      boolean constant = k % WIDTH == (k < 3 * WIDTH ? 5 : 4);
      assertEquals(constant ? 1 : before[k] + 0.5f, after[k]);
    }
  }

  @Test
  void gaussNewtonProduct_quadraticForm_isTheSumOfWeightedSquaredScoreChanges() {
    InteractionView view = InteractionView.of(new SyntheticRatings(6, 30, 20, 7).generate());
    for (boolean biases : new boolean[]{false, true}) {
      ProductModel model = model(30, 20, biases);
      ParameterSelection all = ParameterSelection.all(model.layout());
      SplittableRandom random = new SplittableRandom(9);
      float[] direction = new float[all.length()];
      for (int k = 0; k < direction.length; k++) {
        direction[k] = (float) random.nextGaussian();
      }
      float[] product = new float[all.length()];
      model.on(view).gaussNewtonProduct(all, direction, product);
      FrozenCoordinates.clear(model.shape(), all, direction);
      double form = 0;
      for (int k = 0; k < product.length; k++) {
        form += direction[k] * product[k];
      }
      double expected = expectedForm(model, view, direction);
      assertEquals(expected, form, 1e-5 * expected);
    }
  }

  private static double expectedForm(ProductModel model, InteractionView view, float[] direction) {
    double sum = 0;
    float[] user = new float[WIDTH];
    float[] item = new float[WIDTH];
    for (int p : view.positions()) {
      int userRow = view.all().user(p);
      int itemRow = view.all().item(p);
      model.tables().users().copyRow(userRow, user, 0);
      model.tables().items().copyRow(itemRow, item, 0);
      double score = 0;
      double change = 0;
      for (int c = 0; c < WIDTH; c++) {
        score += user[c] * item[c];
        change += direction[userRow * WIDTH + c] * item[c];
        change += direction[(30 + itemRow) * WIDTH + c] * user[c];
      }
      double chance = 1 / (1 + Math.exp(-score));
      sum += chance * (1 - chance) * change * change;
    }
    return sum;
  }

  @Test
  void rowCurvatures_unitVectors_areTheGaussNewtonProductsWithinEachRow() {
    InteractionView view = InteractionView.of(new SyntheticRatings(6, 30, 20, 7).generate());
    for (boolean biases : new boolean[]{false, true}) {
      ProductModel model = model(31, 20, biases);
      ParameterSelection some = ParameterSelection
          .of(model.layout(), List.of(new int[]{0, 3, 17, 30}, new int[]{1, 2, 19}));
      RowCurvatures derivatives = assertInstanceOf(RowCurvatures.class, model.on(view));
      double[][] blocks = derivatives.rowCurvatures(some);
      assertEquals(7, blocks.length);
      float[] product = new float[some.length()];
      for (int k = 0; k < some.length(); k++) {
        float[] unit = new float[some.length()];
        unit[k] = 1;
        derivatives.gaussNewtonProduct(some, unit, product);
        int row = k / WIDTH;
        float[] within = Arrays.copyOfRange(product, row * WIDTH, (row + 1) * WIDTH);
        for (int c = 0; c < WIDTH; c++) {
          assertEquals(within[c], blocks[row][k % WIDTH * WIDTH + c], 1e-5, row + "/" + c);
        }
      }
      assertArrayEquals(new double[WIDTH * WIDTH], blocks[3], "user 30 has no interactions");
    }
  }

  @Test
  void curvature_biases_hasNothingInTheFrozenDirections() {
    ProductModel model = model(30, 20, true);
    InteractionView view = InteractionView.of(new SyntheticRatings(6, 30, 20, 7).generate());
    double[] userFactor = model.on(view).curvature().userFactor();
    double[] itemFactor = model.on(view).curvature().itemFactor();
    for (int c = 0; c < WIDTH; c++) {
      assertEquals(0, userFactor[5 * WIDTH + c]);
      assertEquals(0, userFactor[c * WIDTH + 5]);
      assertEquals(0, itemFactor[4 * WIDTH + c]);
      assertEquals(0, itemFactor[c * WIDTH + 4]);
    }
    assertEquals(210, userFactor[4 * WIDTH + 4], 1e-3, "the constant that meets a user's bias");
    assertEquals(210, itemFactor[5 * WIDTH + 5], 1e-3, "the constant that meets an item's bias");
  }
}
