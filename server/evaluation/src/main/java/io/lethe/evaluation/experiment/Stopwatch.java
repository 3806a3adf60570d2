package io.lethe.evaluation.experiment;

import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Times work by a clock from outside. */
final class Stopwatch {

  private static final double NANOS_PER_SECOND = 1e9;

  private final LongSupplier nanoClock;

  Stopwatch(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** What came of some work, and how long it took. */
  record Timed<T>(T value, double seconds) {}

  <T> Timed<T> time(Supplier<T> work) {
    long began = nanoClock.getAsLong();
    T value = work.get();
    return new Timed<>(value, (nanoClock.getAsLong() - began) / NANOS_PER_SECOND);
  }

  /** Median of some times; NaN without any. */
  static double median(double[] seconds) {
    double[] sorted = Arrays.stream(seconds).sorted().toArray();
    int middle = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
