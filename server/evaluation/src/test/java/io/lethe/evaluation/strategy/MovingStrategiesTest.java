package io.lethe.evaluation.strategy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.PluginException;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.Removal;
import io.lethe.unlearning.Effort;
import io.lethe.unlearning.InfluenceUnlearner;
import io.lethe.unlearning.UnlearningConfig;
import io.lethe.unlearning.UnlearningOutcome;
import io.lethe.unlearning.UnlearningState;
import io.lethe.unlearning.UnlearningTask;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MovingStrategiesTest {

  private static final int[] SOME = {4, 60, 111, 150};

  private final Setting plain = Settings.bilinear();
  private final Setting graph = Settings.of(new TinyGraphPlugin());

  @Test
  void rowDrop_interactionsOnly_changesNothing() {
    RecommenderModel dropped = after(plain, "row-drop", Settings.interactions(SOME)).model();
    assertArrayEquals(Settings.parameters(plain.original().model()), Settings.parameters(dropped));
  }

  @Test
  void rowDrop_user_zeroesItsScoresAndNobodyElses() {
    for (Setting setting : new Setting[]{plain, graph}) {
      float[] before = Settings.scores(setting.original().model());
      float[] after = Settings
          .scores(after(setting, "row-drop", Settings.user(setting, 5)).model());
      for (int k = 0; k < after.length; k++) {
        assertEquals(k / Settings.ITEMS == 5 ? 0 : before[k], after[k], 1e-6f);
      }
    }
  }

  @Test
  void rowDrop_lastInteractionInSequence_dropsTheRowThen() {
    int[] positions = Settings.user(plain, 5).positions();
    int[] butLast = Arrays.copyOf(positions, positions.length - 1);
    Forgetful half = after(plain, "row-drop", Settings.interactions(butLast));
    assertArrayEquals(
        Settings.parameters(plain.original().model()), Settings.parameters(half.model()));
    Forgetful whole = half.forget(Settings.interactions(positions[positions.length - 1])).next();
    assertArrayEquals(
        Settings.scores(after(plain, "row-drop", Settings.user(plain, 5)).model()),
        Settings.scores(whole.model()));
  }

  @Test
  void ifru_wrongLabels_liftsTheirLossAndReportsItsWork() {
    int[] wrong = wrongLabels(plain);
    for (String name : new String[]{"ifru-published", "ifru-repaired", "scif"}) {
      Forgetful.Step step = Settings.strategies()
          .named(name + ":if-lr=2")
          .prepare(plain)
          .forget(Settings.interactions(wrong));
      assertTrue(
          loss(step.next().model(), plain, wrong) > loss(plain.original().model(), plain, wrong),
          name);
      double iterations = step.measures().getOrDefault("iterations", 0.0);
      assertEquals(iterations, step.measures().get("hessian-products"));
      assertEquals(iterations - 11, step.measures().get("best-iteration"));
      assertTrue(step.measures().getOrDefault("residual", 0.0) > 0);
    }
  }

  @Test
  void ifru_twoRequests_secondStartsFromWhatTheFirstLeft() {
    Forgetful first = after(graph, "ifru-published", Settings.interactions(4, 60));
    Forgetful second = first.forget(Settings.interactions(111)).next();
    InfluenceSystem system = Formulations.published(
        new InfluenceSystem.Request(
            (DifferentiableModel) first.model(),
            Removal
                .of(InteractionView.of(graph.training()).without(new int[]{4, 60}), new int[]{111}),
            Settings.interactions(111).erased(), new InfluenceSystem.Neighbourhood(1, 0.4),
            Settings.THRESHOLD));
    assertEquals(graph.training().size() - 2, system.interactions());
    float[] before = Settings.parameters(first.model());
    float[] after = Settings.parameters(second.model());
    int width = after.length / (Settings.USERS + Settings.ITEMS);
    for (int k = 0; k < after.length; k++) {
      int row = k / width;
      int block = row < Settings.USERS ? 0 : 1;
      if (system.rows().position(block, row - block * Settings.USERS) < 0) {
        assertEquals(before[k], after[k]);
      }
    }
    assertThrows(IllegalArgumentException.class, () -> second.forget(Settings.interactions(111)));
  }

  @Test
  void ifru_oneSidedValidation_saysSo() {
    Interactions validation = plain.validation();
    int[] positive = IntStream.range(0, validation.size())
        .filter(k -> validation.value(k) > Settings.THRESHOLD)
        .toArray();
    Setting oneSided = new Setting(
        plain.plugin(), plain.context(), plain.config(), plain.original(), plain.training(),
        validation.at(positive), Settings.THRESHOLD);
    Strategy strategy = Settings.strategies().named("ifru-published");
    PluginException refusal = assertThrows(PluginException.class, () -> strategy.prepare(oneSided));
    assertTrue(String.valueOf(refusal.getMessage()).contains("validation values are above 0.5"));
  }

  @Test
  void lethe_fast_isTheUnlearnersUpdate() {
    Forgetful.Step step = Settings.strategies()
        .named("lethe-fast")
        .prepare(plain)
        .forget(Settings.interactions(SOME));
    InfluenceUnlearner unlearner = Settings.unlearner(UnlearningConfig.defaults());
    DifferentiableModel model = (DifferentiableModel) plain.original().model();
    InteractionView all = InteractionView.of(plain.training());
    UnlearningState state = unlearner
        .prepare(model, all, InteractionView.of(plain.validation()), plain.config().seed());
    UnlearningOutcome.Updated updated = assertInstanceOf(
        UnlearningOutcome.Updated.class,
        unlearner.unlearn(
            new UnlearningTask(
                model, state, Removal.of(all, SOME), Settings.interactions(SOME).erased(),
                Effort.FAST)));
    assertArrayEquals(
        Settings.parameters(updated.model()), Settings.parameters(step.next().model()));
    assertEquals(updated.report().step().damping(), step.measures().get("damping"));
  }

  @Test
  void lethe_refused_trainsAgainAndSaysWhy() {
    UnlearningConfig defaults = UnlearningConfig.defaults();
    UnlearningConfig strict = defaults
        .with(new UnlearningConfig.Gates(1e-12, 0.25, 0.25, 6, 1e-5, 1024));
    Forgetful.Step step = new InfluenceStrategy("strict", Effort.FAST, Settings.unlearner(strict))
        .prepare(plain)
        .forget(Settings.interactions(SOME));
    assertEquals(1.0, step.measures().get("retrain-required"));
    assertEquals(1.0, step.measures().get("retrain-required-step-too-large"));
    Forgetful retrained = after(plain, "retrain", Settings.interactions(SOME));
    assertArrayEquals(
        Settings.parameters(retrained.model()), Settings.parameters(step.next().model()));
    Forgetful.Step again = step.next().forget(Settings.interactions(7));
    assertEquals(1.0, again.measures().get("retrain-required"));
  }

  private static Forgetful after(Setting setting, String name, ForgetRequest request) {
    return Settings.strategies().named(name).prepare(setting).forget(request).next();
  }

  /** Training interactions whose label does not fit their tastes. */
  private static int[] wrongLabels(Setting setting) {
    Interactions all = setting.training();
    return IntStream.range(0, all.size())
        .filter(k -> (all.user(k) % 2 == all.item(k) % 2) != all.value(k) > Settings.THRESHOLD)
        .toArray();
  }

  private static double loss(RecommenderModel model, Setting setting, int[] positions) {
    InteractionView some = InteractionView.of(setting.training().at(positions));
    return ((DifferentiableModel) model).on(some).loss();
  }
}
