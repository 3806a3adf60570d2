package io.lethe.unlearning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.Kernels;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Removal;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PreparationTest {

  private final World world = new World(60, 40, 1);
  private final UnlearningConfig config = UnlearningConfig.defaults()
      .with(new UnlearningConfig.Calibration(0.1, 8192, 1e-3, 1e3, 2, 50));
  private final InfluenceUnlearner unlearner = new InfluenceUnlearner(
      config, Kernels.scalar(), System::nanoTime);
  private final BilinearModel model = world.fit(world.trained(), 0, 0.02, 40);

  @Test
  void prepare_heldOutData_unlearningAProbeRaisesItsLossByTheGapToHeldOut() {
    UnlearningState state = unlearner.prepare(model, world.trained(), world.heldOut(), 3);
    assertTrue(state.damping() > 2e-3 && state.damping() < 500, state.damping() + "");
    int size = (int) Math.ceil(0.1 * world.trained().size());
    int[] probe = new ProbeSampler(3).draw(world.trained(), size);
    UnlearningOutcome outcome = unlearner.unlearn(
        new UnlearningTask(
            model, state, Removal.of(world.trained(), probe), ErasedEntities.none(), Effort.FAST));
    UnlearningOutcome.Updated updated = (UnlearningOutcome.Updated) outcome;
    UnlearningReport.Losses losses = updated.report().losses();
    double gap = state.heldOutLoss() - RetainedProbe.meanLoss(model, world.trained());
    assertEquals(gap, losses.forgetAfter() - losses.forgetBefore(), 0.02 * gap);
  }

  @Test
  void prepare_tooFewHeldOut_takesTheDefaultDamping() {
    InteractionView few = InteractionView
        .of(world.heldOut().all().at(Arrays.copyOf(world.heldOut().positions(), 10)));
    UnlearningState state = unlearner.prepare(model, world.trained(), few, 3);
    assertEquals(2, state.damping());
    assertTrue(Double.isNaN(state.heldOutLoss()));
  }

  @Test
  void prepare_calibratedOnAModelWithHeldOutData_takesItsConstants() {
    UnlearningState calibrated = unlearner.prepare(model, world.trained(), world.heldOut(), 3);
    InteractionView everything = InteractionView.of(world.trained().all());
    BilinearModel whole = world.fit(everything, 0, 0.02, 40);
    UnlearningState state = unlearner.prepare(whole, everything, calibrated, 4);
    assertEquals(calibrated.damping(), state.damping());
    assertEquals(calibrated.facts().refinedDamping(), state.facts().refinedDamping());
    double gap = calibrated.heldOutLoss() - RetainedProbe.meanLoss(model, world.trained());
    assertEquals(RetainedProbe.meanLoss(whole, everything) + gap, state.heldOutLoss(), 1e-12);
    assertEquals(everything.size(), state.facts().trainedInteractions());
    // The rest is measured as ever: only damping and the held-out loss come from elsewhere.
    UnlearningState without = unlearner
        .prepare(whole, everything, everything.without(everything.positions()), 4);
    assertEquals(without.facts().dataGradientNorm(), state.facts().dataGradientNorm());
    assertTrue(Double.isNaN(without.heldOutLoss()));
  }

  @Test
  void prepare_calibratedOnRowsOfAnotherWidth_refused() {
    UnlearningState calibrated = unlearner.prepare(model, world.trained(), world.heldOut(), 3);
    BilinearModel wide = new BilinearModel(0, new double[60][5], new double[40][5]);
    IllegalArgumentException refused = assertThrows(
        IllegalArgumentException.class,
        () -> unlearner.prepare(wide, world.trained(), calibrated, 4));
    assertTrue(refused.toString().contains("rows of 5 floats"), refused.toString());
  }

  @Test
  void prepare_modelWithoutL2_isNotStationary() {
    UnlearningState state = unlearner.prepare(model, world.trained(), world.heldOut(), 3);
    assertTrue(Double.isNaN(state.gradientResidual()));
    assertFalse(state.stationary());
  }

  @Test
  void prepare_convergedModel_isStationary() {
    BilinearModel converged = world.fit(world.trained(), 2, 0.02, 3000);
    UnlearningState state = unlearner.prepare(converged, world.trained(), world.heldOut(), 3);
    assertTrue(state.gradientResidual() < 1e-3, state.gradientResidual() + "");
    assertTrue(state.stationary());
  }
}
