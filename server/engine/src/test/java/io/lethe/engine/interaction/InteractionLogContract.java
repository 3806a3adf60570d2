package io.lethe.engine.interaction;

import static io.lethe.engine.memory.PortFixtures.BOOKS;
import static io.lethe.engine.memory.PortFixtures.MOVIES;
import static io.lethe.engine.memory.PortFixtures.rows;
import static io.lethe.engine.memory.PortFixtures.text;
import static io.lethe.engine.memory.PortFixtures.timedRows;
import static io.lethe.engine.memory.PortFixtures.timedText;
import static io.lethe.engine.memory.PortFixtures.typedRows;
import static io.lethe.engine.memory.PortFixtures.typedText;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.ErasureTarget.Pair;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link InteractionLog} promises; each implementation's test inherits this. */
public abstract class InteractionLogContract {

  /** The log over this test's storage, as a process that starts now sees it. */
  protected abstract InteractionLog reopen();

  @Test
  void append_twice_readsInOrder() {
    assertEquals(0, reopen().end(MOVIES));
    assertEquals(2, reopen().append(MOVIES, rows("ann", "x", 5, "bob", "y", -0.25)));
    assertEquals(4, reopen().append(MOVIES, rows("cat", "y", 1, "ann", "\u20ac z", 2)));
    InteractionLog log = reopen();
    assertEquals(4, log.end(MOVIES));
    assertEquals(
        List.of("ann/x=5.0", "bob/y=-0.25", "cat/y=1.0", "ann/\u20ac z=2.0"),
        text(log.read(MOVIES, 4)));
    assertEquals(List.of("ann/x=5.0", "bob/y=-0.25", "cat/y=1.0"), text(log.read(MOVIES, 3)));
  }

  @Test
  void append_timedAndNot_readsTheTimesThatThereAre() {
    reopen().append(MOVIES, rows("ann", "x", 5));
    assertEquals(0, reopen().read(MOVIES, 1).times().length);
    reopen().append(MOVIES, timedRows("bob", "x", 4, -7L, "ann", "y", 3, 1_700_000_000_123L));
    reopen().append(MOVIES, rows("cat", "y", 1));
    assertEquals(
        List.of("ann/x=5.0", "bob/x=4.0@-7", "ann/y=3.0@1700000000123", "cat/y=1.0"),
        timedText(reopen().read(MOVIES, 4)));
    assertEquals(List.of("ann/x=5.0", "bob/x=4.0@-7"), timedText(reopen().read(MOVIES, 2)));
  }

  @Test
  void append_typedAndNot_readsTheEventTypesThatThereAre() {
    reopen().append(MOVIES, rows("ann", "x", 5));
    assertTrue(reopen().read(MOVIES, 1).events().isEmpty());
    reopen().append(MOVIES, typedRows("bob", "x", 4, "view", "ann", "y", 3, ""));
    reopen().append(MOVIES, timedRows("eve", "x", 1, 17));
    reopen().append(MOVIES, typedRows("bob", "y", 5, "cart", "eve", "y", 1, "view"));
    assertEquals(
        List.of(
            "ann/x=5.0", "bob/x=4.0#view", "ann/y=3.0", "eve/x=1.0@17", "bob/y=5.0#cart",
            "eve/y=1.0#view"),
        typedText(reopen().read(MOVIES, 6)));
    assertEquals(List.of("view"), reopen().read(MOVIES, 4).events().names());
  }

  @Test
  void purge_typedRows_leavesNoEventTypeThatNoOtherRowHas() {
    reopen().append(
        MOVIES, typedRows("ann", "x", 5, "hers", "bob", "x", 4, "view", "ann", "y", 3, "view"));
    reopen().purge(MOVIES, List.of(new ErasureTarget.User("ann")));
    InteractionColumns left = reopen().read(MOVIES, 3);
    assertEquals(List.of("-", "bob/x=4.0#view", "-"), typedText(left));
    assertEquals(List.of("view"), left.events().names());
  }

  @Test
  void purge_timedRows_leavesNoTime() {
    reopen().append(MOVIES, timedRows("ann", "x", 5, 17, "bob", "x", 4, 18, "ann", "y", 3, 19));
    assertEquals(2, reopen().purge(MOVIES, List.of(new ErasureTarget.User("ann"))));
    assertEquals(List.of("-", "bob/x=4.0@18", "-"), timedText(reopen().read(MOVIES, 3)));
  }

