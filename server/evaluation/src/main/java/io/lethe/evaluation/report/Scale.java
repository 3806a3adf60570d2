package io.lethe.evaluation.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Values to pixels.
 *
 * @param logarithmic then both ends are above 0
 */
record Scale(double min, double max, double from, double to, boolean logarithmic) {

  private static final int TICKS = 5;
  private static final double[] STEPS = {1, 2, 5, 10};

  double pixels(double value) {
    double clamped = Math.clamp(value, min, max);
    double share = logarithmic
        ? Math.log(clamped / min) / Math.log(max / min)
        : (clamped - min) / (max - min);
    return from + share * (to - from);
  }

  /** Round values within the ends: powers of ten, or about five equal steps. */
  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    if (logarithmic) {
      for (int power = (int) Math.ceil(Math.log10(min) - 1e-9); Math.pow(10, power) <= max
          * (1 + 1e-9); power++) {
        ticks.add(Math.pow(10, power));
      }
      return ticks;
    }
    double step = step();
    for (long k = (long) Math.ceil(min / step - 1e-9); k * step <= max + step * 1e-9; k++) {
      ticks.add(k * step);
    }
    return ticks;
  }

  /** A linear tick with as many digits as the steps need. */
  String text(double tick) {
    int digits = Math.max(0, (int) Math.ceil(-Math.log10(step()) - 1e-9));
    return String.format(Locale.ROOT, "%." + digits + "f", tick);
  }

  private double step() {
    double rough = (max - min) / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    for (double factor : STEPS) {
      if (factor * power >= rough) {
        return factor * power;
      }
    }
    return 10 * power;
  }
}
