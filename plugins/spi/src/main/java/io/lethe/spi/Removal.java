package io.lethe.spi;

/**
 * What unlearning takes away: the three data sets of one removal, which always fit each other.
 *
 * @param trained what the model reflects now
 * @param forget the interactions to go, as columns of their own
 * @param retained what stays: {@code trained} without {@code forget}
 */
public record Removal(InteractionView trained, Interactions forget, InteractionView retained) {

  public Removal {
    if (retained.size() + forget.size() != trained.size()) {
      throw new IllegalArgumentException(
          "%d retained and %d forgotten are not the %d trained interactions"
              .formatted(retained.size(), forget.size(), trained.size()));
    }
  }

  /**
   * Removes the interactions at some positions of {@code trained.all()}.
   *
   * @param positions distinct, any order, none of them left out of {@code trained}
   */
  public static Removal of(InteractionView trained, int[] positions) {
    return new Removal(trained, trained.all().at(positions), trained.without(positions));
  }
}
