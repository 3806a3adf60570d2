package io.lethe.benchmarks.figures;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * Measured durations.
 *
 * @param nanos ascending; at least one
 */
public record Latencies(long[] nanos) {

  public Latencies {
    if (nanos.length == 0) {
      throw new IllegalArgumentException("0 durations; at least 1 is needed");
    }
    nanos = nanos.clone();
    Arrays.sort(nanos);
  }

  /** These and others. */
  public Latencies and(Latencies others) {
    return new Latencies(
        LongStream.concat(Arrays.stream(nanos), Arrays.stream(others.nanos)).toArray());
  }

  /** The smallest duration that at least this share of all are not above, in milliseconds. */
  public double millis(double share) {
    int rank = (int) Math.ceil(share * nanos.length);
    return nanos[Math.clamp(rank - 1, 0, nanos.length - 1)] / 1e6;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "n %6d   p50 %8.3f ms   p90 %8.3f ms   p99 %8.3f ms   max %8.3f ms",
        nanos.length, millis(.5), millis(.9), millis(.99), millis(1));
  }
}
