package io.lethe.engine.catalog;

import static io.lethe.engine.catalog.CatalogFixtures.listed;
import static io.lethe.engine.memory.PortFixtures.MOVIES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.EntityIds;
import io.lethe.engine.data.EntityIndex;
import io.lethe.engine.model.ModelName;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class FirstLooksTest {

  private static final ModelName BOOKS = new ModelName("books");
  private static final FirstLooks.Waits NO_WAIT = new FirstLooks.Waits(
      Duration.ZERO, Duration.ZERO);
  private static final EntityIndex INDEX = EntityIndex
      .of(new EntityIds(List.of("ann"), List.of("tea", "mug")));

  private final Queue<Runnable> lane = new ArrayDeque<>();
  private final Catalogs catalogs = CatalogFixtures.catalogs();
  private final Admissions admissions = over(NO_WAIT);

  private Admissions over(FirstLooks.Waits waits) {
    return new Admissions(
        catalogs, CatalogFixtures.language(), new FirstLooks(lane::add, waits, System::nanoTime));
  }

  private Admission of(ModelName model, String filter) {
    return admissions.of(model, INDEX, new Narrowing(filter, List.of()));
  }

  private String late(ModelName model, String filter) {
    LetheException error = assertThrows(LetheException.class, () -> of(model, filter));
    assertEquals(ErrorKind.OVERLOADED, error.kind());
    assertTrue(error.retryAfter().isPresent());
    return String.valueOf(error.getMessage());
  }

  private void runLane() {
    for (Runnable task = lane.poll(); task != null; task = lane.poll()) {
      task.run();
    }
  }

  @Test
  void newFilter_thatIsNotReadyInTime_isToldSo_andKeptForTheNextCall() {
    catalogs.update(MOVIES, List.of(listed("tea", "x"), listed("mug", "y")));
    assertEquals(
        "a filter that is new looks at all 2 items of model movies, which was not over after 0 ms;"
            + " it goes on: try again",
        late(MOVIES, "x"));
    runLane();
    assertTrue(of(MOVIES, "x").admits(0));
    assertFalse(of(MOVIES, "x").admits(1));
    assertTrue(lane.isEmpty());
  }

  @Test
  void looks_ofOneModel_areTakenOneAtATime_ofOthersBeside() {
    late(MOVIES, "x");
    late(MOVIES, "x");
    late(MOVIES, "y");
    assertEquals(1, lane.size());
    late(BOOKS, "x");
    assertEquals(2, lane.size());
    runLane();
    late(MOVIES, "y");
    assertEquals(1, lane.size());
  }

  @Test
  void filterThatWasAskedBefore_followsTheCatalogueWithoutALook() {
    late(MOVIES, "x");
    runLane();
    catalogs.update(MOVIES, List.of(listed("mug", "x")));
    late(MOVIES, "x");
    runLane();
    catalogs.update(MOVIES, List.of(listed("tea", "x"), listed("mug", "y")));
    assertTrue(of(MOVIES, "x").admits(0));
    assertFalse(of(MOVIES, "x").admits(1));
    assertTrue(lane.isEmpty());
  }

  /** Else every answer of a model with a catalogue would fail for a moment after a training. */
  @Test
  void withoutFilter_nobodyIsTurnedAway() {
    catalogs.update(MOVIES, List.of(CatalogFixtures.soldOut("tea"), listed("mug")));
    assertFalse(of(MOVIES, "").admits(0));
    assertTrue(of(MOVIES, "").admits(1));
    assertTrue(lane.isEmpty());
  }

  @Test
  void lookThatFails_isToldItsCaller_andTakenAnew() {
    FirstLooks looks = new FirstLooks(Runnable::run, NO_WAIT, System::nanoTime);
    IllegalStateException broken = new IllegalStateException("broken");
    RuntimeException told = assertThrows(
        RuntimeException.class, () -> looks.take(MOVIES, 2, () -> false, () -> {
          throw broken;
        }));
    assertSame(broken, told);
    boolean[] taken = new boolean[1];
    looks.take(MOVIES, 2, () -> false, () -> taken[0] = true);
    assertTrue(taken[0]);
  }

  @Test
  void laneThatStops_isToldAsSuch() {
    FirstLooks looks = new FirstLooks(task -> {
      throw new RejectedExecutionException("stopped");
    }, NO_WAIT, System::nanoTime);
    LetheException error = assertThrows(
        LetheException.class, () -> looks.take(MOVIES, 2, () -> false, () -> {}));
    assertEquals(ErrorKind.SHUTTING_DOWN, error.kind());
  }

  /** The second waits, in vain and for as short as others do, while the first one is served. */
  @Test
  void onlyOneCaller_waitsForLong() throws Exception {
    CountDownLatch looking = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      FirstLooks looks = new FirstLooks(
          threads, new FirstLooks.Waits(Duration.ofMinutes(5), Duration.ZERO), System::nanoTime);
      Future<?> first = threads.submit(() -> looks.take(MOVIES, 2, () -> false, () -> {
        looking.countDown();
        try {
          goOn.await();
        } catch (InterruptedException stopped) {
          throw new IllegalStateException(stopped);
        }
      }));
      looking.await();
      assertThrows(LetheException.class, () -> looks.take(MOVIES, 2, () -> false, () -> {}));
      goOn.countDown();
      first.get();
    }
  }
}
