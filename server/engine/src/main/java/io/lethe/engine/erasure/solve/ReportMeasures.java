package io.lethe.engine.erasure.solve;

import io.lethe.checks.Reach;
import io.lethe.engine.erasure.ErasureMeasures;
import io.lethe.engine.erasure.ErasureMeasures.Gate;
import io.lethe.engine.erasure.ErasureMeasures.Update;
import io.lethe.unlearning.RetrainReason;
import io.lethe.unlearning.UnlearningConfig.Gates;
import io.lethe.unlearning.UnlearningOutcome;
import io.lethe.unlearning.UnlearningReport;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What an influence update measured, with the gates that it passed or failed. */
final class ReportMeasures {

  private ReportMeasures() {}

  static ErasureMeasures passed(UnlearningReport report, Gates gates) {
    Gate step = new Gate(
        "relative-step-norm", report.step().relativeNorm(), gates.relativeStepMax(), false);
    Gate outside = new Gate("shared-rows", report.outside(), Reach.SHARE_MAX, false);
    Gate gradient = new Gate(
        "gradient-left", report.gradientLeft(), gates.gradientLeftMax(), false);
    return new ErasureMeasures(
        Update.of(report), null,
        Stream.of(step, gradient, outside)
            .filter(gate -> gate.equals(outside) ? gate.value() > 0 : !Double.isNaN(gate.value()))
            .toList());
  }

  /** No update was computed: the version's self-check at its training had failed. */
  static ErasureMeasures selfCheckFailed() {
    return new ErasureMeasures(
        null, null, List.of(new Gate("self-check", Double.NaN, Double.NaN, true)));
  }

  static ErasureMeasures refused(UnlearningOutcome.RetrainRequired refused, Gates gates) {
    UnlearningReport report = refused.report();
    Gate gate = switch (refused.reason()) {
      case STEP_TOO_LARGE ->
        refused(refused.reason(), report.step().relativeNorm(), gates.relativeStepMax());
      case CANARY_RISES -> refused(refused.reason(), report.canaryRise(), gates.canaryRiseMax());
      case RESIDUAL_LEFT ->
        refused(refused.reason(), report.residue().relative(), gates.residualMax());
      case GRADIENT_LEFT ->
        refused(refused.reason(), report.gradientLeft(), gates.gradientLeftMax());
      case SHARED_ROWS -> refused(refused.reason(), report.outside(), Reach.SHARE_MAX);
      case CURVATURE_UNSOUND, NO_GRADIENT, NO_STEP, NOT_FINITE, UTILITY_LOST, STILL_REMEMBERED,
          OVERSHOT, NOT_STATIONARY, NOT_CONVERGED ->
        refused(refused.reason(), Double.NaN, Double.NaN);
    };
    return new ErasureMeasures(Update.of(report), null, List.of(gate));
  }

  private static Gate refused(RetrainReason reason, double value, double bound) {
    String name = reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return new Gate(name, value, bound, true);
  }
}
