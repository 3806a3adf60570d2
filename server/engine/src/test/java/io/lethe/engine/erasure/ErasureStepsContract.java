package io.lethe.engine.erasure;

import static io.lethe.engine.memory.PortFixtures.MOVIES;
import static io.lethe.engine.memory.PortFixtures.NOON;
import static io.lethe.engine.memory.PortFixtures.held;
import static io.lethe.engine.memory.PortFixtures.live;
import static io.lethe.engine.memory.PortFixtures.receipt;
import static io.lethe.engine.memory.PortFixtures.receiptTree;
import static io.lethe.engine.memory.PortFixtures.submission;
import static io.lethe.engine.memory.PortFixtures.version;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.transparency.LogCheckpoint;
import io.lethe.engine.transparency.TreeHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every step of an erasure tried from every state that a ledger keeps. A row says what a step leads
 * to: a state, or the kind of the refusal.
 */
public abstract class ErasureStepsContract extends ErasureDecisionsContract {

  private static final VersionId BASE = new VersionId(MOVIES, 1);
  private static final String APPROVED = "Approved";

  private static final String TABLE = """
      from      Approved  Cancelled AttemptForgotten Begun    Live     Failed   Completed Attested
      HELD      RECEIVED  CANCELLED CHANGE           CHANGE   CHANGE   CHANGE   CHANGE    CHANGE
      RECEIVED  NOT_HELD  CANCELLED RECEIVED         SOLVING  LIVE     FAILED   CHANGE    CHANGE
      APPROVED  RECEIVED  CANCELLED RECEIVED         SOLVING  LIVE     FAILED   CHANGE    CHANGE
      SOLVING   NOT_HELD  TOO_LATE  SOLVING          SOLVING  LIVE     FAILED   CHANGE    CHANGE
      LIVE      NOT_HELD  TOO_LATE  CHANGE           CHANGE   CHANGE   CHANGE   COMPLETED CHANGE
      COMPLETED NOT_HELD  TOO_LATE  CHANGE           CHANGE   CHANGE   CHANGE   CHANGE    CHANGE
      FAILED    NOT_HELD  TOO_LATE  CHANGE           CHANGE   CHANGE   CHANGE   CHANGE    FAILED
      ATTESTED  NOT_HELD  TOO_LATE  CHANGE           CHANGE   CHANGE   CHANGE   CHANGE    CHANGE
      CANCELLED NOT_HELD  CANCELLED CHANGE           CHANGE   CHANGE   CHANGE   CHANGE    CHANGE
      """;

  private static List<List<String>> rows() {
    return TABLE.lines().map(line -> List.of(line.strip().split(" +"))).toList();
  }

  static Stream<Arguments> everyPair() {
    List<String> steps = rows().getFirst();
    return rows().stream()
        .skip(1)
        .flatMap(
            row -> Stream.iterate(1, k -> k < row.size(), k -> k + 1)
                .map(k -> Arguments.of(row.getFirst(), steps.get(k), row.get(k))));
  }

  @Test
  void table_statesAndSteps_areAllThereAre() {
    Set<String> steps = new TreeSet<>(Set.of("from", APPROVED));
    leaves(ErasureStep.class).forEach(step -> steps.add(step.getSimpleName()));
    assertEquals(steps, new TreeSet<>(rows().getFirst()));
    Set<String> states = new TreeSet<>(Set.of("from", "APPROVED", "ATTESTED"));
    Stream.of(ErasureState.values())
        .filter(ErasureState::durable)
        .forEach(state -> states.add(state.name()));
    assertEquals(states, new TreeSet<>(rows().stream().map(List::getFirst).toList()));
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    Class<?>[] permitted = type.getPermittedSubclasses();
    return permitted == null
        ? Stream.of(type)
        : Stream.of(permitted).flatMap(ErasureStepsContract::leaves);
  }

  @ParameterizedTest(name = "{1} of {0}: {2}")
  @MethodSource("everyPair")
  void step_fromEveryState_leadsOnOrIsRefusedAndChangesNothing(
      String from, String step, String expected) {
    reopen().commitVersion(version(MOVIES, 1, 0), 0);
    ErasureId id = in(from);
    List<Object> before = everything(id);
    switch (expected) {
      case "CHANGE" -> refused(ErrorKind.CONCURRENT_CHANGE, id, step, before);
      case "NOT_HELD" -> refused(ErrorKind.ERASURE_NOT_HELD, id, step, before);
      case "TOO_LATE" -> refused(ErrorKind.ERASURE_NOT_CANCELLABLE, id, step, before);
      default -> leads(ErasureState.valueOf(expected), id, step);
    }
  }

