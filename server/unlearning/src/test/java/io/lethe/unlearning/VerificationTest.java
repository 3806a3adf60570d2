package io.lethe.unlearning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.spi.Interactions;
import io.lethe.spi.ParameterSelection;
import io.lethe.unlearning.UnlearningReport.Losses;
import io.lethe.unlearning.UnlearningReport.Step;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VerificationTest {

  private static final double HELD_OUT = 0.6;
  private static final double PREDICTED_RISE = 1;

  private final World world = new World(30, 20, 1);
  private final BilinearModel model = world.fit(world.trained(), 0, 0.02, 10);
  private final Interactions forget = world.trained().all().at(IntStream.range(0, 10).toArray());
  private final ParameterSelection nothing = Selections.none(model.layout());
  private final Verification fast = gates(Effort.FAST, nothing);

  @Test
  void failure_lossRisesAsPredicted_isNone() {
    assertEquals(
        Optional.empty(), fast.failure(step(0.2), losses(0.4, 0.5), probe(0.5, 1), Double.NaN));
  }

  @Test
  void failure_lossNotANumber_isNotFinite() {
    assertEquals(
        Optional.of(RetrainReason.NOT_FINITE),
        fast.failure(step(0.2), losses(0.4, Double.NaN), probe(0.5, 1), Double.NaN));
  }

  @Test
  void failure_infiniteStep_isNotFinite() {
    assertEquals(
        Optional.of(RetrainReason.NOT_FINITE),
        fast.failure(step(Double.POSITIVE_INFINITY), losses(0.4, 0.5), probe(0.5, 1), Double.NaN));
  }

  @Test
  void failure_largeStep_isTooLarge() {
    assertEquals(
        Optional.of(RetrainReason.STEP_TOO_LARGE),
        fast.failure(step(50), losses(0.4, 0.5), probe(0.5, 1), Double.NaN));
  }

  @Test
  void failure_probeWorse_isUtilityLost() {
    assertEquals(
        Optional.of(RetrainReason.UTILITY_LOST),
        fast.failure(step(0.2), losses(0.4, 0.5), probe(0.6, 1.2), Double.NaN));
  }

  @Test
  void failure_lossHardlyRises_isStillRemembered() {
    assertEquals(
        Optional.of(RetrainReason.STILL_REMEMBERED),
        fast.failure(step(0.2), losses(0.4, 0.401), probe(0.5, 1), Double.NaN));
  }

  @Test
  void failure_lossHardlyRisesFromAboveHeldOut_isNone() {
    assertEquals(
        Optional.empty(), fast.failure(step(0.2), losses(0.7, 0.701), probe(0.5, 1), Double.NaN));
  }

  @Test
  void failure_lossFarAbovePrediction_isOvershot() {
    assertEquals(
        Optional.of(RetrainReason.OVERSHOT),
        fast.failure(step(0.2), losses(0.4, 2), probe(0.5, 1), Double.NaN));
  }

  @Test
  void failure_correctedToTolerance_isNoneWhateverTheForgetLoss() {
    Verification corrected = gates(Effort.CONVERGED, nothing);
    assertEquals(
        Optional.empty(), corrected.failure(step(0.2), losses(0.4, 0.4), probe(0.5, 1), 1e-5));
    assertEquals(
        Optional.of(RetrainReason.NOT_CONVERGED),
        corrected.failure(step(0.2), losses(0.4, 0.4), probe(0.5, 1), 0.5));
  }

  @Test
  void forgetLoss_userDropped_stillCountsWhatTheItemsKnow() {
    ParameterSelection dropped = ParameterSelection
        .of(model.layout(), List.of(new int[]{forget.user(0)}, new int[0]));
    assertEquals(
        RetainedProbe.meanLoss(model, forget), gates(Effort.FAST, dropped).forgetLoss(model));
  }

  @Test
  void forgetLoss_bothRowsDropped_leavesTheInteractionOut() {
    int user = forget.user(0);
    int item = forget.item(0);
    ParameterSelection dropped = ParameterSelection
        .of(model.layout(), List.of(new int[]{user}, new int[]{item}));
    int[] others = IntStream.range(0, forget.size())
        .filter(p -> forget.user(p) != user || forget.item(p) != item)
        .toArray();
    assertEquals(
        RetainedProbe.meanLoss(model, forget.at(others)),
        gates(Effort.FAST, dropped).forgetLoss(model));
  }

  @Test
  void renewed_rowsFarFromTheirOptimum_areStillRemembered() {
    Verification gates = gates(Effort.FAST, nothing);
    assertEquals(Optional.empty(), gates.renewed(0.01));
    assertEquals(Optional.empty(), gates.renewed(Double.NaN));
    assertEquals(Optional.of(RetrainReason.STILL_REMEMBERED), gates.renewed(0.3));
    assertEquals(Optional.empty(), gates(Effort.CONVERGED, nothing).renewed(0.3));
  }

  private Verification gates(Effort effort, ParameterSelection dropped) {
    return new Verification(UnlearningConfig.defaults(), effort, forget, dropped);
  }

  private static Step step(double relativeNorm) {
    return new Step(2, relativeNorm * 3, relativeNorm, 0, PREDICTED_RISE, 0, 0);
  }

  private RetainedProbe probe(double meanLoss, double rise) {
    return new RetainedProbe(new int[]{0}, forget.at(new int[]{0}), meanLoss, rise);
  }

  private static Losses losses(double forgetBefore, double forgetAfter) {
    return new Losses(forgetBefore, forgetAfter, HELD_OUT, 0.5, 0.5);
  }
}
