package io.lethe.evaluation.plugin;

import io.lethe.checks.Measure;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a check found.
 *
 * @param text in words; of a broken promise with block, row, ratio and a likely cause
 * @param measure the number behind it; null where there is none
 */
public record Finding(CheckStep step, Verdict verdict, String text, @Nullable Measure measure) {

  /** What it means. */
  public enum Verdict {
    /** A promise is kept. */
    KEPT,
    /** A promise is broken: the plugin fails the check. */
    BROKEN,
    /** Worth knowing, and no fault. */
    NOTE
  }

  static Finding of(CheckStep step, Measure measure) {
    return new Finding(
        step, measure.kept() ? Verdict.KEPT : Verdict.BROKEN, measure.text(), measure);
  }

  static Finding note(CheckStep step, String text) {
    return new Finding(step, Verdict.NOTE, text, null);
  }

  /** A fault that is no number. */
  public static Finding broken(CheckStep step, String text) {
    return new Finding(step, Verdict.BROKEN, text, null);
  }
}
