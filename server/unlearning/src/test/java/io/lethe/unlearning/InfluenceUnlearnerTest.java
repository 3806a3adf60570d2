package io.lethe.unlearning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.Kernels;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import io.lethe.unlearning.UnlearningOutcome.RetrainRequired;
import io.lethe.unlearning.UnlearningOutcome.Updated;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InfluenceUnlearnerTest {

  private static final float L2 = 0.7f;

  private final World world = new World(60, 40, 1);
  private final InfluenceUnlearner unlearner = unlearner(UnlearningConfig.defaults());
  private BilinearModel early;
  private BilinearModel stationary;
  private UnlearningState earlyState;
  private UnlearningState stationaryState;

  @BeforeAll
  void train() {
    early = world.fit(world.trained(), L2, 0.02, 150);
    stationary = world.fit(world.trained(), 3, 0.02, 3000);
    earlyState = unlearner.prepare(early, world.trained(), world.heldOut(), 3);
    stationaryState = unlearner.prepare(stationary, world.trained(), world.heldOut(), 3);
  }

  @Test
  void unlearn_someInteractions_comesCloserToRetraining() {
    Removal removal = first(20);
    Updated updated = updated(early, earlyState, removal, ErasedEntities.none(), Effort.FAST);
    BilinearModel retrained = world.fit(removal.retained(), L2, 0.02, 150);
    double before = distance(early, retrained, removal.forget());
    double after = distance((BilinearModel) updated.model(), retrained, removal.forget());
    assertTrue(after < 0.6 * before, after + " against " + before);
  }

  @Test
  void unlearn_someInteractions_reportsWhatItMeasured() {
    Removal removal = first(20);
    Updated updated = updated(early, earlyState, removal, ErasedEntities.none(), Effort.FAST);
    UnlearningReport report = updated.report();
    assertEquals(20, report.extent().interactions());
    assertEquals(0, report.extent().rowsDropped());
    assertEquals(
        early.on(InteractionView.of(removal.forget())).loss() / 20, report.losses().forgetBefore(),
        1e-12);
    assertTrue(report.losses().forgetAfter() > report.losses().forgetBefore());
    assertTrue(report.step().norm() > 0 && report.step().relativeNorm() < 1);
    assertTrue(Double.isNaN(report.gradientResidual()));
    assertEquals(
        "select gradient solve measure apply verify",
        String.join(" ", report.phases().stream().map(UnlearningReport.Phase::name).toList()));
  }

  @Test
  void unlearn_twice_givesTheSameBits() {
    Removal removal = first(20);
    Updated one = updated(early, earlyState, removal, ErasedEntities.none(), Effort.FAST);
    UnlearningState again = unlearner.prepare(early, world.trained(), world.heldOut(), 3);
    Updated two = updated(early, again, removal, ErasedEntities.none(), Effort.FAST);
    assertArrayEquals(parameters(one), parameters(two));
  }

  @Test
  void unlearn_wholeUser_dropsTheRowAndMovesTheItems() {
    Removal removal = ofUser(5);
    Updated updated = updated(early, earlyState, removal, ErasedEntities.user(5), Effort.FAST);
    BilinearModel next = (BilinearModel) updated.model();
    assertEquals(0, next.logit(5, removal.forget().item(0)));
    assertTrue(next.logit(6, removal.forget().item(0)) != early.logit(6, removal.forget().item(0)));
    assertEquals(1, updated.report().extent().rowsDropped());
    assertEquals(removal.forget().size(), updated.report().extent().rowsMoved());
  }

  @Test
  void unlearn_allOfAUsersInteractions_dropsTheRowUnasked() {
    Updated updated = updated(early, earlyState, ofUser(5), ErasedEntities.none(), Effort.FAST);
    assertEquals(0, ((BilinearModel) updated.model()).logit(5, 0));
  }

  @Test
  void unlearn_erasedUserWithoutInteractions_dropsTheRow() {
    Updated updated = updated(early, earlyState, first(0), ErasedEntities.user(5), Effort.FAST);
    assertEquals(0, ((BilinearModel) updated.model()).logit(5, 0));
    assertEquals(new Extent(0, 0, 1, 0), updated.report().extent());
  }

  @Test
  void unlearn_nothing_saysSo() {
    UnlearningTask task = new UnlearningTask(
        early, earlyState, first(0), ErasedEntities.none(), Effort.FAST);
    assertInstanceOf(UnlearningOutcome.NothingToForget.class, unlearner.unlearn(task));
  }

  @Test
  void unlearn_oneAfterTheOther_keepsTermsAndProbeInStep() {
    Updated one = updated(early, earlyState, first(10), ErasedEntities.none(), Effort.FAST);
    int[] next = Arrays.copyOfRange(world.trained().positions(), 10, 20);
    Removal second = Removal.of(first(10).retained(), next);
    UnlearningTask task = new UnlearningTask(
        one.model(), one.state(), second, ErasedEntities.none(), Effort.FAST);
    Updated two = assertInstanceOf(Updated.class, unlearner.unlearn(task));
    ParameterSelection all = ParameterSelection.all(early.layout());
    float[] counted = new float[TermCounts.rowCount(all)];
    early.on(second.retained()).termCounts(all, counted);
    assertArrayEquals(counted, two.state().terms().select(all));
    assertEquals(20.0 / world.trained().size(), two.state().forgottenShare(), 1e-12);
    assertEquals(
        RetainedProbe.meanLoss(two.model(), second.retained()), two.state().probe().meanLoss(),
        1e-9);
  }

  @Test
  void unlearn_convergedOnStationaryModel_reachesRetraining() {
    Removal removal = first(20);
    Updated updated = updated(
        stationary, stationaryState, removal, ErasedEntities.none(), Effort.AUTO);
    BilinearModel retrained = world.fit(removal.retained(), 3, 0.02, 3000);
    double before = distance(stationary, retrained, removal.forget());
    double after = distance((BilinearModel) updated.model(), retrained, removal.forget());
    assertTrue(after < 0.01 * before, after + " against " + before);
    assertEquals(Effort.CONVERGED, updated.report().effort());
    assertTrue(updated.report().gradientResidual() <= 1e-4);
  }

  @Test
  void unlearn_wholeUserOnStationaryModel_keepsTheRowDropped() {
    Updated updated = updated(
        stationary, stationaryState, ofUser(5), ErasedEntities.user(5), Effort.CONVERGED);
    assertEquals(0, ((BilinearModel) updated.model()).logit(5, 0));
  }

  @Test
  void unlearn_convergedOnEarlyStoppedModel_asksForRetraining() {
    UnlearningTask task = new UnlearningTask(
        early, earlyState, first(5), ErasedEntities.none(), Effort.CONVERGED);
    RetrainRequired required = assertInstanceOf(RetrainRequired.class, unlearner.unlearn(task));
    assertEquals(RetrainReason.NOT_STATIONARY, required.reason());
  }

  @Test
  void unlearn_tooFewCorrectiveSteps_asksForRetraining() {
    UnlearningConfig config = UnlearningConfig.defaults()
        .with(new UnlearningConfig.Correction(1e-2, 1e-7, 1, 2));
    UnlearningTask task = new UnlearningTask(
        stationary, stationaryState, first(5), ErasedEntities.none(), Effort.CONVERGED);
    RetrainRequired required = assertInstanceOf(
        RetrainRequired.class, unlearner(config).unlearn(task));
    assertEquals(RetrainReason.NOT_CONVERGED, required.reason());
  }

  @Test
  void unlearn_stepBeyondItsBound_asksForRetraining() {
    UnlearningConfig config = UnlearningConfig.defaults()
        .with(new UnlearningConfig.Gates(1e-6, 0.25, 0.25, 10, 1e-5, 1024));
    UnlearningTask task = new UnlearningTask(
        early, earlyState, first(20), ErasedEntities.none(), Effort.FAST);
    RetrainRequired required = assertInstanceOf(
        RetrainRequired.class, unlearner(config).unlearn(task));
    assertEquals(RetrainReason.STEP_TOO_LARGE, required.reason());
    assertTrue(required.report().step().norm() > 0);
  }

  @Test
  void unlearn_rowsBeyondTheirBound_cutsTheirSteps() {
    // So short a step solves a hundredth of its system; with the gate of usual width it is refused.
    InfluenceUnlearner cautious = unlearner(
        UnlearningConfig.defaults()
            .withRowStepMax(0.01)
            .with(new UnlearningConfig.Gates(0.95, 0.25, 0.25, 6, 1e-5, 1024, 2, 1, 1)));
    Removal removal = first(20);
    UnlearningTask task = new UnlearningTask(
        early, earlyState, removal, ErasedEntities.none(), Effort.FAST);
    Updated updated = assertInstanceOf(Updated.class, cautious.unlearn(task));
    Extent extent = updated.report().extent();
    assertEquals(extent.rowsMoved(), updated.report().step().rowsLimited());
    assertEquals(0.01, updated.report().step().relativeNorm(), 1e-6);
  }

  @Test
  void unlearn_stepThatSolvesNextToNothing_asksForRetraining() {
    InfluenceUnlearner cautious = unlearner(UnlearningConfig.defaults().withRowStepMax(0.001));
    UnlearningTask task = new UnlearningTask(
        early, earlyState, first(20), ErasedEntities.none(), Effort.FAST);
    RetrainRequired required = assertInstanceOf(RetrainRequired.class, cautious.unlearn(task));
    assertEquals(RetrainReason.RESIDUAL_LEFT, required.reason());
  }

  @Test
  void unlearn_refined_leavesLessThanTheOneShot() {
    Removal removal = first(20);
    Updated fast = updated(early, earlyState, removal, ErasedEntities.none(), Effort.FAST);
    Updated refined = updated(early, earlyState, removal, ErasedEntities.none(), Effort.REFINED);
    UnlearningReport.Residue residue = refined.report().residue();
    assertTrue(residue.relative() <= 0.011, residue + "");
    assertTrue(residue.left() < 0.2 * fast.report().residue().left());
    assertEquals(Effort.REFINED, refined.report().effort());
    assertTrue(refined.report().step().products() > 1);
  }

  @Test
  void unlearn_auto_refinesOnlyWhatWouldLeaveTooMuch() {
    Removal removal = first(20);
    double left = updated(early, earlyState, removal, ErasedEntities.none(), Effort.FAST).report()
        .residue()
        .left();
    assertEquals(Effort.FAST, autoEffort(removal, left * 1.01));
    assertEquals(Effort.REFINED, autoEffort(removal, left * 0.99));
  }

  private Effort autoEffort(Removal removal, double leftMax) {
    InfluenceUnlearner bounded = unlearner(
        UnlearningConfig.defaults()
            .with(new UnlearningConfig.Refinement(1e-2, 50, 0, 0, leftMax, 4096)));
    UnlearningTask task = new UnlearningTask(
        early, earlyState, removal, ErasedEntities.none(), Effort.AUTO);
    Updated updated = assertInstanceOf(Updated.class, bounded.unlearn(task));
    assertEquals(updated.report().effort(), bounded.plan(task).effort());
    return updated.report().effort();
  }

  @Test
  void unlearn_oneAfterTheOther_addsUpWhatTheyLeave() {
    Updated one = updated(early, earlyState, first(10), ErasedEntities.none(), Effort.FAST);
    int[] next = Arrays.copyOfRange(world.trained().positions(), 10, 20);
    UnlearningTask task = new UnlearningTask(
        one.model(), one.state(), Removal.of(first(10).retained(), next), ErasedEntities.none(),
        Effort.REFINED);
    Updated two = assertInstanceOf(Updated.class, unlearner.unlearn(task));
    ResidualLedger ledger = two.state().ledger();
    double first = one.report().residue().left();
    double second = two.report().residue().left();
    assertTrue(first > 0 && second > 0);
    assertEquals(2, ledger.requests());
    assertEquals(first + second, ledger.spent(), 1e-15);
    assertEquals(second, ledger.last());
    assertEquals(ledger.usedShare(), two.report().residue().budgetUsed());
    assertFalse(ledger.retrainDue());
  }

  @Test
  void unlearn_smallBudget_isSpentByTheFirstRequest() {
    UnlearningConfig config = UnlearningConfig.defaults().withResidualBudget(1e-6);
    UnlearningState state = unlearner(config).prepare(early, world.trained(), world.heldOut(), 3);
    assertFalse(state.ledger().retrainDue());
    Updated updated = updated(early, state, first(10), ErasedEntities.none(), Effort.FAST);
    assertTrue(updated.state().ledger().retrainDue());
  }

  @Test
  void plan_anyTask_announcesWhatUnlearnReports() {
    UnlearningTask task = new UnlearningTask(
        early, earlyState, ofUser(5), ErasedEntities.user(5), Effort.AUTO);
    UnlearningPlan plan = unlearner.plan(task);
    Updated updated = assertInstanceOf(Updated.class, unlearner.unlearn(task));
    assertEquals(updated.report().extent(), plan.extent());
    assertEquals(updated.report().effort(), plan.effort());
    assertTrue(plan.expected().isPositive());
  }

  private static InfluenceUnlearner unlearner(UnlearningConfig config) {
    return new InfluenceUnlearner(config, Kernels.scalar(), System::nanoTime);
  }

  private Updated updated(
      BilinearModel model, UnlearningState state, Removal removal, ErasedEntities erased,
      Effort effort) {
    UnlearningTask task = new UnlearningTask(model, state, removal, erased, effort);
    return assertInstanceOf(Updated.class, unlearner.unlearn(task));
  }

  private Removal first(int count) {
    int[] positions = Arrays.copyOf(world.trained().positions(), count);
    return Removal.of(world.trained(), positions);
  }

  private Removal ofUser(int user) {
    Interactions all = world.trained().all();
    int[] positions = IntStream.of(world.trained().positions())
        .filter(p -> all.user(p) == user)
        .toArray();
    return Removal.of(world.trained(), positions);
  }

  private static float[] parameters(Updated updated) {
    ParameterSelection all = ParameterSelection.all(updated.model().layout());
    float[] parameters = new float[all.length()];
    updated.model().parameters(all, parameters);
    return parameters;
  }

  private static double distance(BilinearModel a, BilinearModel b, Interactions pairs) {
    double squares = 0;
    for (int p = 0; p < pairs.size(); p++) {
      double difference = BilinearModel.sigmoid(a.logit(pairs.user(p), pairs.item(p)))
          - BilinearModel.sigmoid(b.logit(pairs.user(p), pairs.item(p)));
      squares += difference * difference;
    }
    return Math.sqrt(squares / pairs.size());
  }
}
