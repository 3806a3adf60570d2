package io.lethe.plugins.ials;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.Workers;
import io.lethe.spi.Addition;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Learned;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import io.lethe.testkit.GrowingLog;
import io.lethe.testkit.SyntheticRatings;
import io.lethe.training.learning.Touched;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Learning against dense objectives and against trainings on everything. */
class LearningTest {

  private static final int USERS = 80;
  private static final int ITEMS = 50;
  private static final Map<String, String> OPTIONS = Map.of(
      "factors", "12", "reg", "3", "epochs-max", "10", "value-low", "1", "value-high", "5",
      "popularity", "0");
  private static final Map<String, String> CONVERGED = Map
      .of("mode", "converged", "tolerance", "1e-5", "polish-steps-max", "1000");
  private static final double STEP = 1e-3;

  private final GrowingLog log = new GrowingLog();
  private final InteractionView before;

  /** Of most users all ratings, of the last eight none, of every fourth user two are missing. */
  LearningTest() {
    InteractionView all = InteractionView.of(new SyntheticRatings(5, USERS, ITEMS, 12).generate());
    for (int p : all.positions()) {
      if (all.all().user(p) < USERS - 8 && (all.all().user(p) % 4 != 0 || p % 12 > 1)) {
        log.add(all.all().user(p), all.all().item(p), all.all().value(p));
      }
    }
    before = log.view();
    for (int p : all.positions()) {
      if (all.all().user(p) >= USERS - 8 || all.all().user(p) % 4 == 0 && p % 12 <= 1) {
        log.add(all.all().user(p), all.all().item(p), all.all().value(p));
      }
    }
    log.add(1, all.all().item(13), 1);
    log.add(2, ITEMS, 5);
    log.add(USERS - 1, ITEMS, 4);
  }

  private static TrainedModel train(Map<String, String> changed, InteractionView on) {
    Map<String, String> options = new HashMap<>(OPTIONS);
    options.putAll(changed);
    PluginContext context = new PluginContext(Runnable::run, 1, InstantSource.system());
    InteractionView nothing = InteractionView.of(on.all().at(new int[0]));
    return new IalsPlugin().trainer(new TrainingConfig(1, options), context)
        .train(new TrainingData(on, nothing), report -> {});
  }

  private static IalsModel model(Map<String, String> changed, InteractionView on) {
    return (IalsModel) train(changed, on).model();
  }

  private static float[] scores(RecommenderModel model, int user) {
    float[] scores = new float[ITEMS + 1];
    if (user < model.userCount()) {
      model.score(user, IntStream.range(0, model.itemCount()).toArray(), scores);
    }
    return scores;
  }

  /** Root of the summed squares of score differences, over all pairs; unknown ones score 0. */
  private static double distance(RecommenderModel left, RecommenderModel right) {
    double sum = 0;
    for (int user = 0; user < USERS; user++) {
      float[] ours = scores(left, user);
      float[] theirs = scores(right, user);
      for (int item = 0; item <= ITEMS; item++) {
        sum += Math.pow(ours[item] - theirs[item], 2);
      }
    }
    return Math.sqrt(sum);
  }

  /** The same over what was added. */
  private double distanceOfAdded(RecommenderModel left, RecommenderModel right) {
    double sum = 0;
    for (int position : log.since(before).added()) {
      int user = log.view().all().user(position);
      int item = log.view().all().item(position);
      sum += Math.pow(scores(left, user)[item] - scores(right, user)[item], 2);
    }
    return Math.sqrt(sum);
  }

  private void assertMuchCloser(RecommenderModel model, RecommenderModel to, RecommenderModel was) {
    double added = distanceOfAdded(model, to) / distanceOfAdded(was, to);
    assertTrue(added < 0.25, "gap of added pairs " + added);
    double all = distance(model, to) / distance(was, to);
    assertTrue(all < 0.6, "gap of all pairs " + all);
  }

  /** Norm of the objective's gradient in the touched rows, by differences of the dense objective. */
  private static double gradient(EmbeddingTable users, EmbeddingTable items, Addition addition) {
    Confidence confidence = new Confidence(Confidence.Weights.VALUES, 1, 5, 1);
    double[][] extras = SmallCases.extras(addition.after(), confidence);
    double[][] ofUsers = SmallCases.dense(users);
    double[][] ofItems = SmallCases.dense(items);
    Touched touched = Touched.of(addition);
    double sum = 0;
    for (int user : touched.users()) {
      sum += slopes(ofUsers[user], extras, ofUsers, ofItems);
    }
    for (int item : touched.items()) {
      sum += slopes(ofItems[item], extras, ofUsers, ofItems);
    }
    return Math.sqrt(sum);
  }

