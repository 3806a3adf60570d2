package io.lethe.plugins.lightgcn;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.HistoryModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Learned;
import io.lethe.spi.PluginContext;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import io.lethe.testkit.LateRatings;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Learning against trainings on everything. */
class LightGcnLearningTest {

  private static final Map<String, String> SMALL = Map.of(
      "factors", "8", "learning-rate", "0.02", "init-deviation", "0.1", "epochs-max", "100",
      "positive-from", "3");

  private final LateRatings ratings = new LateRatings();

  private static LightGcnModel train(Map<String, String> changed, InteractionView on) {
    Map<String, String> options = new HashMap<>(SMALL);
    options.putAll(changed);
    PluginContext context = new PluginContext(Runnable::run, 1, InstantSource.system());
    InteractionView nothing = InteractionView.of(on.all().at(new int[0]));
    return (LightGcnModel) new LightGcnPlugin().trainer(new TrainingConfig(1, options), context)
        .train(new TrainingData(on, nothing), report -> {})
        .model();
  }

  /** Where a model is that learned, on the pairs that came and on all. */
  private void assertGap(Map<String, String> options, double addedMost, double allMost) {
    LightGcnModel model = train(options, ratings.before());
    LightGcnModel retrained = train(options, ratings.after());
    Learned learned = model.learn(ratings.addition());
    double added = ratings.gapOfAdded(learned.model(), retrained, model);
    assertTrue(added < addedMost, options + ": gap of added pairs " + added);
    double all = ratings.gapOfAll(learned.model(), retrained, model);
    assertTrue(all < allMost, options + ": gap of all pairs " + all);
    assertTrue(learned.residual() < 1.5, options + ": residual " + learned.residual());
    assertInstanceOf(HistoryModel.class, learned.model());
  }

  @Test
  void learn_implicit_comesCloserToTheRetrain() {
    assertGap(Map.of("layers", "2"), 0.1, 0.15);
    assertGap(Map.of("layers", "1", "negatives", "3", "l2", "0.1"), 0.75, 0.95);
    assertGap(Map.of("layers", "3", "negatives", "3", "l2", "0.1"), 0.75, 0.95);
  }

  @Test
  void learn_explicit_comesCloserToTheRetrain() {
    assertGap(Map.of("objective", "explicit"), 0.4, 0.6);
  }

  /** So many negatives keep three layers on a plateau, far from any minimum of a row. */
  @Test
  void learn_ofATrainingThatLearnedNothing_staysNearIt() {
    assertGap(Map.of("layers", "3"), 1.2, 1.1);
  }
}
