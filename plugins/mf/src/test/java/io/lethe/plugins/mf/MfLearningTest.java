package io.lethe.plugins.mf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.InteractionView;
import io.lethe.spi.Learned;
import io.lethe.spi.PluginContext;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import io.lethe.testkit.LateRatings;
import io.lethe.training.ProductModel;
import io.lethe.training.learning.Touched;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Learning against trainings on everything. */
class MfLearningTest {

  private static final Map<String, String> SMALL = Map.of(
      "factors", "8", "learning-rate", "0.02", "batch-size", "50", "init-deviation", "0.1",
      "epochs-max", "30", "batches-per-epoch", "16", "l2", "1", "positive-from", "3");
  private static final Map<String, String> CONVERGED = Map
      .of("mode", "converged", "tolerance", "1e-4", "l2", "2");

  private final LateRatings ratings = new LateRatings();

  private static ProductModel train(Map<String, String> changed, InteractionView on) {
    Map<String, String> options = new HashMap<>(SMALL);
    options.putAll(changed);
    PluginContext context = new PluginContext(Runnable::run, 1, InstantSource.system());
    InteractionView nothing = InteractionView.of(on.all().at(new int[0]));
    return (ProductModel) new MfPlugin().trainer(new TrainingConfig(1, options), context)
        .train(new TrainingData(on, nothing), report -> {})
        .model();
  }

  private void assertCloser(Map<String, String> options, double added, double all) {
    ProductModel model = train(options, ratings.before());
    ProductModel retrained = train(options, ratings.after());
    Learned learned = model.learn(ratings.addition());
    double gapOfAdded = ratings.gapOfAdded(learned.model(), retrained, model);
    assertTrue(gapOfAdded < added, options + ": gap of added pairs " + gapOfAdded);
    double gapOfAll = ratings.gapOfAll(learned.model(), retrained, model);
    assertTrue(gapOfAll < all, options + ": gap of all pairs " + gapOfAll);
    assertTrue(learned.residual() < 1, options + ": residual " + learned.residual());
  }

  @Test
  void learn_implicit_comesCloserToTheRetrain() {
    assertCloser(Map.of(), 0.5, 0.6);
  }

  @Test
  void learn_explicit_comesCloserToTheRetrain() {
    assertCloser(Map.of("objective", "explicit"), 0.3, 0.6);
  }

  @Test
  void learn_withBiases_comesCloserToTheRetrain() {
    assertCloser(Map.of("biases", "true"), 0.5, 0.6);
  }

  @Test
  void learn_ofAConvergedTraining_comesCloserToTheRetrain() {
    assertCloser(CONVERGED, 0.35, 0.4);
  }

  @Test
  void learn_usersThatItDoesNotTouch_standStill() {
    ProductModel model = train(Map.of(), ratings.before());
    ProductModel next = (ProductModel) model.learn(ratings.addition()).model();
    int[] touched = Touched.of(ratings.addition()).users();
    float[] was = new float[model.tables().width()];
    float[] is = new float[was.length];
    for (int user = 0; user < model.userCount(); user++) {
      model.tables().users().copyRow(user, was, 0);
      next.tables().users().copyRow(user, is, 0);
      assertEquals(Arrays.binarySearch(touched, user) < 0, Arrays.equals(was, is), "user " + user);
    }
  }
}
