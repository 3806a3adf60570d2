package io.lethe.unlearning;

import io.lethe.kernels.Kernels;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import io.lethe.spi.ViewDerivatives;

/** Makes the state of a version that was just trained or loaded. */
final class Preparation {

  private final UnlearningConfig config;
  private final Kernels kernels;

  Preparation(UnlearningConfig config, Kernels kernels) {
    this.config = config;
    this.kernels = kernels;
  }

  /** With held-out interactions to calibrate on. */
  UnlearningState prepare(
      DifferentiableModel model, InteractionView trained, InteractionView heldOut, long seed) {
    Measured measured = Measured.of(kernels, model, trained);
    double heldOutLoss = heldOutLoss(measured.space, heldOut);
    double gap = heldOutLoss - measured.derivatives.loss() / trained.size();
    InteractionIndex index = InteractionIndex.of(trained.all());
    Calibrator calibrator = calibrator(measured, trained, seed, gap, index);
    double damping = calibrator.damping();
    Constants constants = new Constants(
        damping, calibrator.refinedDamping(model, damping), heldOutLoss, gap);
    return state(measured, trained, seed, index, calibrator, constants);
  }

  /** With the calibration of another model of the same kind. */
  UnlearningState prepare(
      DifferentiableModel model, InteractionView trained, UnlearningState calibrated, long seed) {
    Measured measured = Measured.of(kernels, model, trained);
    int width = measured.curvature.users().sums().width();
    int calibratedWidth = calibrated.curvature().users().sums().width();
    if (width != calibratedWidth) {
      throw new IllegalArgumentException(
          "rows of %d floats cannot take the calibration of rows of %d floats"
              .formatted(width, calibratedWidth));
    }
    UnlearningState.Facts facts = calibrated.facts();
    double heldOutLoss = measured.derivatives.loss() / trained.size() + facts.heldOutGap();
    Constants constants = new Constants(
        facts.damping(), facts.refinedDamping(), heldOutLoss, facts.heldOutGap());
    InteractionIndex index = InteractionIndex.of(trained.all());
    Calibrator calibrator = calibrator(measured, trained, seed, facts.heldOutGap(), index);
    return state(measured, trained, seed, index, calibrator, constants);
  }

  /**
   * What a pass over the training interactions gives.
   *
   * @param space where influence is computed
   * @param derivatives there
   * @param residual of the model's own parameters; NaN if some have no L2
   */
  private record Measured(
      DifferentiableModel space, ViewDerivatives derivatives, RowCurvature curvature,
      TermCounts terms, double residual) {

    static Measured of(Kernels kernels, DifferentiableModel model, InteractionView trained) {
      DifferentiableModel space = FinalSpace.of(model);
      ViewDerivatives derivatives = space.on(trained);
      RowCurvature curvature = RowCurvature.of(kernels, space.layout(), derivatives.curvature());
      // Stationary are a model's own parameters or none.
      ViewDerivatives own = space.equals(model) ? derivatives : model.on(trained);
      return new Measured(
          space, derivatives, curvature, TermCounts.of(derivatives, space.layout()),
          Preparation.residual(model, own, curvature));
    }
  }

  /** What calibration finds, as {@link UnlearningState.Facts} holds it. */
  private record Constants(
      double damping, double refinedDamping, double heldOutLoss, double heldOutGap) {}

  private Calibrator calibrator(
      Measured measured, InteractionView trained, long seed, double gap, InteractionIndex index) {
    int[] sample = new ProbeSampler(seed).draw(trained, probeSize(trained.size()));
    return new Calibrator(
        config, measured.space, measured.curvature, measured.terms, Removal.of(trained, sample),
        gap, index);
  }

  private UnlearningState state(
      Measured measured, InteractionView trained, long seed, InteractionIndex index,
      Calibrator calibrator, Constants constants) {
    ProbeSpec probe = new ProbeSpec(~seed, config.gates().probeInteractionsMax());
    UnlearningState.Facts facts = new UnlearningState.Facts(
        constants.damping, constants.refinedDamping, constants.heldOutLoss, constants.heldOutGap,
        measured.residual, measured.residual <= config.correction().stationaryMax(), trained.size(),
        probe, calibrator.gradientNorm(trained.size()));
    return new UnlearningState(
        measured.curvature, measured.terms,
        TermCounts.ofInteractions(measured.space.layout(), trained), facts,
        probe.draw(measured.space, trained),
        new UnlearningState.Past(0, ResidualLedger.empty(config.residualBudget())), index);
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