  @Test
  void append_nothing_changesNothing() {
    reopen().append(MOVIES, rows("ann", "x", 5));
    assertEquals(1, reopen().append(MOVIES, rows()));
    assertEquals(1, reopen().end(MOVIES));
  }

  @Test
  void models_several_keptApart() {
    reopen().append(MOVIES, rows("ann", "x", 5));
    reopen().append(BOOKS, rows("ann", "y", 4, "ann", "z", 3));
    assertEquals(List.of(BOOKS, MOVIES), reopen().models());
    assertEquals(List.of("ann/y=4.0", "ann/z=3.0"), text(reopen().read(BOOKS, 2)));
    reopen().purge(BOOKS, List.of(new ErasureTarget.User("ann")));
    assertEquals(List.of("ann/x=5.0"), text(reopen().read(MOVIES, 1)));
  }

  @Test
  void purge_user_leavesHolesAndNoId() {
    reopen().append(MOVIES, rows("ann", "x", 5, "bob", "x", 4, "ann", "y", 3));
    assertEquals(2, reopen().purge(MOVIES, List.of(new ErasureTarget.User("ann"))));
    InteractionColumns left = reopen().read(MOVIES, 3);
    assertEquals(List.of("-", "bob/x=4.0", "-"), text(left));
    assertFalse(left.userIds().contains("ann"));
    assertFalse(left.itemIds().contains("y"));
    assertEquals(3, reopen().end(MOVIES));
  }

  @Test
  void purge_twice_secondDoesNothing() {
    reopen().append(MOVIES, rows("ann", "x", 5, "bob", "x", 4));
    List<ErasureTarget> targets = List.of(new ErasureTarget.User("ann"));
    assertEquals(1, reopen().purge(MOVIES, targets));
    assertEquals(0, reopen().purge(MOVIES, targets));
    assertEquals(List.of("-", "bob/x=4.0"), text(reopen().read(MOVIES, 2)));
  }

  @Test
  void purge_severalTargets_allGone() {
    reopen().append(MOVIES, rows("ann", "x", 5, "bob", "x", 4, "bob", "y", 3, "cat", "z", 2));
    long purged = reopen().purge(
        MOVIES,
        List.of(
            new ErasureTarget.Item("x"),
            new ErasureTarget.Interactions(List.of(new Pair("bob", "y"), new Pair("bob", "q")))));
    assertEquals(3, purged);
    assertEquals(List.of("-", "-", "-", "cat/z=2.0"), text(reopen().read(MOVIES, 4)));
  }

  @Test
  void append_afterPurge_continuesTheNumbers() {
    reopen().append(MOVIES, rows("ann", "x", 5, "bob", "x", 4));
    reopen().purge(MOVIES, List.of(new ErasureTarget.User("ann")));
    assertEquals(3, reopen().append(MOVIES, rows("dan", "y", 1)));
    assertEquals(List.of("-", "bob/x=4.0", "dan/y=1.0"), text(reopen().read(MOVIES, 3)));
  }

  @Test
  void count_eachKind_rowsNamed() {
    reopen().append(MOVIES, rows("ann", "x", 5, "bob", "x", 4, "ann", "y", 3));
    InteractionLog log = reopen();
    assertEquals(2, log.count(MOVIES, new ErasureTarget.User("ann")));
    assertEquals(2, log.count(MOVIES, new ErasureTarget.Item("x")));
    assertEquals(
        1, log.count(MOVIES, new ErasureTarget.Interactions(List.of(new Pair("ann", "y")))));
    assertEquals(0, log.count(MOVIES, new ErasureTarget.User("x")));
    assertEquals(0, log.count(BOOKS, new ErasureTarget.User("ann")));
  }

  @Test
  void purge_everything_stillReadable() {
    reopen().append(MOVIES, rows("ann", "x", 5));
    reopen().purge(MOVIES, List.of(new ErasureTarget.User("ann")));
    assertEquals(List.of("-"), text(reopen().read(MOVIES, 1)));
    assertEquals(0, reopen().purge(BOOKS, List.of(new ErasureTarget.User("ann"))));
  }
}
