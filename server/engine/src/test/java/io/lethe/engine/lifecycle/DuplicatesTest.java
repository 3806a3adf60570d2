package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.active;
import static io.lethe.engine.lifecycle.World.parameters;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.engine.erasure.ErasureFilter;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasurePage;
import io.lethe.engine.erasure.ErasureRequest;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.subject.ErasureTarget;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The short form of the load run {@code duplicates}. */
class DuplicatesTest {

  private static final int KEYS = 50;
  private static final int DUPLICATES = 10;

  private static ErasureRequest key(int k) {
    return request(k, new ErasureTarget.Interactions(List.of(World.pair(k))));
  }

  @Test
  void accept_tenDuplicatesOfFiftyKeys_fiftyEffectsAndTheSameBits() throws Exception {
    try (World once = new World()) {
      once.trained().close();
      try (World many = new World(once)) {
        float[] expected = sent(once, 1);
        assertArrayEquals(expected, sent(many, DUPLICATES));
      }
    }
  }

  private static float[] sent(World world, int times) throws Exception {
    Engine engine = world.engine(FaultPlan.none());
    engine.start();
    Set<ErasureId> ids = new HashSet<>();
    try (ExecutorService callers = Executors.newFixedThreadPool(times)) {
      for (int k = 0; k < KEYS; k++) {
        ErasureRequest request = key(k);
        CountDownLatch ready = new CountDownLatch(times);
        List<Callable<ErasureId>> calls = new ArrayList<>();
        for (int n = 0; n < times; n++) {
          calls.add(() -> {
            ready.countDown();
            ready.await();
            return engine.erasures().accept(request).id();
          });
        }
        for (Future<ErasureId> answer : callers.invokeAll(calls)) {
          ids.add(answer.get());
        }
        world.work.runAll();
      }
    }
    assertEquals(KEYS, ids.size());
    assertEquals(
        KEYS,
        engine.erasures().list(ErasureFilter.of(MODEL), ErasurePage.FIRST, 1000).erasures().size());
    assertEquals(KEYS, active(engine).erasurePosition());
    assertEquals(400 - KEYS, active(engine).manifest().counts().interactions());
    assertEquals(List.of(), world.ledger.open(MODEL));
    float[] parameters = parameters(engine);
    engine.close();
    return parameters;
  }
}
