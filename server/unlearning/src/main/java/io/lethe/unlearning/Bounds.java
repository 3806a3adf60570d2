package io.lethe.unlearning;

/** Range checks whose message names the value and the bound. */
final class Bounds {

  private Bounds() {}

  static void within(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "%s %s is outside %s..%s".formatted(name, value, least, most));
    }
  }

  static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException("%s %d is below %d".formatted(name, value, least));
    }
  }
}
