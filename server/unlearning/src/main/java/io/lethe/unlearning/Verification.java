package io.lethe.unlearning;

import io.lethe.checks.Reach;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterSelection;
import io.lethe.unlearning.UnlearningReport.Losses;
import io.lethe.unlearning.UnlearningReport.Step;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The gates an update must pass. Whether the forgotten interactions stand out is judged by the rise
 * of their loss against the linear prediction, because their loss alone says as much of the people
 * as of the model: an easy user's interactions are easy for a retrained model too.
 */
final class Verification {

  private final UnlearningConfig.Gates gates;
  private final double toleratedResidual;
  private final boolean corrected;
  private final InteractionView forgotten;
  private final boolean dropsRows;
  private final double renewedResidualMax;

  /** Prepares for one removal. O(forget set). */
  Verification(
      UnlearningConfig config, Effort effort, Interactions forget, ParameterSelection dropped) {
    this.gates = config.gates();
    this.toleratedResidual = config.correction().tolerance();
    this.renewedResidualMax = config.rowSteps().renewedResidualMax();
    this.corrected = effort == Effort.CONVERGED;
    this.dropsRows = dropped.length() > 0;
    this.forgotten = InteractionView.of(dropsRows ? known(forget, dropped) : forget);
  }

  /**
   * Mean loss of the forgotten interactions of which a row stays; NaN if none does.
   *
   * @param model in which dropped rows are as they were: whoever knows a person's old row could ask
   *     the others for that person
   */
  double forgetLoss(DifferentiableModel model) {
    return RetainedProbe.meanLoss(model, forgotten);
  }

  /**
   * What a step did, beside what it had to do.
   *
   * @param sound whether the curvature was positive and finite wherever it was looked at
   * @param gradientNorm of what goes, in the rows that move
   * @param stepNorm of the change of these rows
   * @param residual of the system that was solved
   * @param outside share of the removal in rows that do not move
   * @param moving number of parameters that could move
   * @param termsGone loss terms that go from the rows that move
   * @param gradientLeft share of what goes that the change of the retained gradient lacks; NaN if not
   *     measured
   */
  record Undone(
      boolean sound, double gradientNorm, double stepNorm, MeasuredResidual residual,
      double outside, int moving, double termsGone, double gradientLeft) {}

  /** Whether the step did next to nothing of what it had to do; gradients of plugins may be wrong. */
  Optional<RetrainReason> undone(Undone undone, Losses losses) {
    double residual = undone.residual().relative();
    boolean measured = undone.residual().interactions() > 0;
    if (!Double.isFinite(undone.gradientNorm())) {
      return Optional.of(RetrainReason.NOT_FINITE);
    }
    if (!undone.sound() || (measured && !Double.isFinite(residual))) {
      return Optional.of(RetrainReason.CURVATURE_UNSOUND);
    }
    boolean due = losses.forgetBefore() > 0 || undone.termsGone() >= AffectedRows.NO_TERM;
    if (undone.gradientNorm() == 0 && undone.moving() > 0 && due) {
      return Optional.of(RetrainReason.NO_GRADIENT);
    }
    if (undone.gradientNorm() > 0 && undone.stepNorm() == 0) {
      return Optional.of(RetrainReason.NO_STEP);
    }
    if (!corrected && residual > gates.residualMax()) {
      return Optional.of(RetrainReason.RESIDUAL_LEFT);
    }
    if (!(undone.outside() <= Reach.SHARE_MAX)) {
      return Optional.of(RetrainReason.SHARED_ROWS);
    }
    return !corrected && undone.gradientLeft() > gates.gradientLeftMax()
        ? Optional.of(RetrainReason.GRADIENT_LEFT)
        : Optional.empty();
  }

  /**
   * The first gate that fails.
   *
   * @param probe of the retained interactions under the new version
   * @param gradientResidual after corrective steps
   */
  Optional<RetrainReason> failure(
      Step step, Losses losses, RetainedProbe probe, double gradientResidual) {
    if (!isFinite(step, losses)) {
      return Optional.of(RetrainReason.NOT_FINITE);
    }
    if (step.relativeNorm() > gates.relativeStepMax()) {
      return Optional.of(RetrainReason.STEP_TOO_LARGE);
    }
    if (probe.lossRise() > gates.utilityLossMax() * gap(losses.heldOut(), probe.baseline())) {
      return Optional.of(RetrainReason.UTILITY_LOST);
    }
    if (corrected) {
      // A stationary point of the retained objective remembers nothing else.
      return gradientResidual <= toleratedResidual
          ? Optional.empty()
          : Optional.of(RetrainReason.NOT_CONVERGED);
    }
    return forgotten.size() == 0 ? Optional.empty() : memory(step, losses);
  }

  /**
   * Whether rows that lost most of their interactions are where those put them that they keep.
   *
   * @param residual of these rows; NaN without any
   */
  Optional<RetrainReason> renewed(double residual) {
    return !corrected && residual > renewedResidualMax
        ? Optional.of(RetrainReason.STILL_REMEMBERED)
        : Optional.empty();
  }

  /** Whether some item rises too far. */
  Optional<RetrainReason> canaries(double rise) {
    return rise > gates.canaryRiseMax()
        ? Optional.of(RetrainReason.CANARY_RISES)
        : Optional.empty();
  }

  /** How much worse than on what it learned from a model is elsewhere. */
  private static double gap(double heldOut, double baseline) {
    double least = UnlearningConfig.Gates.LEAST_GAP * baseline;
    return Double.isNaN(heldOut) ? least : Math.max(least, heldOut - baseline);
  }

  private Optional<RetrainReason> memory(Step step, Losses losses) {
    double rise = (losses.forgetAfter() - losses.forgetBefore()) * forgotten.size();
    double least = gates.predictedShareMin() * step.predictedRise();
    double rounding = gates.lossRounding() * losses.forgetBefore() * forgotten.size();
    if (rise < least - rounding && !(losses.standsOut() >= 0)) {
      return Optional.of(RetrainReason.STILL_REMEMBERED);
    }
    double most = gates.predictedShareMax() * step.predictedRise();
    if (!dropsRows && rise > most + rounding && !(losses.standsOut() <= 0)) {
      return Optional.of(RetrainReason.OVERSHOT);
    }
    return Optional.empty();
  }

  private boolean isFinite(Step step, Losses losses) {
    boolean forget = forgotten.size() == 0 || Double.isFinite(losses.forgetAfter());
    boolean probe = Double.isNaN(losses.probeBefore()) || Double.isFinite(losses.probeAfter());
    return Double.isFinite(step.norm()) && forget && probe;
  }

  private static Interactions known(Interactions forget, ParameterSelection dropped) {
    int user = dropped.layout().indexOf(Side.USER);
    int item = dropped.layout().indexOf(Side.ITEM);
    return forget.at(
        IntStream.range(0, forget.size())
            .filter(
                p -> user < 0 || item < 0 || dropped.position(user, forget.user(p)) < 0
                    || dropped.position(item, forget.item(p)) < 0)
            .toArray());
  }
}