  private void leads(ErasureState expected, ErasureId id, String step) {
    Erasure returned = take(id, step);
    assertEquals(expected, returned.state());
    Erasure kept = reopen().find(id).orElseThrow();
    assertEquals(returned.facts(), kept.facts());
    assertEquals(returned.progress(), kept.progress());
    assertEquals(returned.receipt() == null, kept.receipt() == null);
    assertEquals(
        expected.keepsTarget(),
        reopen().open(MOVIES).stream().anyMatch(open -> open.erasure().id().equals(id)));
    boolean counts = expected.keepsTombstones() && expected != ErasureState.HELD;
    assertEquals(counts ? 1 : 0, reopen().tombstones(MOVIES).digests().size());
  }

  private void refused(ErrorKind kind, ErasureId id, String step, List<Object> before) {
    Erasure was = reopen().find(id).orElseThrow();
    LetheException refusal = assertThrows(LetheException.class, () -> take(id, step));
    assertEquals(kind, refusal.kind());
    String told = String.valueOf(refusal.getMessage());
    assertTrue(
        told.contains(was.state().name()) || told.contains("attested already"),
        () -> "no state in: " + told);
    assertEquals(before, everything(id));
  }

  /** A refused step must not take its neighbour along. */
  @ParameterizedTest
  @MethodSource("durableStates")
  void change_oneOfTwoRefused_theOtherStays(String from) {
    reopen().commitVersion(version(MOVIES, 1, 0), 0);
    ErasureId refused = in(from);
    ErasureId other = accepted(submission(7, MOVIES, ANN)).id();
    List<Object> before = everything(other);
    refused(
        ErrorKind.ERASURE_NOT_CANCELLABLE, () -> reopen()
            .change(List.of(new ErasureStep.Cancelled(other), new ErasureStep.Cancelled(refused))));
    assertEquals(before, everything(other));
  }

  static Stream<String> durableStates() {
    return Stream.of("SOLVING", "LIVE", "COMPLETED", "FAILED");
  }

  /** What a ledger tells of an erasure and of the receipt log, as values that compare. */
  private List<Object> everything(ErasureId id) {
    Erasure erasure = reopen().find(id).orElseThrow();
    List<Object> all = new ArrayList<>(
        List.of(erasure.facts(), erasure.progress(), erasure.receipt() == null));
    all.add(reopen().open(MOVIES).stream().map(OpenErasure::target).toList());
    all.add(reopen().tombstones(MOVIES));
    all.add(reopen().receiptTree());
    all.add(reopen().receiptLeaves(0, 10));
    all.add(reopen().receiptPlace(id).isPresent());
    all.add(reopen().unattested(MOVIES).size());
    return all;
  }

  /** An erasure that got to a state by steps alone. */
  private ErasureId in(String state) {
    boolean once = state.equals("HELD") || state.equals("APPROVED");
    ErasureId id = accepted(once ? held(1, MOVIES, ANN) : submission(1, MOVIES, ANN)).id();
    Stream<String> way = switch (state) {
      case "APPROVED" -> Stream.of(APPROVED);
      case "SOLVING" -> Stream.of("Begun");
      case "LIVE" -> Stream.of("Begun", "Live");
      case "COMPLETED" -> Stream.of("Begun", "Live", "Completed");
      case "FAILED" -> Stream.of("Begun", "Failed");
      case "ATTESTED" -> Stream.of("Begun", "Failed", "Attested");
      case "CANCELLED" -> Stream.of("Cancelled");
      default -> Stream.of();
    };
    way.forEach(step -> take(id, step));
    return id;
  }

  private Erasure take(ErasureId id, String step) {
    return switch (step) {
      case APPROVED -> reopen().approve(id, "boss");
      case "Cancelled" -> reopen().change(new ErasureStep.Cancelled(id));
      case "AttemptForgotten" -> reopen().change(new ErasureStep.AttemptForgotten(id, 3));
      case "Begun" -> reopen().change(new ErasureStep.Begun(id, BASE, 4));
      case "Live" ->
        reopen().commitWithoutVersion(BASE.model(), BASE.number(), List.of(live(id, BASE, BASE)))
            .getFirst();
      case "Failed" -> reopen().change(
          new ErasureStep.Failed(
              id, NOON, new Failure(ErrorKind.VERIFICATION_FAILED, "too far"), List.of()));
      case "Completed" -> append(
          new ErasureStep.Completed(
              id, NOON.plusMillis(6), NOON.plusMillis(9), List.of(), receipt()));
      case "Attested" -> append(new ErasureStep.Attested(id, receipt()));
      default -> throw new IllegalArgumentException("no way to take the step " + step);
    };
  }

  private Erasure append(ErasureStep.Receipted step) {
    int size = (int) reopen().receiptTree()
        .map(LogCheckpoint::head)
        .map(TreeHead::size)
        .orElse(0L)
        .longValue();
    LoggedReceipt logged = new LoggedReceipt(step, new byte[]{7}, NOON);
    return reopen().append(List.of(logged), receiptTree(size + 1)).getFirst();
  }
}
