package io.lethe.engine.erasure;

import io.lethe.unlearning.UnlearningConfig;
import io.lethe.unlearning.UnlearningOutcome;
import io.lethe.unlearning.UnlearningReport;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Names for what an unlearning measured. */
final class ReportMeasures {

  private ReportMeasures() {}

  /** Numbers for a receipt; what was not measured is left out. */
  static Map<String, Double> of(UnlearningReport report) {
    Map<String, Double> measures = new HashMap<>();
    measures.put("damping", report.step().damping());
    measures.put("rows-limited", (double) report.step().rowsLimited());
    measures.put("step-norm", report.step().norm());
    measures.put("relative-step-norm", report.step().relativeNorm());
    measures.put("predicted-loss-rise", report.step().predictedRise());
    measures.put("corrections", (double) report.step().corrections());
    measures.put("curvature-products", (double) report.step().products());
    measures.put("forget-loss-before", report.losses().forgetBefore());
    measures.put("forget-loss-after", report.losses().forgetAfter());
    measures.put("held-out-loss", report.losses().heldOut());
    measures.put("probe-loss-before", report.losses().probeBefore());
    measures.put("probe-loss-after", report.losses().probeAfter());
    measures.put("gradient-residual", report.gradientResidual());
    measures.put("canary-rise", report.canaryRise());
    measures.put("rows-renewed", (double) report.renewal().rows());
    measures.put("renewed-residual", report.renewal().residual());
    measures.put("promoted-fall", report.renewal().fall());
    measures.put("relative-residual", report.residue().relative());
    measures.put("residual-left", report.residue().left());
    measures.put("residual-budget-used", report.residue().budgetUsed());
    measures.values().removeIf(value -> !Double.isFinite(value));
    return Map.copyOf(measures);
  }

  /**
   * The same of an update that passed, with what it was held against: {@code gate-x} was measured, and
   * had to be {@code at-most-x} or {@code at-least-x}.
   */
  static Map<String, Double> passed(UnlearningReport report, UnlearningConfig.Gates gates) {
    Map<String, Double> measures = new HashMap<>(of(report));
    measures.put("gate-relative-step-norm", report.step().relativeNorm());
    measures.put("at-most-relative-step-norm", gates.relativeStepMax());
    measures.values().removeIf(value -> !Double.isFinite(value));
    return Map.copyOf(measures);
  }

  /** Numbers of an update that was not taken, and the gate that it failed. */
  static Map<String, Double> of(UnlearningOutcome.RetrainRequired refused) {
    Map<String, Double> measures = new HashMap<>();
    of(refused.report()).forEach((name, value) -> measures.put("refused-" + name, value));
    String gate = refused.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
    measures.put("refused-because-" + gate, 1.0);
    return Map.copyOf(measures);
  }
}
