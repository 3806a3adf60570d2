package io.lethe.unlearning;

import io.lethe.kernels.Kernels;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import io.lethe.spi.ViewDerivatives;
import java.util.function.LongSupplier;

/** Makes the state of a version that was just trained or loaded. */
final class Preparation {

  private final UnlearningConfig config;
  private final Kernels kernels;
  private final LongSupplier nanoClock;

  Preparation(UnlearningConfig config, Kernels kernels, LongSupplier nanoClock) {
    this.config = config;
    this.kernels = kernels;
    this.nanoClock = nanoClock;
  }

  UnlearningState prepare(
      DifferentiableModel model, InteractionView trained, InteractionView heldOut, long seed) {
    DifferentiableModel space = FinalSpace.of(model);
    ViewDerivatives derivatives = space.on(trained);
    RowCurvature curvature = RowCurvature.of(kernels, space.layout(), derivatives.curvature());
    TermCounts terms = TermCounts.of(derivatives, space.layout());
    // Stationary are a model's own parameters or none.
    double residual = residual(
        model, space.equals(model) ? derivatives : model.on(trained), curvature);
    int[] sample = new ProbeSampler(seed).draw(trained, probeSize(trained.size()));
    InteractionIndex index = InteractionIndex.of(trained.all());
    double heldOutLoss = heldOutLoss(space, heldOut);
    Calibrator calibrator = new Calibrator(
        config, space, curvature, terms, Removal.of(trained, sample),
        heldOutLoss - derivatives.loss() / trained.size());
    double damping = calibrator.damping();
    double refinedDamping = calibrator.refinedDamping(model, index, damping);
    ProbeSpec probe = new ProbeSpec(~seed, config.gates().probeInteractionsMax());
    UnlearningState.Facts facts = new UnlearningState.Facts(
        damping, refinedDamping, heldOutLoss, residual,
        residual <= config.correction().stationaryMax(), trained.size(), probe,
        calibrator.gradientNorm(trained.size()));
    UnlearningState state = new UnlearningState(
        curvature, terms, facts, probe.draw(space, trained),
        new UnlearningState.Past(0, ResidualLedger.empty(config.residualBudget())), index);
    return new RateMeter(nanoClock).measured(state, space, trained);
  }

  private int probeSize(int trained) {
    UnlearningConfig.Calibration calibration = config.calibration();
    double share = Math.ceil(trained * calibration.probeShare());
    return (int) Math.max(1, Math.min(share, calibration.probeInteractionsMax()));
  }

  /** A handful of held-out interactions says more of chance than of the model. */
  private double heldOutLoss(DifferentiableModel model, InteractionView heldOut) {
    return heldOut.size() < config.calibration().heldOutInteractionsMin()
        ? Double.NaN
        : RetainedProbe.meanLoss(model, heldOut);
  }

  private static double residual(
      DifferentiableModel model, ViewDerivatives derivatives, RowCurvature curvature) {
    if (model.layout().blocks().stream().anyMatch(block -> block.l2() == 0)) {
      return Double.NaN;
    }
    ParameterSelection all = ParameterSelection.all(model.layout());
    return RetainedObjective.of(model, derivatives, all, curvature).residual();
  }
}
