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
   * @param trainings runs of a training, of which the fastest counts
   * @param trainingSeconds a training that takes longer is run once
   * @param sequenceSecondsMax a method that would need longer for the next point of a sequence
   *     stops
   */
  public record Timing(
      int warmUps, int repeats, double shortSeconds, int trainings, double trainingSeconds,
      double sequenceSecondsMax) {

    public Timing {
      if (warmUps < 0 || repeats < 1 || trainings < 1) {
        throw new IllegalArgumentException(
            "%d warm-ups, %d repeats, %d trainings; at least 0, 1 and 1 are needed"
                .formatted(warmUps, repeats, trainings));
      }
    }

    /** Ten warm-ups and five repeats below a second, three trainings below ten. */
    public static Timing defaults() {
      return new Timing(10, 5, 1, 3, 10, 600);
    }
  }
}
