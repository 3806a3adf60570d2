package io.lethe.engine.learning;

import io.lethe.engine.interaction.Append;
import io.lethe.engine.model.InteractionColumns;
import io.lethe.engine.subject.TargetSet;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What was learned since a version's training, and what was left out. Immutable.
 *
 * @param interactions how many were learned
 * @param undone see {@link LearningStatus}
 * @param leftOut places of rows that were contained, ascending
 */
record Lesson(long interactions, double undone, long[] leftOut) {

  /** Nothing was learned. */
  static final Lesson NONE = new Lesson(0, 0, new long[0]);

  /** With more. */
  Lesson with(Append.Placed rows, IntPredicate contained, long learned, double residual) {
    long[] more = IntStream.range(0, rows.rows().size())
        .filter(row -> isThere(rows.rows(), row) && contained.test(row))
        .mapToLong(row -> rows.first() + row)
        .toArray();
    long[] all = Arrays.copyOf(leftOut, leftOut.length + more.length);
    System.arraycopy(more, 0, all, leftOut.length, more.length);
    return new Lesson(interactions + learned, undone + learned * Math.min(1, residual), all);
  }

  /** Whether a row was left out that is there still and may be learned now. */
  boolean lacks(Append.Placed all, TargetSet contained) {
    InteractionColumns rows = all.rows();
    return Arrays.stream(leftOut)
        .mapToInt(place -> Math.toIntExact(place - all.first()))
        .anyMatch(row -> isThere(rows, row) && !names(contained, rows, row));
  }

  private static boolean isThere(InteractionColumns rows, int row) {
    return rows.users()[row] != InteractionColumns.PURGED;
  }

  /** Whether targets name a row's interaction. */
  static boolean names(TargetSet targets, InteractionColumns rows, int row) {
    return isThere(rows, row) && targets
        .names(rows.userIds().get(rows.users()[row]), rows.itemIds().get(rows.items()[row]));
  }
}
