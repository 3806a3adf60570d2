package io.lethe.training;

/**
 * Which terms of the loss an interaction stands for. Immutable.
 *
 * @param objective explicit or implicit
 * @param threshold explicit: values above it are positive
 * @param negatives implicit: sampled items per interaction
 * @param seed of the sampled items
 */
public record LossTerms(Objective objective, float threshold, int negatives, long seed) {

  /** The draw of negatives that derivatives see: a model has one loss, not one per epoch. */
  public static final int DERIVATIVES_EPOCH = 0;

  /** 1 if an interaction of this value is positive, else 0. */
  public float label(float value) {
    return switch (objective) {
      case EXPLICIT -> value > threshold ? 1 : 0;
      case IMPLICIT -> 1;
    };
  }

  /** Sampled terms beside each interaction's own. */
  public int sampled() {
    return switch (objective) {
      case EXPLICIT -> 0;
      case IMPLICIT -> negatives;
    };
  }

  /** Where the sampled items come from. */
  public CoupledRandom random() {
    return new CoupledRandom(seed);
  }
}
