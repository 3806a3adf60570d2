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
import io.lethe.testkit.LateRatings;
import io.lethe.training.learning.Touched;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Learning against dense objectives and against trainings on everything. */
class LearningTest {

  private static final Map<String, String> OPTIONS = Map.of(
      "factors", "12", "reg", "3", "epochs-max", "10", "value-low", "1", "value-high", "5",
      "popularity", "0");
  private static final Map<String, String> CONVERGED = Map
      .of("mode", "converged", "tolerance", "1e-5", "polish-steps-max", "1000");
  private static final double STEP = 1e-3;

  private final LateRatings ratings = new LateRatings();
  private final InteractionView before = ratings.before();

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

  private void assertMuchCloser(RecommenderModel model, RecommenderModel to, RecommenderModel was) {
    double added = ratings.gapOfAdded(model, to, was);
    assertTrue(added < 0.25, "gap of added pairs " + added);
    double all = ratings.gapOfAll(model, to, was);
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
    Addition addition = ratings.addition();
    Learned learned = model.learn(addition);
    IalsModel next = (IalsModel) learned.model();
    double was = gradient(
        model.tables().users().grown(LateRatings.USERS),
        model.tables().items().grown(LateRatings.ITEMS), addition);
    double is = gradient(next.tables().users(), next.tables().items(), addition);
    assertEquals(is / was, learned.residual(), 1e-3);
    assertTrue(learned.residual() < 0.05, () -> "residual " + learned.residual());
    assertMuchCloser(next, model(CONVERGED, ratings.after()), model);
  }

  @Test
  void learn_ofAStoppedTraining_comesMuchCloserToTheRetrain() {
    IalsModel model = model(Map.of(), before);
    Learned learned = model.learn(ratings.addition());
    assertMuchCloser(learned.model(), model(Map.of(), ratings.after()), model);
    assertTrue(learned.residual() < 0.1, () -> "residual " + learned.residual());
  }

  @Test
  void learn_untouchedRows_standStill() {
    IalsModel model = model(Map.of(), before);
    IalsModel next = (IalsModel) model.learn(ratings.addition()).model();
    Touched touched = Touched.of(ratings.addition());
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
    GrowingLog log = GrowingLog.of(before);
    IalsModel model = model(Map.of(), before);
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
    int[] items = IntStream.range(0, plain.itemCount()).toArray();
    float[] expected = new float[items.length];
    float[] found = new float[items.length];
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
