package io.lethe.server.grpc.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class AdmissionTest {

  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private final CallLane lane = new CallLane(new FixedLimit(1), waiting::add);
  private int done;

  private Admission admission() {
    return new Admission(lane, () -> 0);
  }

  @Test
  void execute_callTaken_runsOnTheLanesThreads() {
    admission().execute(() -> done++);
    assertEquals(0, done);
    waiting.remove().run();
    assertEquals(1, done);
  }

  @Test
  void execute_callNotTaken_runsAtOnceAndIsCounted() {
    admission();
    Admission second = admission();
    assertFalse(second.taken());
    second.execute(() -> done++);
    assertEquals(1, done);
    assertEquals(1, lane.shed());
    second.streamClosed(Status.OK);
    assertFalse(admission().taken());
  }

  @Test
  void streamClosed_taskStillWaits_placeIsHeldUntilItHasRun() {
    Admission call = admission();
    call.execute(() -> done++);
    call.streamClosed(Status.CANCELLED);
    assertFalse(admission().taken());
    waiting.remove().run();
    assertTrue(admission().taken());
  }

  @Test
  void execute_afterTheEnd_noticeRunsAtOnce() {
    Admission call = admission();
    call.streamClosed(Status.OK);
    call.execute(() -> done++);
    assertEquals(1, done);
    assertTrue(waiting.isEmpty());
  }

  @Test
  void execute_taskThrows_placeIsGivenBack() {
    Admission call = admission();
    call.execute(() -> {
      throw new IllegalStateException("the task's own");
    });
    call.streamClosed(Status.OK);
    Runnable task = waiting.remove();
    assertThrows(IllegalStateException.class, task::run);
    assertTrue(admission().taken());
  }

  /** Eight places, of which one principal gets six. */
  private final CallLane wide = new CallLane(new FixedLimit(8), Runnable::run);

  private Admission of(String principal) {
    Admission call = new Admission(wide, () -> 0);
    assertTrue(call.taken());
    if (!call.assign(principal)) {
      call.streamClosed(Status.OK);
    }
    return call;
  }

  @Test
  void assign_morePlacesThanOneMayHold_isRefusedUntilOneIsGivenBack() {
    Deque<Admission> calls = new ArrayDeque<>();
    for (int k = 0; k < 6; k++) {
      calls.add(of("mallory"));
    }
    assertFalse(new Admission(wide, () -> 0).assign("mallory"));
    assertTrue(new Admission(wide, () -> 0).assign("ann"), "two places are the others'");
    calls.remove().streamClosed(Status.OK);
    assertEquals(1, wide.shed());
  }

  @Test
  void weigh_batch_holdsItsWorthUntilItEnds() {
    Admission batch = of("mallory");
    assertTrue(batch.weigh(4));
    assertTrue(of("ann").weigh(3), "seven of eight places");
    assertFalse(of("bob").weigh(2), "none is left");
    batch.streamClosed(Status.OK);
    assertTrue(of("cat").weigh(4), "four are back");
  }

  @Test
  void weigh_worthMoreThanOneMayHold_countsAsThatMuch() {
    Admission batch = of("mallory");
    assertTrue(batch.weigh(1000));
    assertFalse(new Admission(wide, () -> 0).assign("mallory"));
    batch.streamClosed(Status.OK);
    assertTrue(of("mallory").weigh(5));
  }

  @Test
  void weigh_refused_holdsNoPlaceMore() {
    Admission first = of("ann");
    assertTrue(first.weigh(5));
    Admission second = of("ann");
    assertFalse(second.weigh(3), "six are one principal's bound");
    second.streamClosed(Status.OK);
    first.streamClosed(Status.OK);
    for (int k = 0; k < 8; k++) {
      assertTrue(new Admission(wide, () -> 0).taken());
    }
  }
}
