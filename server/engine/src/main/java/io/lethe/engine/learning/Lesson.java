package io.lethe.engine.learning;

import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.interaction.Append;
import io.lethe.engine.subject.TargetSet;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What was learned since a version's training, and what was left out. Immutable.
 *
 * @param interactions how many were learned
 * @param undone see {@link LearningStatus}
 * @param leftOut places of rows that were contained, ascending
 * @param containment revision of what was contained when that was looked at last
 */
record Lesson(long interactions, double undone, long[] leftOut, long containment) {

  /** Nothing was learned. */
  static final Lesson NONE = new Lesson(0, 0, new long[0], -1);

  /** With more, as of a revision of what is contained. */
  Lesson with(
      Append.Placed rows, IntPredicate contained, long learned, double residual, long revision) {
    LongStream more = IntStream.range(0, rows.rows().size())
        .filter(row -> isThere(rows.rows(), row) && contained.test(row))
        .mapToLong(row -> rows.first() + row);
    return new Lesson(
        interactions + learned, undone + learned * Math.min(1, residual),
        LongStream.concat(Arrays.stream(leftOut), more).toArray(), revision);
  }

  /** Whether it has to be looked at again: something else is contained since, and something was left out. */
  boolean mayLack(long revision) {
    return leftOut.length > 0 && containment != revision;
  }

  /** Whether a row was left out that is there still and may be learned now. */
  boolean lacks(Append.Placed all, TargetSet contained) {
    return Arrays.stream(leftOut)
        .mapToInt(place -> Math.toIntExact(place - all.first()))
        .anyMatch(row -> isThere(all.rows(), row) && !names(contained, all.rows(), row));
  }

  /** The same, looked at as of a revision, without places whose rows were purged. */
  Lesson lookedAt(Append.Placed all, long revision) {
    return new Lesson(
        interactions, undone,
        Arrays.stream(leftOut)
            .filter(place -> isThere(all.rows(), Math.toIntExact(place - all.first())))
            .toArray(),
        revision);
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
