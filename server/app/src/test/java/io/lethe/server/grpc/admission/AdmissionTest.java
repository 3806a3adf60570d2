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
}
