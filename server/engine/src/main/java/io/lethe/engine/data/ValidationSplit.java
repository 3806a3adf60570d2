package io.lethe.engine.data;

import io.lethe.spi.EntityKeys;

/**
 * Which interactions are held out: a hash of (seed, user key, item key), so that taking one away
 * moves no other between the parts.
 *
 * @param share of the interactions, 0 to below 1
 */
public record ValidationSplit(long seed, double share) {

  private static final double UNIT = 0x1.0p-53;

  public ValidationSplit {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException("validation share " + share + " is not in 0 to below 1");
    }
  }

  /** The split a version was trained with. */
  public static ValidationSplit of(TrainingFacts facts) {
    return new ValidationSplit(facts.splitSeed(), facts.validationShare());
  }

  /** Whether the interaction of a user and an item is held out. */
  public boolean heldOut(EntityKeys keys, int user, int item) {
    long hash = Mixing.mix(Mixing.mix(seed ^ keys.user(user)) + keys.item(item));
    return (hash >>> 11) * UNIT < share;
  }
}
