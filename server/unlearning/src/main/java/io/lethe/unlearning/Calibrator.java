package io.lethe.unlearning;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import io.lethe.spi.ViewDerivatives;
import java.util.function.DoubleUnaryOperator;

/**
 * Finds the damping at which unlearning a probe of training interactions by an influence step raises
 * its mean loss by the gap between held-out and training loss: what a model that never saw the probe
 * would show. The probe's rise is used, not its loss, because a probe is a sample, whose
 * interactions are by chance somewhat easier or harder than the average. Less damping forgets more,
 * so bisection on its logarithm finds it.
 */
final class Calibrator {

  /** Halves a range of a factor of a few thousand to within one percent. */
  private static final int BISECTIONS = 10;

  /** A probe's mean loss needs no more. */
  private static final double LOOSE = 0.05;

  /** To within a tenth: solving costs more, and the result hardly changes. */
  private static final int REFINED_BISECTIONS = 6;

  private final UnlearningConfig config;
  private final DifferentiableModel space;
  private final RowCurvature curvature;
  private final Removal probe;
  private final AffectedRows rows;
  private final InteractionView forgotten;
  private final double gap;
  private final InteractionIndex index;

  /**
   * A calibrator.
   *
   * @param gap mean loss of held-out interactions less that of all training interactions; NaN gives
   *     the default damping
   */
  Calibrator(
      UnlearningConfig config, DifferentiableModel space, RowCurvature curvature, TermCounts terms,
      Removal probe, double gap, InteractionIndex index) {
    this.config = config;
    this.space = space;
    this.curvature = curvature;
    this.rows = AffectedRows.of(space, terms, probe, ErasedEntities.none());
    this.probe = probe;
    this.forgotten = InteractionView.of(probe.forget());
    this.gap = gap;
    this.index = index;
  }

  /** The damping of one shots, within the configured bounds. */
  double damping() {
    return bisected(BISECTIONS, this::lossAfterOneShot);
  }

  /**
   * The damping of refinements, which move the model's own parameters: that of one shots unless a
   * graph lies between them and the final embeddings.
   *
   * @param damping of one shots
   */
  double refinedDamping(DifferentiableModel model, double damping) {
    if (space.equals(model)) {
      return damping;
    }
    DifferentiableModel after = model.viewedOn(probe.retained());
    ViewDerivatives retained = after.on(probe.retained());
    InfluenceProblem own = problem(0).over(model, RowDamping.calibrated(0));
    ParameterSelection moved = own.rows().moved();
    float[] gradient = own.gradient(moved);
    UnlearningConfig.Refinement loose = config.refinement().withTolerance(LOOSE);
    return bisected(REFINED_BISECTIONS, at -> {
      InfluenceStep step = Refinement
          .throughGraph(loose, own.with(RowDamping.calibrated(at)), retained, index, noClock())
          .solve(new ImportancePruning.Choice(moved, moved), gradient)
          .step();
      return lossOf(after.withDelta(step.delta(own.rows())));
    });
  }

  /**
   * The norm of the probe's gradient, scaled to some number of interactions as independent gradients
   * add up.
   */
  double gradientNorm(int interactions) {
    double norm = Vectors.norm(problem(0).gradient(rows.moved()));
    return norm * Math.sqrt((double) interactions / Math.max(1, forgotten.size()));
  }

  private double bisected(int times, DoubleUnaryOperator lossAfter) {
    UnlearningConfig.Calibration bounds = config.calibration();
    if (Double.isNaN(gap) || forgotten.size() == 0) {
      return bounds.dampingDefault();
    }
    double target = RetainedProbe.meanLoss(space, forgotten) + gap;
    double low = Math.log(bounds.dampingMin());
    double high = Math.log(bounds.dampingMax());
    for (int k = 0; k < times; k++) {
      double middle = (low + high) / 2;
      // A loss that is not a number is a step gone too far: more damping.
      if (lossAfter.applyAsDouble(Math.exp(middle)) <= target) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return Math.exp((low + high) / 2);
  }

  private double lossAfterOneShot(double damping) {
    return lossOf(space.withDelta(problem(damping).oneShot(noClock()).delta(rows)));
  }

  private double lossOf(DifferentiableModel moved) {
    return RetainedProbe.meanLoss(FinalSpace.of(moved), forgotten);
  }

  private InfluenceProblem problem(double damping) {
    return new InfluenceProblem(
        space, probe, rows, curvature, RowDamping.calibrated(damping), config.rowStepMax(), index);
  }

  private static PhaseClock noClock() {
    return new PhaseClock(() -> 0);
  }
}
