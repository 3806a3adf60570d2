package io.lethe.client;

import java.time.Instant;
import java.util.Optional;

/**
 * What a user did with an item, and how much. Its text form shows no id.
 *
 * @param value a rating, a count, a weight; finite. In answers the value that counts, the weight of the
 *     event type included
 * @param time when it happened, kept to the millisecond; empty for now, {@link Instant#EPOCH} for what is
 *     of unknown age. Of a pair's interactions the latest counts, unless {@link Repeats} says otherwise;
 *     of what was erased and readmitted only later ones count. In answers empty where it is unknown
 * @param eventType what kind of event it was, such as {@code view} or {@code purchase}, 1 to 64 letters,
 *     digits, _ . : / and -; empty for none
 */
public record InteractionRow(
    String user, String item, float value, Optional<Instant> time, String eventType) {

  /** One without an event type. */
  public InteractionRow(String user, String item, float value, Optional<Instant> time) {
    this(user, item, value, time, "");
  }

  /** One that happens now. */
  public InteractionRow(String user, String item, float value) {
    this(user, item, value, Optional.empty());
  }

  /** A row with the value 1. */
  public static InteractionRow of(String user, String item) {
    return new InteractionRow(user, item, 1);
  }

  /** The same, of a kind of event. */
  public InteractionRow by(String newEventType) {
    return new InteractionRow(user, item, value, time, newEventType);
  }

  @Override
  public String toString() {
    return "an interaction";
  }
}
