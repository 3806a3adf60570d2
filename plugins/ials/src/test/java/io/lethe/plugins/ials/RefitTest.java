package io.lethe.plugins.ials;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.InteractionView;
import io.lethe.spi.PluginContext;
import io.lethe.spi.PluginException;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.Refit;
import io.lethe.spi.RefittableModel;
import io.lethe.spi.Removal;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import io.lethe.testkit.SyntheticRatings;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Refits against trainings on what stays. */
class RefitTest {

  private static final int USERS = 80;
  private static final int ITEMS = 50;
  private static final int LEAVER = 7;
  private static final Map<String, String> OPTIONS = Map
      .of("factors", "12", "reg", "3", "epochs-max", "10");

  private final InteractionView view = InteractionView
      .of(new SyntheticRatings(5, USERS, ITEMS, 12).generate());
  private final int[] gone = Arrays.stream(view.positions())
      .filter(p -> view.all().user(p) == LEAVER)
      .toArray();
  private final Removal removal = Removal.of(view, gone);

  private TrainedModel train(Map<String, String> changed, InteractionView on) {
    return train(1, changed, on);
  }

  private TrainedModel train(int seed, Map<String, String> changed, InteractionView on) {
    PluginContext context = new PluginContext(Runnable::run, 1, InstantSource.system());
    return train(seed, changed, on, context);
  }

  private TrainedModel train(
      int seed, Map<String, String> changed, InteractionView on, PluginContext context) {
    Map<String, String> options = new HashMap<>(OPTIONS);
    options.putAll(changed);
    InteractionView nothing = InteractionView.of(view.all().at(new int[0]));
    return new IalsPlugin().trainer(new TrainingConfig(seed, options), context)
        .train(new TrainingData(on, nothing), report -> {});
  }

  private static RefittableModel model(TrainedModel trained) {
    return assertInstanceOf(RefittableModel.class, trained.model());
  }

  private static float[] scores(RecommenderModel model, int user) {
    float[] scores = new float[ITEMS];
    model.score(user, IntStream.range(0, ITEMS).toArray(), scores);
    return scores;
  }

  private static double squares(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return sum;
  }

  /** Root of the summed squares of score differences on everybody else. */
  private static double distance(RecommenderModel left, RecommenderModel right) {
    double sum = 0;
    for (int user = 0; user < USERS; user++) {
      float[] ours = scores(left, user);
      float[] theirs = scores(right, user);
      for (int item = 0; item < ITEMS && user != LEAVER; item++) {
        sum += Math.pow(ours[item] - theirs[item], 2);
      }
    }
    return Math.sqrt(sum);
  }

  @Test
  void refit_ofAStoppedTraining_comesMuchCloserToTheRetrain() {
    TrainedModel trained = train(Map.of(), view);
    RecommenderModel retrained = train(trained.effective(), removal.retained()).model();
    Refit refit = model(trained).refit(removal);
    double nothingDone = distance(trained.model(), retrained);
    double gap = distance(refit.model(), retrained) / nothingDone;
    assertTrue(nothingDone > 0.01, "forgetting must show, or this test could not fail");
    assertTrue(gap < 0.5, "gap " + gap);
    assertFalse(refit.exact());
    assertTrue(refit.residual() > 0);
    assertEquals(1, refit.droppedRows());
    assertArrayEquals(new float[ITEMS], scores(refit.model(), LEAVER));
    assertTrue(refit.model().consolidated());
  }

  @Test
  void refit_ofAConvergedTraining_endsWhereTheRetrainDoes() {
    Map<String, String> converged = Map.of("mode", "converged", "tolerance", "1e-5");
    TrainedModel trained = train(converged, view);
    assertTrue(trained.metrics().getOrDefault("relative-gradient-norm", 1.0) <= 1e-5);
    RecommenderModel retrained = train(trained.effective(), removal.retained()).model();
    Refit refit = model(trained).refit(removal);
    assertTrue(refit.residual() <= 1e-5, "residual " + refit.residual());
    double gap = distance(refit.model(), retrained) / distance(trained.model(), retrained);
    assertTrue(gap < 0.02, "gap " + gap);
  }

  @Test
  void refit_whereTheMinimumIsProven_isWhatAnySeedTrains() {
    Map<String, String> converged = Map
        .of("mode", "converged", "tolerance", "1e-5", "reg", "6", "factors", "24");
    TrainedModel trained = train(converged, view);
    assertEquals(1, trained.metrics().getOrDefault("spectral-norm-over-reg", 0.0), 1e-3);
    Refit refit = model(trained).refit(removal);
    assertTrue(refit.exact(), "residual " + refit.residual());
    RecommenderModel other = train(2, converged, removal.retained()).model();
    double scale = Math.sqrt(
        IntStream.range(0, USERS)
            .filter(user -> user != LEAVER)
            .mapToDouble(user -> squares(scores(other, user)))
            .sum());
    assertTrue(distance(refit.model(), other) / scale < 1e-4);
    assertTrue(distance(trained.model(), other) / scale > 1e-2, "or this could not fail");
  }

  @Test
  void refit_whereRowsAreTooShort_isNotExact() {
    Map<String, String> converged = Map
        .of("mode", "converged", "tolerance", "1e-5", "reg", "3", "factors", "2");
    TrainedModel trained = train(converged, view);
    assertTrue(trained.metrics().getOrDefault("spectral-norm-over-reg", 0.0) > 1.01);
    Refit refit = model(trained).refit(removal);
    assertTrue(refit.residual() <= refit.tolerance(), "residual " + refit.residual());
    assertFalse(refit.unique());
    assertFalse(refit.exact());
  }

  @Test
  void refit_ofStrongConfidence_comesCloserToTheRetrainToo() {
    Map<String, String> strong = Map.of("alpha", "20", "reg", "30", "factors", "24");
    TrainedModel trained = train(strong, view);
    RecommenderModel retrained = train(trained.effective(), removal.retained()).model();
    double gap = distance(model(trained).refit(removal).model(), retrained)
        / distance(trained.model(), retrained);
    assertTrue(gap < 0.5, "gap " + gap);
  }

  @Test
  void refit_leavesTheModelAsItWas() {
    RefittableModel model = model(train(Map.of(), view));
    float[] before = scores(model, 3);
    model.refit(removal);
    assertArrayEquals(before, scores(model, 3));
  }

  @Test
  void refit_onMoreThreads_givesTheSameBits() {
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      PluginContext context = new PluginContext(threads, 3, InstantSource.system());
      RefittableModel alone = model(train(Map.of(), view)).refit(removal).model();
      RefittableModel together = model(train(1, Map.of(), view, context)).refit(removal).model();
      for (int user = 0; user < USERS; user++) {
        assertArrayEquals(scores(alone, user), scores(together, user));
      }
    }
  }

  @Test
  void refit_interrupted_isCancelled() {
    RefittableModel model = model(train(Map.of(), view));
    Thread.currentThread().interrupt();
    try {
      PluginException cancelled = assertThrows(PluginException.class, () -> model.refit(removal));
      assertEquals(PluginException.Kind.CANCELLED, cancelled.kind());
    } finally {
      assertTrue(Thread.interrupted());
    }
  }
}