  private static double slopes(
      double[] row, double[][] extras, double[][] users, double[][] items) {
    double sum = 0;
    for (int c = 0; c < row.length; c++) {
      double value = row[c];
      row[c] = value + STEP;
      double above = SmallCases.objective(extras, users, items, 3);
      row[c] = value - STEP;
      double below = SmallCases.objective(extras, users, items, 3);
      row[c] = value;
      sum += Math.pow((above - below) / (2 * STEP), 2);
    }
    return sum;
  }

  @Test
  void learn_ofAConvergedTraining_solvesTheTouchedRows() {
    IalsModel model = model(CONVERGED, before);
    Addition addition = log.since(before);
    Learned learned = model.learn(addition);
    IalsModel next = (IalsModel) learned.model();
    double was = gradient(
        model.tables().users().grown(USERS), model.tables().items().grown(ITEMS + 1), addition);
    double is = gradient(next.tables().users(), next.tables().items(), addition);
    assertEquals(is / was, learned.residual(), 1e-3);
    assertTrue(learned.residual() < 0.05, () -> "residual " + learned.residual());
    assertMuchCloser(next, model(CONVERGED, log.view()), model);
  }

  @Test
  void learn_ofAStoppedTraining_comesMuchCloserToTheRetrain() {
    IalsModel model = model(Map.of(), before);
    Learned learned = model.learn(log.since(before));
    assertMuchCloser(learned.model(), model(Map.of(), log.view()), model);
    assertTrue(learned.residual() < 0.1, () -> "residual " + learned.residual());
  }

  @Test
  void learn_untouchedRows_standStill() {
    IalsModel model = model(Map.of(), before);
    IalsModel next = (IalsModel) model.learn(log.since(before)).model();
    Touched touched = Touched.of(log.since(before));
    float[] was = new float[12];
    float[] is = new float[12];
    int still = 0;
    for (int user = 0; user < model.userCount(); user++) {
      model.tables().users().copyRow(user, was, 0);
      next.tables().users().copyRow(user, is, 0);
      int of = user;
      if (IntStream.of(touched.users()).noneMatch(changed -> changed == of)) {
        assertArrayEquals(was, is);
        still++;
      }
    }
    assertTrue(still > 40, still + " users");
  }

  @Test
  void learn_onAndOn_answersHistoriesAsAModelOfTheSameRows() {
    IalsModel model = model(Map.of(), log.view());
    SplittableRandom random = new SplittableRandom(2);
    for (int step = 0; step < 100; step++) {
      InteractionView last = log.view();
      int users = last.all().keys().userCount();
      log.add(
          random.nextInt(users + step % 2), random.nextInt(last.all().keys().itemCount()),
          1 + random.nextInt(5));
      model = (IalsModel) model.learn(log.since(last)).model();
    }
    assertArrayEquals(Scoring.counts(log.view()), model.counts());
    IalsModel plain = new IalsModel(
        model.shape(), model.tables(), model.counts(), Kernels.fastest(), Workers.serial());
    for (int k = 0; k < plain.grams().items().length; k++) {
      assertEquals(plain.grams().items()[k], model.grams().items()[k], 1e-5);
      assertEquals(plain.grams().users()[k], model.grams().users()[k], 1e-5);
    }
    float[] expected = new float[ITEMS];
    float[] found = new float[ITEMS];
    int[] items = IntStream.range(0, ITEMS).toArray();
    plain.score(new int[]{3, 9, 20}, new float[]{5, 1, 4}, items, expected);
    model.score(new int[]{3, 9, 20}, new float[]{5, 1, 4}, items, found);
    assertArrayEquals(expected, found, 1e-5f);
  }

  @Test
  void learn_aNewcomer_scoresAsItsHistoryDoes() {
    IalsModel model = model(CONVERGED, before);
    GrowingLog newcomer = GrowingLog.of(before);
    InteractionView known = newcomer.view();
    int user = known.all().keys().userCount();
    newcomer.add(user, 3, 5);
    newcomer.add(user, 9, 2);
    IalsModel next = (IalsModel) model.learn(newcomer.since(known)).model();
    int[] items = IntStream.range(0, next.itemCount()).toArray();
    float[] own = new float[items.length];
    float[] history = new float[items.length];
    next.score(user, items, own);
    next.score(new int[]{3, 9}, new float[]{5, 2}, items, history);
    assertArrayEquals(history, own, 1e-2f);
    assertTrue(own[3] > 0.1, () -> "score " + own[3]);
  }

  @Test
  void learn_nothing_isTheModelItself() {
    IalsModel model = model(Map.of(), before);
    assertSame(model, model.learn(new Addition(before, before)).model());
  }
}
