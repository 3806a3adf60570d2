package io.lethe.engine.check;

import io.lethe.checks.Measure;
import io.lethe.checks.ModelCheck;
import io.lethe.checks.Promise;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a model's derivatives are those of its scores and its loss. A version of which they are not
 * answers like any other, and erasures retrain it: an influence update would be computed from
 * them, and measured by them.
 *
 * @param broken the promise that is broken most; empty if all are kept
 */
public record SelfCheck(Optional<Measure> broken) {

  /** Metric of a version: 1 if its model kept every promise, 0 if not; absent where none was asked. */
  private static final String PASSED = "self-check";

  private static final String BROKEN = "self-check-broken/";
  private static final String LEAST = "self-check-least";
  private static final String MOST = "self-check-most";

  /** Stands for what is not a finite number, which no metric can be. */
  private static final double NOT_FINITE = Double.MAX_VALUE;

  /**
   * Checks. Seconds at most beside a training: {@link ModelCheck#measures}. How much of a removal lies in
   * shared rows is no fault of the derivatives, and is asked of every removal.
   *
   * @param trained what the model reflects
   */
  public static SelfCheck of(DifferentiableModel model, InteractionView trained, long seed) {
    return new SelfCheck(
        ModelCheck.worst(
            ModelCheck.measures(model, trained, seed)
                .stream()
                .filter(measure -> measure.promise() != Promise.REACH)
                .toList()));
  }

  /** Whether the model may forget by influence. */
  public boolean passed() {
    return broken.isEmpty();
  }

  /** What a version's metrics keep of it. */
  public Map<String, Double> metrics() {
    return broken.map(
        measure -> Map.of(
            PASSED, 0.0, BROKEN + measure.promise().word() + "/" + measure.block(),
            finite(measure.value()), LEAST, finite(measure.least()), MOST, finite(measure.most())))
        .orElse(Map.of(PASSED, 1.0));
  }

  private static double finite(double value) {
    return Double.isFinite(value) ? value : NOT_FINITE;
  }

  /** Whether a metric is one of these. */
  public static boolean isMetric(String name) {
    return name.startsWith(PASSED);
  }

  /** Why erasures retrain a version and never update it, in words; empty if the check found nothing. */
  public static Optional<String> refusalOf(Map<String, Double> metrics) {
    List<String> broken = metrics.keySet()
        .stream()
        .filter(name -> name.startsWith(BROKEN))
        .toList();
    return broken.stream().findFirst().map(name -> {
      String[] parts = name.substring(BROKEN.length()).split("/", 2);
      return String.format(
          Locale.ROOT,
          "the plugin's derivatives do not fit its loss and scores: %s in block %s is %s, and %s would"
              + " be right; erasures retrain this model",
          parts[0], parts[1], said(metrics.getOrDefault(name, NOT_FINITE)),
          range(metrics.getOrDefault(LEAST, 0.0), metrics.getOrDefault(MOST, NOT_FINITE)));
    });
  }

  private static String range(double least, double most) {
    return most == NOT_FINITE
        ? "at least " + said(least)
        : "%s to %s".formatted(said(least), said(most));
  }

  private static String said(double value) {
    return Math.abs(value) == NOT_FINITE
        ? "no finite number"
        : String.format(Locale.ROOT, "%.4g", value);
  }
}
