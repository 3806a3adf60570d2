package io.lethe.kernels;

/**
 * The two sides of a score that is a product of rows.
 *
 * @param users one row per user
 * @param items one row per item, as wide as a user's
 */
public record PairTables(EmbeddingTable users, EmbeddingTable items) {

  public PairTables {
    if (users.width() != items.width()) {
      throw new IllegalArgumentException(
          "user rows are %d wide, item rows %d".formatted(users.width(), items.width()));
    }
  }

  /** Floats per row on both sides. */
  public int width() {
    return users.width();
  }
}
