package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.active;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureRequest;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.memory.Meanwhile;
import io.lethe.engine.recommend.RecommendQuery;
import io.lethe.engine.recommend.UserOutcome;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.tiny.TinyPlugin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The engine on real threads. */
class ConcurrencyTest {

  private static final int CALLERS = 100;

  private final World world = new World();
  private final ExecutorService work = Executors.newFixedThreadPool(2);
  private final Engine engine = world
      .engine(FaultPlan.none(), work, World.config(), TinyPlugin.differentiable());

  ConcurrencyTest() {
    engine.start();
    engine.intake().add(MODEL, World.ratings(1));
    World.train(engine, "tiny");
  }

  @AfterEach
  void close() {
    engine.close();
    work.shutdownNow();
    world.close();
  }

  private void awaitCompleted(ErasureId id) throws InterruptedException {
    CountDownLatch completed = new CountDownLatch(1);
    try (var _ = engine.erasures().watch(id, erasure -> {
      if (erasure.state().terminal()) {
        completed.countDown();
      }
    })) {
      assertTrue(completed.await(2, TimeUnit.MINUTES), () -> "" + engine.erasures().failures());
    }
    assertEquals(ErasureState.COMPLETED, engine.erasures().get(id).state());
  }

  private static <T> List<T> atOnce(int threads, Callable<T> call) throws Exception {
    try (ExecutorService callers = Executors.newFixedThreadPool(threads)) {
      List<Callable<T>> calls = new ArrayList<>();
      CountDownLatch ready = new CountDownLatch(threads);
      for (int k = 0; k < threads; k++) {
        calls.add(() -> {
          ready.countDown();
          ready.await();
          return call.call();
        });
      }
      List<T> answers = new ArrayList<>();
      for (Future<T> answer : callers.invokeAll(calls)) {
        answers.add(answer.get());
      }
      return answers;
    }
  }

  @Test
  void accept_hundredDuplicatesAtOnce_oneEffect() throws Exception {
    ErasureTarget user = new ErasureTarget.User("user-3");
    List<Erasure> answers = atOnce(CALLERS, () -> engine.erasures().accept(request(1, user)));
    Set<ErasureId> ids = new HashSet<>();
    answers.forEach(answer -> ids.add(answer.id()));
    assertEquals(1, ids.size());
    awaitCompleted(ids.iterator().next());
    assertEquals(2, active(engine).id().number());
    assertEquals(1, world.ledger.tombstones(MODEL).position());
  }

  @Test
  void accept_manyDifferentAtOnce_allCompleted() throws Exception {
    java.util.concurrent.atomic.AtomicInteger next = new java.util.concurrent.atomic.AtomicInteger();
    List<Erasure> answers = atOnce(30, () -> {
      int k = next.getAndIncrement();
      return engine.erasures().accept(request(k, new ErasureTarget.User("user-" + k)));
    });
    for (Erasure answer : answers) {
      awaitCompleted(answer.id());
    }
    assertEquals(30, active(engine).erasurePosition());
    assertEquals(10, active(engine).manifest().counts().users());
    for (int k = 0; k < 30; k++) {
      assertEquals(0, world.log.count(MODEL, new ErasureTarget.User("user-" + k)));
    }
  }

  /** From the acknowledgement on nobody is answered about the user, whichever version answers. */
  @Test
  void recommend_whileErasing_neverAfterTheAcknowledgement() throws Throwable {
    for (int k = 0; k < 25; k++) {
      String user = "user-" + k;
      ErasureRequest request = request(k, new ErasureTarget.User(user));
      AtomicBoolean acknowledged = new AtomicBoolean();
      Meanwhile.looking(1, () -> () -> {
        boolean before = acknowledged.get();
        UserOutcome outcome = engine.recommender()
            .recommend(new RecommendQuery(MODEL, user, 5, List.of(), false))
            .content();
        assertFalse(before && outcome instanceof UserOutcome.Recommended, user);
      }, () -> {
        Erasure erasure = engine.erasures().accept(request);
        acknowledged.set(true);
        awaitCompleted(erasure.id());
      });
    }
  }
}
