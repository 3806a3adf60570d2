package io.lethe.benchmarks.beside;

import io.lethe.benchmarks.figures.Figure;

/** What a ratio ought to be. */
sealed interface Goal {

  /** Nothing is asked for. */
  record None() implements Goal {}

  /** No more than that. */
  record AtMost(double bound) implements Goal {}

  /** No less than that. */
  record AtLeast(double bound) implements Goal {}

  /** In words. */
  default String inWords() {
    return switch (this) {
      case None() -> "";
      case AtMost(double bound) -> "at most " + Figure.digits(bound);
      case AtLeast(double bound) -> "at least " + Figure.digits(bound);
    };
  }

  /** Whether a median meets it, in a word. */
  default String verdict(Figure ratio) {
    return switch (this) {
      case None() -> "";
      case AtMost(double bound) -> ratio.median() <= bound ? "met" : "MISSED";
      case AtLeast(double bound) -> ratio.median() >= bound ? "met" : "MISSED";
    };
  }
}
