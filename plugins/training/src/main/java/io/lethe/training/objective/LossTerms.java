package io.lethe.training.objective;

import io.lethe.spi.EntityKeys;
import io.lethe.training.negatives.NegativeRing;
import org.jspecify.annotations.Nullable;

/**
 * Which terms of the loss an interaction stands for. Immutable, but for remembering the last items'
 * probabilities as negatives.
 */
public final class LossTerms {
  /** The draw of negatives of derivatives that cannot have the expected ones: one, not one per epoch. */
  public static final int DERIVATIVES_EPOCH = 0;
  /** Up to so many pairs of users and items, derivatives see all of them: about a second a pass. */
  private static final long EXPECTED_PAIRS_MAX = 1L << 26;

  private final Objective objective;
  private final float threshold;
  private final float positiveFrom;
  private final int negatives;
  private final long seed;
  private volatile @Nullable Shares known;

  private record Shares(EntityKeys keys, float[] ofItems) {}

  /**
   * Terms.
   *
   * @param objective explicit or implicit
   * @param threshold explicit: values above it are positive
   * @param positiveFrom implicit: values from here on are positive, others are no terms
   * @param negatives implicit: sampled items per interaction
   * @param seed of the sampled items
   */
  public LossTerms(
      Objective objective, float threshold, float positiveFrom, int negatives, long seed) {
    this.objective = objective;
    this.threshold = threshold;
    this.positiveFrom = positiveFrom;
    this.negatives = negatives;
    this.seed = seed;
  }

  /** Terms that take every implicit interaction for a positive one. */
  public LossTerms(Objective objective, float threshold, int negatives, long seed) {
    this(objective, threshold, Float.NEGATIVE_INFINITY, negatives, seed);
  }

  /** Explicit or implicit. */
  public Objective objective() {
    return objective;
  }

  /** Explicit: values above it are positive. */
  public float threshold() {
    return threshold;
  }

  /** Implicit: values from here on are positive, others are no terms. */
  public float positiveFrom() {
    return positiveFrom;
  }

  /** Implicit: sampled items per positive interaction. */
  public int negatives() {
    return negatives;
  }

  /** Of the sampled items. */
  public long seed() {
    return seed;
  }

  /** 1 if an interaction of this value is positive, else 0. */
  public float label(float value) {
    return switch (objective) {
      case EXPLICIT -> value > threshold ? 1 : 0;
      case IMPLICIT -> value >= positiveFrom ? 1 : 0;
    };
  }

  /** Whether an interaction of this value is a term of the loss at all. */
  public boolean counts(float value) {
    return switch (objective) {
      case EXPLICIT -> true;
      case IMPLICIT -> label(value) > 0;
    };
  }

  /** Sampled terms beside each interaction's own. */
  public int sampled() {
    return switch (objective) {
      case EXPLICIT -> 0;
      case IMPLICIT -> negatives;
    };
  }

  /**
   * Whether derivatives over these users and items see the expected negatives of all draws; beyond
   * {@code 2^26} pairs they see one draw.
   */
  public boolean expected(EntityKeys keys) {
    return switch (objective) {
      case EXPLICIT -> false;
      case IMPLICIT -> (long) keys.userCount() * keys.itemCount() <= EXPECTED_PAIRS_MAX;
    };
  }

  /** What the sampled items are drawn with. O(items * log items). */
  public NegativeRing ring(EntityKeys keys) {
    return random().ring(keys);
  }

  /**
   * Per item the probability that a sampled item is this one; not to be written to. Costs a ring for
   * other keys than the last.
   */
  public float[] shares(EntityKeys keys) {
    Shares last = known;
    if (last == null || last.keys() != keys) {
      last = new Shares(keys, ring(keys).shares());
      known = last;
    }
    return last.ofItems();
  }

  /** Where the sampled items come from. */
  public CoupledRandom random() {
    return new CoupledRandom(seed);
  }
}
