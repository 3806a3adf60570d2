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
import java.util.Comparator;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the gates see of a wrong plugin by themselves. An L2 that is declared wrongly and scores that do not
 * follow they cannot see: gradient, loss and parameters agree. Those are for the check at training.
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

  private DifferentiableModel model(Mutant mutant) {
    PluginContext context = new PluginContext(Runnable::run, 1, () -> Instant.EPOCH);
    return (DifferentiableModel) new PairwisePlugin(mutant)
        .trainer(new TrainingConfig(3, Map.of()), context)
        .train(new TrainingData(trained, heldOut), report -> {})
        .model();
  }

  private UnlearningOutcome outcome(Mutant mutant, Removal removal, int user, Effort effort) {
    return outcome(unlearner, model(mutant), removal, user, effort);
  }

  private UnlearningOutcome outcome(
      InfluenceUnlearner by, DifferentiableModel model, Removal removal, int user, Effort effort) {
    UnlearningState state = by.prepare(model, trained, heldOut, 3);
    ErasedEntities erased = user < 0 ? ErasedEntities.none() : ErasedEntities.user(user);
    return by.unlearn(new UnlearningTask(model, state, removal, erased, effort));
  }

  private static InfluenceUnlearner unlearner(UnlearningConfig config) {
    return new InfluenceUnlearner(config, Kernels.scalar(), System::nanoTime);
  }

  /** The usual gates without the one that takes the gradient anew. */
  private static UnlearningConfig blind(UnlearningConfig config) {
    return config.with(
        new UnlearningConfig.Gates(0.95, 0.25, 0.25, 6, 1e-5, 1024, 2, 0.95, Double.MAX_VALUE));
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

  /** Liked interactions of the least score: their loss is above the held-out ones' already. */
  private Removal surprising() {
    DifferentiableModel model = model(Mutant.NONE);
    Interactions columns = trained.all();
    return Removal.of(
        trained,
        IntStream.of(trained.positions())
            .filter(p -> columns.value(p) > 3)
            .boxed()
            .sorted(
                Comparator
                    .comparingDouble(p -> -RetainedProbe.meanLoss(model, columns.at(new int[]{p}))))
            .limit(5)
            .mapToInt(p -> p)
            .sorted()
            .toArray());
  }

  private static void assertRefused(RetrainReason reason, UnlearningOutcome outcome) {
    assertEquals(
        reason, assertInstanceOf(UnlearningOutcome.RetrainRequired.class, outcome).reason());
  }

  /** The system is solved to the letter: that its curvature is no such thing, only a gradient tells. */
  @ParameterizedTest
  @CsvSource({"PRODUCT_TIMES_1000, REFINED", "VIEWS_STILL, FAST", "VIEWS_STILL, REFINED"})
  void updateThatMovesNextToNothing_isTrainedAnew(Mutant mutant, Effort effort) {
    DifferentiableModel model = model(mutant);
    assertInstanceOf(
        UnlearningOutcome.Updated.class,
        outcome(unlearner(blind(UnlearningConfig.defaults())), model, surprising(), -1, effort));
    UnlearningOutcome.RetrainRequired refused = assertInstanceOf(
        UnlearningOutcome.RetrainRequired.class,
        outcome(unlearner, model, surprising(), -1, effort));
    assertEquals(RetrainReason.GRADIENT_LEFT, refused.reason(), refused.report() + "");
    assertEquals(1, refused.report().gradientLeft(), 0.1);
  }

  /** As calibration gives where held-out interactions are no harder than others. */
  @ParameterizedTest
  @EnumSource(value = Effort.class, names = {"FAST", "REFINED", "AUTO"})
  void dampingFarBeyondCurvature_isTrainedAnew(Effort effort) {
    UnlearningConfig.Calibration usual = UnlearningConfig.defaults().calibration();
    UnlearningConfig damped = UnlearningConfig.defaults()
        .with(
            new UnlearningConfig.Calibration(
                usual.probeShare(), usual.probeInteractionsMax(), 1e3, 1e4, 1e3,
                usual.heldOutInteractionsMin()));
    DifferentiableModel sound = model(Mutant.NONE);
    for (int user : new int[]{-1, 4}) {
      Removal removal = user < 0 ? five() : ofUser(user);
      assertInstanceOf(
          UnlearningOutcome.Updated.class,
          outcome(unlearner(blind(damped)), sound, removal, user, effort));
      assertRefused(
          RetrainReason.GRADIENT_LEFT, outcome(unlearner(damped), sound, removal, user, effort));
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
