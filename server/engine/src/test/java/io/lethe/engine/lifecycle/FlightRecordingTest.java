package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.subject.ErasureTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a flight recorder, and whoever listens to states, is told of an erasure. */
class FlightRecordingTest {

  private static final String USER = "user-3";

  private final World world = new World();
  private final Engine engine = world.trained();
  @TempDir private Path folder;

  @AfterEach
  void close() {
    engine.close();
    world.close();
  }

  @Test
  void erasure_recorded_isSeenStepByStepAndNamesNobody() throws IOException {
    List<RecordedEvent> events;
    try (Recording recording = new Recording()) {
      recording.enable("io.lethe.Step");
      recording.enable("io.lethe.Swap");
      recording.start();
      engine.erasures().accept(request(1, new ErasureTarget.User(USER)));
      world.work.runAll();
      recording.stop();
      Path file = folder.resolve("erasure.jfr");
      recording.dump(file);
      events = RecordingFile.readAllEvents(file);
    }
    Set<String> steps = events.stream()
        .filter(event -> event.getEventType().getName().equals("io.lethe.Step"))
        .map(event -> event.getString("step"))
        .collect(Collectors.toSet());
    assertTrue(
        steps.containsAll(
            Set.of("accept", "contain", "solve", "solve-verify", "checkpoint", "publish", "purge")),
        steps::toString);
    RecordedEvent swap = events.stream()
        .filter(event -> event.getEventType().getName().equals("io.lethe.Swap"))
        .findFirst()
        .orElseThrow();
    assertEquals(1, swap.getLong("from"));
    assertEquals(2, swap.getLong("to"));
    for (RecordedEvent event : events) {
      assertEquals(MODEL.value(), event.getString("model"));
      assertFalse(event.toString().contains("user-"), event::toString);
    }
  }

  @Test
  void onState_erasure_eachStateOnceAndNothingLeftUnfinished() {
    List<ErasureState> states = new ArrayList<>();
    engine.erasures().onState(erasure -> states.add(erasure.state()));
    Erasure accepted = engine.erasures().accept(request(1, new ErasureTarget.User(USER)));
    assertEquals(
        List.of(accepted.id()), engine.erasures().unfinished().stream().map(Erasure::id).toList());
    world.work.runAll();
    assertEquals(
        List.of(
            ErasureState.RECEIVED, ErasureState.SOLVING, ErasureState.VERIFYING,
            ErasureState.PUBLISHING, ErasureState.LIVE, ErasureState.COMPLETED),
        states);
    assertEquals(List.of(), engine.erasures().unfinished());
    assertEquals(1, engine.registry().swaps().get(MODEL));
  }

  @Test
  void onState_afterRestart_recoveredErasureIsShownButNotToldAgain() {
    engine.erasures().accept(request(1, new ErasureTarget.User(USER)));
    engine.close();
    try (World restarted = new World(world)) {
      Engine again = restarted.engine(io.lethe.engine.memory.FaultPlan.none());
      List<ErasureState> states = new ArrayList<>();
      again.erasures().onState(erasure -> states.add(erasure.state()));
      again.start();
      assertEquals(1, again.erasures().unfinished().size());
      assertEquals(List.of(), states);
      restarted.work.runAll();
      assertEquals(ErasureState.SOLVING, states.getFirst());
      assertEquals(ErasureState.COMPLETED, states.getLast());
      again.close();
    }
  }
}
