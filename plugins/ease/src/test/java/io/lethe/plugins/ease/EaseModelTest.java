package io.lethe.plugins.ease;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.Workers;
import io.lethe.kernels.nd4j.autodiff.NativeCalls;
import io.lethe.spi.InteractionView;
import io.lethe.spi.PluginException;
import io.lethe.spi.Refit;
import io.lethe.spi.Removal;
import io.lethe.spi.ScoreScale;
import io.lethe.testkit.SyntheticRatings;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EaseModelTest {

  private static final Map<String, String> LAMBDA_2 = Map.of("lambda", "2");

  /** Users 0 and 1 repeat a pair, user 3 has nothing, nobody has item 4. Values from 1 to 5. */
  private static final double[][] ROWS = {{0, 0, 5}, {0, 1, 3}, {0, 1, 1}, {1, 0, 1}, {1, 2, 4},
      {1, 2, 4}, {2, 1, 5}, {2, 2, 2}, {2, 3, 3}, {4, 0, 4}, {4, 3, 5}};
  private static final double[][] WEIGHTS = {{1, .75, 0, 0, 0}, {.5, 0, .875, 0, 0},
      {0, 1, .625, .75, 0}, {0, 0, 0, 0, 0}, {.875, 0, 0, 1, 0}};

  private static InteractionView rows() {
    return Dense.view(5, 5, ROWS);
  }

  private static void assertScores(double[][] x, EaseModel model) {
    double[][] expected = Dense.scores(x, 2);
    for (int user = 0; user < x.length; user++) {
      float[] scores = Dense.scores(model, user);
      for (int item = 0; item < scores.length; item++) {
        assertEquals(expected[user][item], scores[item], 1e-7, user + " " + item);
      }
    }
  }

  private static EaseModel refitted(EaseModel model, InteractionView view, int... positions) {
    Refit refit = model.refit(Removal.of(view, positions));
    assertTrue(refit.exact(), () -> "residual " + refit.residual());
    return (EaseModel) refit.model();
  }

  @Test
  void score_valuesAndRepeats_asThePaperWritesIt() {
    EaseModel model = Dense.trained(rows(), LAMBDA_2);
    assertScores(WEIGHTS, model);
    assertEquals(ScoreScale.PREFERENCE, model.scoreScale());
    for (int user = 0; user < 5; user++) {
      assertEquals(0f, Dense.scores(model, user)[4]);
    }
    assertArrayEquals(new float[5], Dense.scores(model, 3));
  }

  @Test
  void score_equalWeights_everyInteractionCountsOne() {
    double[][] ones = new double[5][5];
    for (double[] row : ROWS) {
      ones[(int) row[0]][(int) row[1]] = 1;
    }
    assertScores(ones, Dense.trained(rows(), Map.of("lambda", "2", "weights", "equal")));
  }

  @Test
  void score_valuesAllTheSame_weighOne() {
    double[][] rows = {{0, 0, 3}, {0, 1, 3}, {1, 0, 3}};
    assertScores(new double[][]{{1, 1}, {1, 0}}, Dense.trained(Dense.view(2, 2, rows), LAMBDA_2));
  }

  @Test
  void refit_oneOfARepeatedPair_theNextLargestWeightCounts() {
    EaseModel model = Dense.trained(rows(), LAMBDA_2);
    double[][] less = {WEIGHTS[0].clone(), WEIGHTS[1], WEIGHTS[2], WEIGHTS[3], WEIGHTS[4]};
    less[0][1] = .5;
    assertScores(less, refitted(model, rows(), 1));
    assertScores(WEIGHTS, refitted(model, rows(), 2));
    assertScores(WEIGHTS, refitted(model, rows(), 5));
    assertEquals(0, refitted(model, rows(), 5).inverse().used(), "nothing changed");
  }

  @Test
  void refit_wholeItem_takesTwoColumnsWhateverItsUsers() {
    InteractionView view = InteractionView.of(new SyntheticRatings(5, 60, 40, 6).generate());
    int[] positions = IntStream.range(0, view.size())
        .filter(p -> view.all().item(p) == 1)
        .toArray();
    assertTrue(positions.length > 10);
    EaseModel model = Dense.trained(view, LAMBDA_2);
    assertEquals(2, refitted(model, view, positions).inverse().used());
    Refit refit = model.refit(Removal.of(view, positions));
    assertEquals(1, refit.droppedRows());
    assertEquals(40, refit.changedRows());
  }

  @Test
  void refit_moreThanThereIsRoomFor_foldsAndGoesOn() {
    InteractionView view = InteractionView.of(new SyntheticRatings(5, 300, 40, 9).generate());
    EaseModel model = Dense.trained(view, LAMBDA_2);
    float[] base = model.inverse().base().high().page(0);
    InteractionView left = view;
    for (int user = 0; user < 70; user++) {
      int leaves = user;
      int[] positions = IntStream.of(left.positions())
          .filter(p -> view.all().user(p) == leaves)
          .toArray();
      model = refitted(model, left, positions);
      left = left.without(positions);
      assertEquals((user + 1) % (Inverse.CAPACITY + 1), model.inverse().used());
      if (user < Inverse.CAPACITY) {
        assertSame(base, model.inverse().base().high().page(0));
      } else {
        assertNotSame(base, model.inverse().base().high().page(0));
      }
    }
    assertSameScores(Dense.trained(left, LAMBDA_2), model);
    EaseModel consolidated = model.consolidate();
    assertSameScores(model, consolidated);
    assertSame(consolidated, consolidated.consolidate());
    assertTrue(consolidated.histories().compact());
  }

  private static void assertSameScores(EaseModel expected, EaseModel model) {
    for (int user = 0; user < model.userCount(); user++) {
      assertArrayEquals(Dense.scores(expected, user), Dense.scores(model, user), 1e-6f);
    }
  }

  @Test
  void refit_manyItemsAtOnce_foldsBetweenThem() {
    SplittableRandom random = new SplittableRandom(2);
    double[][] rows = new double[2400][];
    for (int k = 0; k < rows.length; k++) {
      rows[k] = new double[]{random.nextInt(60), random.nextInt(700), 1 + random.nextInt(5)};
    }
    InteractionView view = Dense.view(60, 700, rows);
    int[] positions = IntStream.range(0, view.size())
        .filter(p -> view.all().item(p) % 5 == 3)
        .toArray();
    EaseModel model = Dense
        .trained(view, Map.of("lambda", "2", "value-low", "1", "value-high", "5"));
    Change change = Change
        .of(model.histories(), Removal.of(view, positions).forget(), model.rule());
    int gone = change.gone().cardinality();
    assertTrue(2 * gone > Downdate.COLUMNS_MAX);
    EaseModel next = model.with(
        new Downdate(model.inverse(), change.after(), model.lambda(), model.workers()).apply(change)
            .orElseThrow(),
        change.after());
    assertEquals(2 * gone - Downdate.COLUMNS_MAX, next.inverse().used());
    assertSameScores(
        Dense.trained(
            view.without(positions), Map.of("lambda", "2", "value-low", "1", "value-high", "5")),
        next);
  }

  @Test
  void consolidate_itemGone_itsRowIsWhatATrainingGives() {
    InteractionView view = rows();
    EaseModel next = refitted(Dense.trained(view, LAMBDA_2), view, 8, 10).consolidate();
    for (int item = 0; item < 5; item++) {
      assertEquals(item == 3 ? 0.5 : 0, next.inverse().at(3, item));
      assertEquals(item == 3 ? 0.5 : 0, next.inverse().at(item, 3));
    }
  }

  @Test
  void refit_whatIsNotThere_refused() {
    EaseModel model = Dense.trained(rows().without(new int[]{0}), LAMBDA_2);
    PluginException refused = assertThrows(
        PluginException.class, () -> model.refit(Removal.of(rows(), new int[]{0})));
    assertEquals(PluginException.Kind.INVALID_ARGUMENT, refused.kind());
    assertTrue(String.valueOf(refused.getMessage()).contains("user 0"), refused.getMessage());
  }

  @Test
  void residual_wrongInverse_isSeen() {
    EaseModel model = Dense.trained(rows(), LAMBDA_2);
    assertTrue(model.residual(new int[]{0, 1}) < 1e-12);
    double[] v = new double[5];
    v[1] = 1e-3;
    EaseModel wrong = new EaseModel(
        model.inverse().plus(v, 1), model.histories(), model.rule(), model.lambda(),
        Kernels.scalar(), Factorizer.of(new NativeCalls(), Workers.serial()));
    assertTrue(wrong.residual(new int[]{0, 1}) > EaseModel.TOLERANCE);
  }
}
