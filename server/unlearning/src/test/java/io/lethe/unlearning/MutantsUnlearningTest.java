package io.lethe.unlearning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.checks.mutants.Mutant;
import io.lethe.checks.mutants.PairwisePlugin;
import io.lethe.kernels.Kernels;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.PluginContext;
import io.lethe.spi.Removal;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the gates see of a wrong plugin by themselves. Products and penalties that are wrong by a factor, and
 * scores that do not follow, they cannot see: every number they have comes from the plugin. Those are for
 * the check at training.
 */
class MutantsUnlearningTest {

  private static final int USERS = 40;
  private static final int ITEMS = 25;

  private final InfluenceUnlearner unlearner = new InfluenceUnlearner(
      UnlearningConfig.defaults(), Kernels.scalar(), System::nanoTime);
  private final InteractionView all = ratings();
  private final InteractionView trained = all
      .without(IntStream.range(0, all.size()).filter(p -> p % 8 == 5).toArray());
  private final InteractionView heldOut = all
      .without(IntStream.range(0, all.size()).filter(p -> p % 8 != 5).toArray());

  private static InteractionView ratings() {
    SplittableRandom random = new SplittableRandom(7);
    int[] pairs = random.ints(0, USERS * ITEMS).distinct().limit(560).toArray();
    int[] users = IntStream.of(pairs).map(pair -> pair / ITEMS).toArray();
    int[] items = IntStream.of(pairs).map(pair -> pair % ITEMS).toArray();
    float[] values = new float[pairs.length];
    for (int k = 0; k < pairs.length; k++) {
      values[k] = (users[k] + items[k]) % 2 == 0 || random.nextInt(5) == 0 ? 5 : 1;
    }
    return InteractionView.of(
        new Interactions(
            new EntityKeys(
                LongStream.range(0, USERS).map(u -> 7919 * u + 3).toArray(),
                LongStream.range(0, ITEMS).map(i -> 104_729 * i + 1).toArray()),
            users, items, values));
  }

  private UnlearningOutcome outcome(Mutant mutant, Removal removal, int user, Effort effort) {
    PluginContext context = new PluginContext(Runnable::run, 1, () -> Instant.EPOCH);
    DifferentiableModel model = (DifferentiableModel) new PairwisePlugin(mutant)
        .trainer(new TrainingConfig(3, Map.of()), context)
        .train(new TrainingData(trained, heldOut), report -> {})
        .model();
    UnlearningState state = unlearner.prepare(model, trained, heldOut, 3);
    ErasedEntities erased = user < 0 ? ErasedEntities.none() : ErasedEntities.user(user);
    return unlearner.unlearn(new UnlearningTask(model, state, removal, erased, effort));
  }

  /** Five liked interactions of one user. */
  private Removal five() {
    Interactions columns = trained.all();
    return Removal.of(
        trained,
        IntStream.of(trained.positions())
            .filter(p -> columns.user(p) == 4 && columns.value(p) > 3)
            .limit(5)
            .toArray());
  }

  private Removal ofUser(int user) {
    return Removal.of(
        trained,
        IntStream.of(trained.positions()).filter(p -> trained.all().user(p) == user).toArray());
  }

  @ParameterizedTest
  @EnumSource(value = Effort.class, names = {"FAST", "REFINED", "AUTO"})
  void soundFamily_isUpdated(Effort effort) {
    UnlearningOutcome.Updated five = assertInstanceOf(
        UnlearningOutcome.Updated.class, outcome(Mutant.NONE, five(), -1, effort));
    assertEquals(0, five.report().outside());
    assertTrue(five.report().losses().forgetAfter() > five.report().losses().forgetBefore());
    assertInstanceOf(UnlearningOutcome.Updated.class, outcome(Mutant.NONE, ofUser(4), 4, effort));
  }

  @ParameterizedTest
  @CsvSource({"ALL_SHARED, SHARED_ROWS", "ITEMS_SHARED, SHARED_ROWS",
      "PRODUCT_NEGATED, CURVATURE_UNSOUND", "PRODUCT_NAN, CURVATURE_UNSOUND",
      "GRADIENT_ZERO, NO_GRADIENT", "REMOVAL_ZERO, NO_GRADIENT", "GRADIENT_NAN, NOT_FINITE"})
  void mutant_isTrainedAnewForItsReason(Mutant mutant, RetrainReason reason) {
    for (Effort effort : new Effort[]{Effort.REFINED, Effort.AUTO}) {
      UnlearningOutcome five = outcome(mutant, five(), -1, effort);
      assertEquals(
          reason, assertInstanceOf(UnlearningOutcome.RetrainRequired.class, five).reason());
      UnlearningOutcome whole = outcome(mutant, ofUser(4), 4, effort);
      assertEquals(
          reason, assertInstanceOf(UnlearningOutcome.RetrainRequired.class, whole).reason());
    }
  }

  /** Which gate sees it depends on how far the step goes. */
  @Test
  void negatedGradient_isTrainedAnew() {
    assertInstanceOf(
        UnlearningOutcome.RetrainRequired.class,
        outcome(Mutant.GRADIENT_NEGATED, five(), -1, Effort.AUTO));
    assertInstanceOf(
        UnlearningOutcome.RetrainRequired.class,
        outcome(Mutant.GRADIENT_NEGATED, ofUser(4), 4, Effort.AUTO));
  }
}
