package io.lethe.evaluation.ranking;

import io.lethe.engine.data.InteractionColumns;
import java.util.BitSet;
import java.util.Locale;

/**
 * Rows in two parts. Contains personal data: never logged. Nobody may modify the bit sets.
 *
 * @param rows all there are
 * @param name of the split, one word: how it was made
 * @param positiveFrom values from here on are positive
 * @param training rows to learn from
 * @param test rows that lists are held against: all positive, none in training
 * @param labels whether values are labels of 0 and 1 instead of ratings
 */
public record RankingSplit(
    RatedRows rows, String name, double positiveFrom, BitSet training, BitSet test,
    boolean labels) {

  public RankingSplit {
    if (training.isEmpty() || test.isEmpty() || training.intersects(test)) {
      throw new IllegalArgumentException(
          "%s: %d training and %d test rows; at least one of each is needed, and none in both"
              .formatted(rows.name(), training.cardinality(), test.cardinality()));
    }
  }

  /** Whether a row counts as liked. */
  boolean positive(int row) {
    return rows.columns().values()[row] >= positiveFrom;
  }

  /** What was split how, for people. */
  public String facts() {
    InteractionColumns columns = rows.columns();
    long users = test.stream().map(row -> columns.users()[row]).distinct().count();
    long low = training.stream().filter(row -> !positive(row)).count();
    return String.format(
        Locale.ROOT,
        "%s, %s: positive from %.4g on; %,d training rows (%,d of them not positive), %,d test "
            + "positives of %,d users",
        rows.name(), name, positiveFrom, training.cardinality(), low, test.cardinality(), users);
  }

  @Override
  public String toString() {
    return "RankingSplit[%s]".formatted(facts());
  }
}
