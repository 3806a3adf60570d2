package io.lethe.engine.interaction;

import static io.lethe.engine.memory.PortFixtures.BOOKS;
import static io.lethe.engine.memory.PortFixtures.MOVIES;
import static io.lethe.engine.memory.PortFixtures.NOON;
import static io.lethe.engine.memory.PortFixtures.rows;
import static io.lethe.engine.memory.PortFixtures.text;
import static io.lethe.engine.memory.PortFixtures.timedRows;
import static io.lethe.engine.memory.PortFixtures.timedText;
import static io.lethe.engine.memory.PortFixtures.typedRows;
import static io.lethe.engine.memory.PortFixtures.typedText;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.model.ModelName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every ledger of appends does. */
public abstract class AppendLedgerContract {

  private static final Instant LONG_AGO = NOON.minus(Duration.ofDays(30));

  /** The same disk, as another process sees it. */
  protected abstract AppendLedger reopen();

  private static Append append(long id, ModelName model, long first, InteractionColumns rows) {
    return append(id, model, first, rows, NOON);
  }

  private static Append append(
      long id, ModelName model, long first, InteractionColumns rows, Instant received) {
    return new Append(
        new UUID(5, id), "digest-" + id, model, received,
        List.of(AppendOutcome.STORED, AppendOutcome.SUPPRESSED), new Append.Placed(first, rows));
  }

  private static List<List<String>> waiting(AppendLedger ledger, ModelName model) {
    return ledger.unsettled(model).stream().map(placed -> text(placed.rows())).toList();
  }

  @Test
  void add_thenReopen_hasRowsInOrderAndOutcomes() {
    reopen().add(
        List.of(
            append(1, MOVIES, 7, rows("ann", "tea", 3, "bob", "tea", 1)),
            append(2, MOVIES, 9, rows("zoë", "mug", 0.5))),
        LONG_AGO);
    AppendLedger ledger = reopen();
    assertEquals(
        List.of(List.of("ann/tea=3.0", "bob/tea=1.0"), List.of("zoë/mug=0.5")),
        waiting(ledger, MOVIES));
    assertEquals(9, ledger.unsettled(MOVIES).getLast().first());
    assertEquals(10, ledger.end(MOVIES));
    assertEquals(List.of(MOVIES), ledger.models());
    assertEquals(
        Optional.of(
            new Append.Known("digest-1", List.of(AppendOutcome.STORED, AppendOutcome.SUPPRESSED))),
        ledger.find(new UUID(5, 1)));
  }

  @Test
  void add_typedRows_keepsTheirEventTypes() {
    InteractionColumns typed = typedRows("ann", "tea", 3, "view", "bob", "tea", 1, "");
    reopen().add(
        List.of(
            append(1, MOVIES, 0, typed), append(2, MOVIES, 2, typed.at(new long[]{7, 0})),
            append(3, MOVIES, 4, rows("a", "b", 1))),
        LONG_AGO);
    assertEquals(
        List.of(
            List.of("ann/tea=3.0#view", "bob/tea=1.0"),
            List.of("ann/tea=3.0@7#view", "bob/tea=1.0"), List.of("a/b=1.0")),
        reopen().unsettled(MOVIES).stream().map(placed -> typedText(placed.rows())).toList());
  }

  @Test
  void add_timedRows_keepsTheirTimesAndEachOutcome() {
    Append timed = new Append(
        new UUID(5, 1), "digest", MOVIES, NOON, List.of(AppendOutcome.values()),
        new Append.Placed(
            0, timedRows(
                "ann", "tea", 3, -7L, "bob", "tea", 1, 1_700_000_000_123L, "eve", "x", 1, 0)));
    reopen().add(List.of(timed, append(2, MOVIES, 3, rows("bob", "cup", 1))), LONG_AGO);
    assertEquals(
        List.of(
            List.of("ann/tea=3.0@-7", "bob/tea=1.0@1700000000123", "eve/x=1.0"),
            List.of("bob/cup=1.0")),
        reopen().unsettled(MOVIES).stream().map(placed -> timedText(placed.rows())).toList());
    assertEquals(
        List.of(AppendOutcome.values()), reopen().find(new UUID(5, 1)).orElseThrow().outcomes());
  }

  @Test
  void settled_forgetsRowsOfThatModelOnly_andKeepsOutcomes() {
    reopen().add(
        List.of(
            append(1, MOVIES, 0, rows("ann", "tea", 3)),
            append(2, BOOKS, 0, rows("bob", "tea", 1))),
        LONG_AGO);
    reopen().settled(MOVIES, 1);
    AppendLedger ledger = reopen();
    assertEquals(List.of(), waiting(ledger, MOVIES));
    assertEquals(0, ledger.end(MOVIES));
    assertEquals(List.of(List.of("bob/tea=1.0")), waiting(ledger, BOOKS));
    assertTrue(ledger.find(new UUID(5, 1)).isPresent());
  }

  @Test
  void settled_belowAnEnd_keepsWhatCameAfter() {
    AppendLedger ledger = reopen();
    ledger.add(
        List.of(
            append(1, MOVIES, 0, rows("ann", "tea", 3, "bob", "tea", 1)),
            append(2, MOVIES, 2, rows("eve", "tea", 1))),
        LONG_AGO);
    ledger.settled(MOVIES, 2);
    assertEquals(List.of(List.of("eve/tea=1.0")), waiting(reopen(), MOVIES));
    assertEquals(3, ledger.end(MOVIES));
  }

  @Test
  void delete_forgetsRowsAndOutcomesOfThatModelOnly() {
    AppendLedger ledger = reopen();
    ledger.add(
        List.of(
            append(1, MOVIES, 0, rows("ann", "tea", 3)),
            append(2, BOOKS, 0, rows("bob", "tea", 1))),
        LONG_AGO);
    ledger.delete(MOVIES);
    assertEquals(Optional.empty(), reopen().find(new UUID(5, 1)));
    assertEquals(List.of(BOOKS), ledger.models());
  }

  @Test
  void add_forgetsOldOutcomes_butNeverOfRowsThatWait() {
    Instant before = NOON.minus(Duration.ofDays(2));
    AppendLedger ledger = reopen();
    ledger.add(
        List.of(
            append(1, MOVIES, 0, rows("ann", "tea", 3), before),
            append(2, BOOKS, 0, rows("bob", "tea", 1), before),
            append(3, BOOKS, 1, rows(), before)),
        LONG_AGO);
    ledger.settled(MOVIES, 1);
    ledger
        .add(List.of(append(4, MOVIES, 1, rows("eve", "tea", 3))), NOON.minus(Duration.ofDays(1)));
    assertEquals(Optional.empty(), ledger.find(new UUID(5, 1)));
    assertTrue(ledger.find(new UUID(5, 2)).isPresent());
    assertEquals(Optional.empty(), ledger.find(new UUID(5, 3)));
    assertEquals(List.of(List.of("eve/tea=3.0")), waiting(ledger, MOVIES));
  }

  @Test
  void add_withARequestIdThatIsThere_addsNothing() {
    AppendLedger ledger = reopen();
    ledger.add(List.of(append(1, MOVIES, 0, rows("ann", "tea", 3))), LONG_AGO);
    List<Append> twice = List.of(
        append(2, MOVIES, 1, rows("eve", "tea", 3)), append(1, MOVIES, 2, rows("bob", "tea", 1)));
    assertThrows(RuntimeException.class, () -> ledger.add(twice, LONG_AGO));
    assertEquals(List.of(List.of("ann/tea=3.0")), waiting(reopen(), MOVIES));
  }
}
