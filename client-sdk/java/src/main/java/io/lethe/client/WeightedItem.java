package io.lethe.client;

/**
 * An item of a history. Its text form shows no id.
 *
 * @param value the value of its interaction, as of an {@link InteractionRow}; finite
 */
public record WeightedItem(String item, float value) {

  /** An item with the value 1. */
  public static WeightedItem of(String item) {
    return new WeightedItem(item, 1);
  }

  @Override
  public String toString() {
    return "an item";
  }
}
