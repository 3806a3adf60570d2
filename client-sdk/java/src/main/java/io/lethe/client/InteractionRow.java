package io.lethe.client;

import java.time.Instant;
import java.util.Optional;

/**
 * What a user did with an item, and how much. Its text form shows no id.
 *
 * @param value a rating, a count, a weight; finite
 * @param time when it happened, kept to the millisecond; empty for now, {@link Instant#EPOCH} for what is
 *     of unknown age. Of a pair's interactions the latest counts, unless {@link Repeats} says otherwise;
 *     of what was erased and readmitted only later ones count. In answers empty where it is unknown
 */
public record InteractionRow(String user, String item, float value, Optional<Instant> time) {

  /** One that happens now. */
  public InteractionRow(String user, String item, float value) {
    this(user, item, value, Optional.empty());
  }

  /** A row with the value 1. */
  public static InteractionRow of(String user, String item) {
    return new InteractionRow(user, item, 1);
  }

  @Override
  public String toString() {
    return "an interaction";
  }
}
