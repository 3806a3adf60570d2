package io.lethe.plugins.sasrec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.training.objective.LossTerms;
import io.lethe.training.objective.Objective;
import org.junit.jupiter.api.Test;

/** What each user chose, and what of it came before something. */
class SequencesTest {

  private static final LossTerms LIKED = new LossTerms(Objective.IMPLICIT, 0, 3, 2, 1);

  /** User 0: items 4 (t 40), 1 (t 10), 2 (t 20, not liked), 3 (t 30); user 1: item 5. */
  private static final Interactions ROWS = new Interactions(
      Walks.keys(2, 8), new int[]{0, 0, 1, 0, 0}, new int[]{4, 1, 5, 2, 3},
      new float[]{5, 4, 5, 1, 3}, new long[]{40, 10, 50, 20, 30});

  @Test
  void items_areThoseThatCount_oldestFirst() {
    Sequences sequences = Sequences.of(InteractionView.of(ROWS), LIKED);
    assertArrayEquals(new int[]{1, 3, 4}, sequences.items(0));
    assertArrayEquals(new int[]{3, 4}, sequences.lastItems(0, 2));
    assertArrayEquals(new int[]{5}, sequences.lastItems(1, 2));
    assertEquals(4, sequences.size());
  }

  @Test
  void before_ownRows_areThoseOlder_alsoOfARowThatDoesNotCount() {
    Sequences sequences = Sequences.of(InteractionView.of(ROWS), LIKED);
    assertEquals(2, sequences.before(ROWS, 0));
    assertEquals(0, sequences.before(ROWS, 1));
    assertEquals(1, sequences.before(ROWS, 3));
    assertEquals(0, sequences.before(ROWS, 2));
    Sequences less = Sequences.of(InteractionView.of(ROWS).without(new int[]{1}), LIKED);
    assertEquals(1, less.before(ROWS, 0));
  }

  @Test
  void before_rowsFromElsewhere_byItem_byTime_elseAll() {
    Sequences sequences = Sequences.of(InteractionView.of(ROWS), LIKED);
    Interactions others = new Interactions(
        Walks.keys(2, 8), new int[]{0, 0, 0, 0, 1}, new int[]{3, 6, 6, 6, 6}, new float[5],
        new long[]{0, 30, 9, 0, 0});
    assertEquals(1, sequences.before(others, 0), "the same item");
    assertEquals(2, sequences.before(others, 1), "as old as the second");
    assertEquals(0, sequences.before(others, 2), "older than all");
    assertEquals(3, sequences.before(others, 3), "of unknown time");
    assertEquals(1, sequences.before(others, 4));
  }

  /** The host hands over what is forgotten as columns of its own. */
  @Test
  void before_whatIsForgotten_keepsItsPlace_alsoWithoutTimes() {
    Interactions untimed = new Interactions(
        Walks.keys(1, 8), new int[4], new int[]{6, 2, 7, 3}, new float[]{5, 5, 5, 5});
    InteractionView less = InteractionView.of(untimed).without(new int[]{2});
    Sequences sequences = Sequences.of(less, LIKED);
    assertArrayEquals(new int[]{6, 2, 3}, sequences.items(0));
    assertEquals(2, sequences.before(untimed.at(new int[]{2}), 0));
    assertEquals(2, sequences.before(untimed, 2));
    assertEquals(
        1, Sequences.of(less.without(new int[]{0}), LIKED).before(untimed.at(new int[]{2}), 0));
  }

  /** A purged row keeps a place in the log, as the first user's of the first item, of value 0. */
  @Test
  void before_forgottenFirstPair_isNotTakenForAPurgedRow() {
    Interactions log = new Interactions(
        Walks.keys(1, 8), new int[5], new int[]{6, 0, 2, 7, 0}, new float[]{5, 5, 5, 5, 0});
    Sequences sequences = Sequences.of(InteractionView.of(log).without(new int[]{1, 4}), LIKED);
    assertArrayEquals(new int[]{6, 2, 7}, sequences.items(0));
    assertEquals(1, sequences.before(log.at(new int[]{1}), 0));
  }
}
