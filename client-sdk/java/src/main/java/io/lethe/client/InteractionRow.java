package io.lethe.client;

/**
 * What a user did with an item, and how much. Its text form shows no id.
 *
 * @param value a rating, a count, a weight; finite
 */
public record InteractionRow(String user, String item, float value) {

  /** A row with the value 1. */
  public static InteractionRow of(String user, String item) {
    return new InteractionRow(user, item, 1);
  }

  @Override
  public String toString() {
    return "an interaction";
  }
}
