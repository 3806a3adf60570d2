package io.lethe.evaluation.experiment;

import io.lethe.spi.PluginContext;
import java.util.function.LongSupplier;

/**
 * What experiments need from outside.
 *
 * @param context what plugins are lent
 * @param nanoClock nanoseconds from any origin
 * @param memory watches the heap
 * @param timing how work is timed
 */
public record Laboratory(
    PluginContext context, LongSupplier nanoClock, MemoryMeter memory, Timing timing) {

  /**
   * How work is timed. What takes longer than {@code shortSeconds} is timed once.
   *
   * @param warmUps runs of short work before it is timed, so that its code is compiled
   * @param repeats timed runs of short work, of which the median counts
   * @param shortSeconds below it work is short
   * @param sequenceSecondsMax a method that would need longer for the next point of a sequence
   *     stops
   */
  public record Timing(int warmUps, int repeats, double shortSeconds, double sequenceSecondsMax) {

    public Timing {
      if (warmUps < 0 || repeats < 1) {
        throw new IllegalArgumentException(
            "%d warm-ups and %d repeats; at least 0 and 1 are needed".formatted(warmUps, repeats));
      }
    }

    /** Ten warm-ups, five repeats below a second, ten minutes for a sequence. */
    public static Timing defaults() {
      return new Timing(10, 5, 1, 600);
    }
  }
}
