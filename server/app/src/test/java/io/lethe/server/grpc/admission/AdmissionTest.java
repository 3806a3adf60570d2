package io.lethe.server.grpc.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
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
    assertEquals(1, lane.counts().shedFull());
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
    assertEquals(1, wide.counts().shedShare());
  }

  private Admission shows(String sharer) {
    return new Admission(wide, () -> 0, "", CallMeter.NONE, sharer);
  }

  @Test
  void enter_strangersAsManyAsMayBe_leavePlacesForThoseWhoAreKnown() {
    Deque<Admission> strangers = new ArrayDeque<>();
    for (int k = 0; k < 6; k++) {
      strangers.add(shows(Sharers.STRANGERS));
      assertTrue(strangers.getLast().taken());
    }
    Admission seventh = shows(Sharers.STRANGERS);
    assertFalse(seventh.taken());
    assertEquals(Optional.of(Sharers.STRANGERS), seventh.shareFull());
    Admission known = shows("ann");
    assertTrue(known.taken() && known.assign("ann"));
    assertTrue(strangers.remove().assign("bob"));
    assertTrue(shows(Sharers.STRANGERS).taken(), "bob is no stranger any more");
    assertEquals(Optional.empty(), shows("cat").shareFull(), "the lane is full, not cat's share");
  }

  @Test
  void enter_knownWithAllOfAShare_isRefusedAtTheDoorUntilOneEnds() {
    Deque<Admission> calls = new ArrayDeque<>();
    for (int k = 0; k < 6; k++) {
      calls.add(shows("mallory"));
      assertTrue(calls.getLast().assign("mallory"), "it is counted once");
    }
    assertEquals(Optional.of("mallory"), shows("mallory").shareFull());
    calls.remove().streamClosed(Status.OK);
    assertTrue(shows("mallory").taken());
    assertTrue(shows("ann").taken(), "the refused one holds no place");
    assertTrue(shows("ann").taken());
  }

  @Test
  void weigh_batch_holdsItsWorthUntilItEnds() {
    Admission batch = of("mallory");
    assertTrue(batch.weigh(2));
    assertTrue(of("mallory").weigh(1));
    assertTrue(of("ann").weigh(2));
    assertTrue(of("bob").weigh(2), "seven of eight places");
    assertFalse(of("cat").weigh(2), "one is left");
    batch.streamClosed(Status.OK);
    assertTrue(of("cat").weigh(2), "two are back");
  }

  @Test
  void weigh_worthMoreThanOneCallMayTake_countsAsThatMuch() {
    assertTrue(of("mallory").weigh(1000));
    assertTrue(of("mallory").weigh(1000));
    assertTrue(of("mallory").weigh(1000));
    assertFalse(new Admission(wide, () -> 0).assign("mallory"), "six are one principal's bound");
  }

  @Test
  void weigh_refused_holdsNoPlaceMore() {
    assertTrue(of("ann").weigh(2));
    assertTrue(of("ann").weigh(2));
    Admission third = of("ann");
    assertTrue(of("bob").weigh(2));
    of("cat");
    assertFalse(third.weigh(2), "all eight are taken");
    third.streamClosed(Status.OK);
    of("cat");
    assertFalse(new Admission(wide, () -> 0).taken(), "one was back, not two");
  }

  @Test
  void isIdle_whileATaskWaits_itIsNot() {
    Admission call = admission();
    assertTrue(call.isIdle());
    call.execute(() -> done++);
    assertFalse(call.isIdle());
    waiting.remove().run();
    assertTrue(call.isIdle());
  }

  @Test
  void beside_otherPlaces_areCountedTogether() {
    CallLane other = lane.beside(new FixedLimit(1));
    assertTrue(lane.tryTake());
    assertTrue(other.tryTake());
    assertFalse(other.tryTake());
    assertEquals(1, lane.counts().shedFull());
  }
}
