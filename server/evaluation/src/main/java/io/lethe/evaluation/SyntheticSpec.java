package io.lethe.evaluation;

/**
 * What to generate.
 *
 * @param users number of users, at least 1
 * @param items number of items, at least 1
 * @param interactions distinct (user, item) pairs, at most {@code users * items}
 * @param seed the same specification gives the same interactions
 */
public record SyntheticSpec(int users, int items, int interactions, long seed) {

  public SyntheticSpec {
    if (users < 1 || items < 1) {
      throw new IllegalArgumentException(
          "%d users and %d items; at least 1 of each is needed".formatted(users, items));
    }
    if (interactions < 0 || interactions > (long) users * items) {
      throw new IllegalArgumentException(
          "%d interactions are outside 0..%d pairs of %d users and %d items"
              .formatted(interactions, (long) users * items, users, items));
    }
  }
}
