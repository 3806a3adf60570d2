package io.lethe.kernels;

/**
 * Chosen rows of both sides, and how a flat vector holds them: the users' rows ascending, then the
 * items' rows ascending, each row's floats together.
 *
 * @param users user rows, ascending and distinct; taken over, not to be written to
 * @param items item rows, likewise
 */
public record PairSelection(int[] users, int[] items) {

  public PairSelection {
    checkAscending("user", users);
    checkAscending("item", items);
  }

  private static void checkAscending(String side, int[] rows) {
    int previous = -1;
    for (int row : rows) {
      if (row <= previous) {
        throw new IllegalArgumentException(
            "%s rows are not ascending: %d after %d".formatted(side, row, previous));
      }
      previous = row;
    }
  }

  /** Floats in a vector over this selection. */
  public int length(int width) {
    return Math.multiplyExact(Math.addExact(users.length, items.length), width);
  }

  /** Where the items' rows begin in a vector. */
  public int itemOffset(int width) {
    return users.length * width;
  }
}
