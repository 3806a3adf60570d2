package io.lethe.plugins.ease;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.lethe.kernels.Kernels;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Learned;
import io.lethe.spi.PluginException;
import io.lethe.spi.Removal;
import io.lethe.testkit.GrowingLog;
import io.lethe.testkit.SyntheticRatings;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EaseLearningTest {

  private static final Map<String, String> OPTIONS = Map
      .of("lambda", "2", "value-low", "1", "value-high", "5");

  /** Values from 1 to 5 weigh .5 to 1; no user has item 4. */
  private static final double[][] ROWS = {{0, 0, 5}, {0, 1, 3}, {1, 0, 1}, {1, 2, 4}, {2, 1, 5},
      {2, 2, 2}, {2, 3, 3}, {3, 0, 4}, {3, 3, 5}};

  /** A repeat, an item without users, a new item for an old user, new users with old and new items. */
  private static final double[][] MORE = {{0, 1, 5}, {1, 4, 3}, {2, 5, 1}, {4, 0, 5}, {4, 5, 3},
      {6, 2, 2}};
  private static final double[][] WEIGHTS = {{1, 1, 0, 0, 0, 0, 0}, {.5, 0, .875, 0, .75, 0, 0},
      {0, 1, .625, .75, 0, .5, 0}, {.875, 0, 0, 1, 0, 0, 0}, {1, 0, 0, 0, 0, .75, 0},
      {0, 0, 0, 0, 0, 0, 0}, {0, 0, .625, 0, 0, 0, 0}};

  private static GrowingLog log(int users, int items, double[][] rows) {
    GrowingLog log = new GrowingLog();
    log.grow(users, items);
    add(log, rows);
    return log;
  }

  private static void add(GrowingLog log, double[][] rows) {
    for (double[] row : rows) {
      log.add((int) row[0], (int) row[1], (float) row[2]);
    }
  }

  private static EaseModel learned(EaseModel model, GrowingLog log, InteractionView before) {
    Learned learned = model.learn(log.since(before));
    assertTrue(learned.residual() < EaseModel.TOLERANCE, () -> "residual " + learned.residual());
    return (EaseModel) learned.model();
  }

  private static void assertSameScores(EaseModel expected, EaseModel model, float tolerance) {
    assertEquals(expected.userCount(), model.userCount());
    assertEquals(expected.itemCount(), model.itemCount());
    for (int user = 0; user < model.userCount(); user++) {
      assertArrayEquals(Dense.scores(expected, user), Dense.scores(model, user), tolerance);
    }
  }

  @Test
  void learn_usersItemsAndRepeatsAtOnce_asThePaperWritesIt() {
    GrowingLog log = log(4, 5, ROWS);
    InteractionView before = log.view();
    EaseModel model = Dense.trained(before, OPTIONS);
    add(log, MORE);
    log.grow(7, 7);
    EaseModel learned = learned(model, log, before);
    double[][] expected = Dense.scores(WEIGHTS, 2);
    for (int user = 0; user < 7; user++) {
      float[] scores = Dense.scores(learned, user);
      for (int item = 0; item < 7; item++) {
        assertEquals(item == 6 ? 0 : expected[user][item], scores[item], 1e-7, user + " " + item);
      }
    }
    assertSameScores(Dense.trained(log.view(), OPTIONS), learned, 1e-6f);
    assertEquals(4, model.userCount());
    assertEquals(0, model.inverse().used());
    // Of users 0, 1 and 2 two columns each, of the new users 4 and 6 one.
    assertEquals(8, learned.inverse().used());
    assertSame(model.inverse().base(), learned.inverse().base());
  }

  @Test
  void learn_topItems_areThoseOfTheScores_forUsersAndHistories() {
    GrowingLog log = log(4, 5, ROWS);
    InteractionView before = log.view();
    EaseModel model = Dense.trained(before, OPTIONS);
    add(log, MORE);
    EaseModel learned = learned(model, log, before);
    int[] items = new int[6];
    float[] scores = new float[6];
    for (int user = 0; user < learned.userCount(); user++) {
      assertEquals(6, learned.topItems(user, new int[0], items, scores));
      float[] all = Dense.scores(learned, user);
      for (int k = 0; k < 6; k++) {
        assertEquals(all[items[k]], scores[k]);
        assertTrue(k == 0 || scores[k - 1] >= scores[k]);
      }
    }
    float[] ofHistory = new float[6];
    learned.score(new int[]{5, 0}, new float[]{3, 5}, IntStream.range(0, 6).toArray(), ofHistory);
    assertArrayEquals(Dense.scores(learned, 4), ofHistory);
  }

  @Test
  void learn_onAndOn_isATrainingOnEverything() {
    GrowingLog log = GrowingLog
        .of(InteractionView.of(new SyntheticRatings(5, 60, 30, 6).generate()));
    EaseModel model = Dense.trained(log.view(), OPTIONS);
    SplittableRandom random = new SplittableRandom(4);
    int folds = 0;
    for (int step = 0; step < 200; step++) {
      InteractionView before = log.view();
      int users = before.all().keys().userCount();
      int items = before.all().keys().itemCount();
      for (int k = 0; k < 1 + step % 3; k++) {
        log.add(
            k == 0 && step % 5 == 0 ? users : random.nextInt(users),
            k == 0 && step % 9 == 0 ? items : random.nextInt(items), 1 + random.nextInt(5));
      }
      EaseModel next = learned(model, log, before);
      boolean folded = next.inverse().used() < model.inverse().used();
      folds += folded ? 1 : 0;
      assertTrue(!folded || next.histories().compact());
      model = next;
    }
    assertTrue(folds > 5, folds + " folds");
    assertEquals(30 + 23, model.itemCount());
    assertEquals(60 + 40, model.userCount());
    assertTrue(log.view().leftOut().length > 20, "pairs repeat");
    assertSameScores(Dense.trained(log.view(), OPTIONS), model, 1e-5f);
    EaseModel whole = model.consolidate();
    assertTrue(whole.inverse().whole());
    assertSameScores(model, whole, 1e-6f);
  }

  @Test
  void learn_inParts_isLearningTheWhole() {
    GrowingLog log = log(4, 5, ROWS);
    InteractionView before = log.view();
    EaseModel model = Dense.trained(before, OPTIONS);
    EaseModel parts = model;
    for (double[] row : MORE) {
      InteractionView last = log.view();
      add(log, new double[][]{row});
      parts = learned(parts, log, last);
    }
    assertSameScores(learned(model, log, before), parts, 1e-6f);
  }

  @Test
  void learn_manyUsersAtOnce_foldsAgainAndAgain_andNeverFactorizes() {
    InteractionView before = InteractionView.of(new SyntheticRatings(5, 290, 30, 6).generate());
    GrowingLog log = GrowingLog.of(before);
    before = log.view();
    EaseModel model = Dense.trained(before, OPTIONS);
    for (int user = 0; user < 295; user++) {
      log.add(user, user % 33, 4);
    }
    float[] served = Dense.scores(model, 7);
    EaseModel learned = learned(unfactorized(model), log, before);
    // Most of 290 histories become others, two columns each, and 5 begin: the second fold is in place.
    assertTrue(learned.inverse().used() <= Inverse.CAPACITY);
    assertTrue(learned.histories().compact());
    assertSameScores(Dense.trained(log.view(), OPTIONS), learned, 1e-6f);
    assertArrayEquals(served, Dense.scores(model, 7));
  }

  /** One that cannot be factorized: that takes more memory than there is while a version serves. */
  private static EaseModel unfactorized(EaseModel model) {
    Factorizer.DenseInverse none = (matrix, n, between) -> fail("learning factorizes");
    return new EaseModel(
        model.inverse(), model.histories(), model.rule(), model.lambda(), Kernels.fastest(),
        new Factorizer(none, none, model.workers()));
  }

  @Test
  void learn_whatARefitForgets_givesTheModelBefore() {
    GrowingLog log = log(7, 6, ROWS);
    InteractionView before = log.view();
    EaseModel model = Dense.trained(before, OPTIONS);
    add(log, new double[][]{{1, 4, 3}, {4, 0, 5}, {4, 5, 3}});
    EaseModel learned = learned(model, log, before);
    assertNotSame(model, learned);
    EaseModel back = (EaseModel) learned.refit(Removal.of(log.view(), log.since(before).added()))
        .model();
    assertSameScores(model, back, 1e-6f);
  }

  @Test
  void learn_savedAllTheSame_isHeldWhole() {
    GrowingLog log = log(4, 5, ROWS);
    InteractionView before = log.view();
    EaseModel model = Dense.trained(before, OPTIONS);
    add(log, MORE);
    EaseModel learned = learned(model, log, before);
    EasePlugin plugin = new EasePlugin();
    assertSameScores(
        learned, (EaseModel) plugin.load(plugin.save(learned), log.view(), Dense.ALONE), 1e-6f);
  }

  @Test
  void learn_nothing_isTheModelItself() {
    GrowingLog log = log(4, 5, ROWS);
    EaseModel model = Dense.trained(log.view(), OPTIONS);
    Learned learned = model.learn(log.since(log.view()));
    assertSame(model, learned.model());
    assertEquals(0, learned.changedRows());
  }

  @Test
  void learn_aRowInThePlaceOfOneThatIsNotThere_refused() {
    GrowingLog log = log(4, 5, ROWS);
    InteractionView before = log.view();
    EaseModel model = Dense.trained(before.without(new int[]{1}), OPTIONS);
    add(log, MORE);
    PluginException refused = assertThrows(
        PluginException.class, () -> model.learn(log.since(before)));
    assertEquals(PluginException.Kind.INVALID_ARGUMENT, refused.kind());
  }
}
