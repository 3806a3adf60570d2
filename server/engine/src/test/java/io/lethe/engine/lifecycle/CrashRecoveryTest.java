package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.active;
import static io.lethe.engine.lifecycle.World.pair;
import static io.lethe.engine.lifecycle.World.parameters;
import static io.lethe.engine.lifecycle.World.recommended;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureFilter;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasureRequest;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.policy.ApprovalConfig;
import io.lethe.engine.erasure.policy.ErasurePolicy;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.memory.FaultPlan.Fault;
import io.lethe.engine.memory.InjectionPoints;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.memory.SimulatedCrash;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionState;
import io.lethe.engine.recommend.UserOutcome;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.tiny.TinyPlugin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The process dies, or the disk refuses, at the changing calls of every port: at a sample of them, or
 * with {@code -Pthorough} at each.
 */
class CrashRecoveryTest {

  private static final int CALLS_MAX = 16;

  private static final List<ErasureRequest> REQUESTS = List.of(
      request(1, new ErasureTarget.User("user-3")), request(2, new ErasureTarget.Item("item-2")),
      request(
          3, new ErasureTarget.Interactions(IntStream.range(0, 8).mapToObj(World::pair).toList())));

  private static final List<ErasureRequest> RETRAININGS = List.of(
      request(1, new ErasureTarget.User("user-3"), ErasureMethod.RETRAIN),
      request(2, new ErasureTarget.Interactions(List.of(pair(5))), ErasureMethod.RETRAIN));

  /** A disk with a trained model. */
  private final World image = new World();

  CrashRecoveryTest() {
    image.trained().close();
    image.close();
  }

  /** What must be the same, whatever happened on the way. */
  private record End(
      List<Float> parameters, long position, String manifestCounts, List<String> log,
      List<String> ids, List<Long> forgotten, int checkpoints, int open) {

    @Override
    public String toString() {
      return "parameters %x, position %d, %s, log %x, ids %x, forgotten %s, %d checkpoints, %d open"
          .formatted(
              parameters.hashCode(), position, manifestCounts, log.hashCode(), ids.hashCode(),
              forgotten, checkpoints, open);
    }
  }

  /** How requests come: all before any is carried out, or each after the one before it is live. */
  private enum Arrival {
    TOGETHER,
    ONE_BY_ONE
  }

  private End run(List<ErasureRequest> requests, Arrival arrival, FaultPlan faults) {
    try (World world = new World(image)) {
      Engine engine = world.engine(faults);
      List<ErasureId> acknowledged = new ArrayList<>();
      try {
        engine.start();
        carryOut(world, engine, requests, arrival, acknowledged);
      } catch (SimulatedCrash died) {
        engine.close();
        engine = world.engine(FaultPlan.none());
        engine.start();
        assertRemembered(engine, acknowledged);
        if (arrival == Arrival.ONE_BY_ONE) {
          settle(world);
        }
        carryOut(world, engine, requests, arrival, new ArrayList<>());
      }
      engine.close();
      return end(world);
    }
  }

  /** What the client was told, the server knows; nothing of it is served. */
  private static void assertRemembered(Engine engine, List<ErasureId> acknowledged) {
    for (ErasureId id : acknowledged) {
      assertEquals(id, engine.erasures().get(id).id());
    }
    if (!acknowledged.isEmpty()) {
      assertTrue(!(recommended(engine, "user-3") instanceof UserOutcome.Recommended));
    }
  }

  private static void carryOut(
      World world, Engine engine, List<ErasureRequest> requests, Arrival arrival,
      List<ErasureId> acknowledged) {
    for (ErasureRequest request : requests) {
      acknowledged.add(accepted(engine, request));
      if (arrival == Arrival.ONE_BY_ONE) {
        settle(world);
      }
    }
    settle(world);
  }

  /** As a client does: sends the same request again while the disk refuses. */
  private static ErasureId accepted(Engine engine, ErasureRequest request) {
    try {
      return engine.erasures().accept(request).id();
    } catch (LetheException refused) {
      assertEquals(ErrorKind.STORAGE_FAILED, refused.kind());
      return engine.erasures().accept(request).id();
    }
  }

  /** Until everything accepted is completed; retries come by the timer. */
  private static void settle(World world) {
    world.work.runAll();
    while (!world.ledger.open(MODEL).isEmpty()) {
      world.work.awaitAndRunAll();
    }
  }

  private static End end(World world) {
    return end(world, 0);
  }

  /** After so many erasures were cancelled. */
  private static End end(World world, int cancelled) {
    Engine engine = world.engine(FaultPlan.none());
    engine.start();
    world.work.runAll();
    assertInstanceOf(UserOutcome.Unknown.class, recommended(engine, "user-3"));
    List<Float> parameters = new ArrayList<>();
    for (float parameter : parameters(engine)) {
      parameters.add(parameter);
    }
    ModelVersion version = active(engine);
    List<Erasure> erasures = new ArrayList<>(
        engine.erasures().list(ErasureFilter.of(MODEL), Long.MAX_VALUE, 10).erasures());
    assertEquals(
        cancelled, erasures.stream().filter(e -> e.state() == ErasureState.CANCELLED).count());
    erasures.removeIf(erasure -> erasure.state() == ErasureState.CANCELLED);
    erasures.forEach(erasure -> assertEquals(ErasureState.COMPLETED, erasure.state()));
    End end = new End(
        parameters, version.erasurePosition(), version.manifest().counts().toString(),
        PortFixtures.text(world.log.read(MODEL, 400)),
        version.content().data().index().ids().users(),
        erasures.stream()
            .map(erasure -> Objects.requireNonNull(erasure.progress().outcome()).forgotten())
            .toList(),
        world.checkpoints.list(MODEL).size(), world.ledger.open(MODEL).size());
    ReceiptLogTest.assertNeverContradicted(world);
    assertEquals(erasures.size(), world.ledger.receiptLeaves(0, 100).size());
    engine.close();
    return end;
  }

  private int changingCalls(List<ErasureRequest> requests, Arrival arrival) {
    FaultPlan counting = FaultPlan.none();
    run(requests, arrival, counting);
    return counting.calls().size();
  }

  private void everywhere(List<ErasureRequest> requests, Arrival arrival, Fault fault) {
    End expected = run(requests, arrival, FaultPlan.none());
    int calls = changingCalls(requests, arrival);
    assertTrue(calls >= requests.size() + 6, calls + " changing calls");
    InjectionPoints.of(calls, CALLS_MAX).forEach(at -> {
      FaultPlan faults = FaultPlan.at(fault, at);
      End actual = run(requests, arrival, faults);
      assertTrue(faults.happened());
      assertEquals(expected, actual, fault + " at " + faults.calls().getLast());
    });
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void batch_faultAtEveryCall_sameEnd(Fault fault) {
    everywhere(REQUESTS, Arrival.TOGETHER, fault);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void sequence_faultAtEveryCall_sameEnd(Fault fault) {
    everywhere(REQUESTS, Arrival.ONE_BY_ONE, fault);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void retraining_faultAtEveryCall_sameEnd(Fault fault) {
    everywhere(RETRAININGS, Arrival.TOGETHER, fault);
  }

  /** One is held, approved and carried out, another is taken back; whatever happens on the way. */
  private End decided(FaultPlan faults) {
    try (World world = new World(image)) {
      Engine engine = deciding(world, faults);
      try {
        engine.start();
        decide(world, engine);
      } catch (SimulatedCrash died) {
        engine.close();
        engine = deciding(world, FaultPlan.none());
        engine.start();
        decide(world, engine);
      }
      engine.close();
      return end(world, 1);
    }
  }

  private static Engine deciding(World world, FaultPlan faults) {
    return world.engine(
        faults, world.work, World.config(ErasurePolicy.open().with(new ApprovalConfig(5, 1))),
        TinyPlugin.differentiable());
  }

  /** Each step again, as people do, while the disk refuses. */
  private static void decide(World world, Engine engine) {
    ErasureId held = accepted(engine, REQUESTS.getFirst());
    ErasureId taken = accepted(engine, REQUESTS.get(1));
    repeated(() -> engine.erasures().cancel(taken, ErasureRequest.OPERATOR, false));
    repeated(() -> engine.erasures().approve(held, "boss"));
    assertEquals(ErasureState.CANCELLED, engine.erasures().get(taken).state());
    settle(world);
  }

  private static void repeated(Runnable step) {
    try {
      step.run();
    } catch (LetheException refused) {
      assertEquals(ErrorKind.STORAGE_FAILED, refused.kind());
      step.run();
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void decisions_faultAtEveryCall_sameEnd(Fault fault) {
    End expected = decided(FaultPlan.none());
    FaultPlan counting = FaultPlan.none();
    decided(counting);
    assertTrue(counting.calls().containsAll(List.of("ledger.approve", "ledger.cancelled")));
    InjectionPoints.of(counting.calls().size(), CALLS_MAX).forEach(at -> {
      FaultPlan faults = FaultPlan.at(fault, at);
      assertEquals(expected, decided(faults), fault + " at " + counting.calls().get(at));
      assertTrue(faults.happened());
    });
  }

  @Test
  void arrival_together_otherBitsThanApart() {
    End together = run(REQUESTS, Arrival.TOGETHER, FaultPlan.none());
    End apart = run(REQUESTS, Arrival.ONE_BY_ONE, FaultPlan.none());
    assertEquals(together.log(), apart.log());
    assertTrue(
        !together.parameters().equals(apart.parameters()),
        "the tests above could not tell a batch that was split");
  }

  @Test
  void crash_batchBegun_laterRequestDoesNotJoinIt() {
    End expected = inTwoBatches(FaultPlan.none());
    FaultPlan counting = FaultPlan.none();
    inTwoBatches(counting);
    int commit = counting.calls().indexOf("ledger.commitErasures");
    assertEquals(expected, inTwoBatches(FaultPlan.at(Fault.CRASH_BEFORE, commit)));
  }

  /** The first two requests, which may end in a crash; then, before anything runs, the third. */
  private End inTwoBatches(FaultPlan faults) {
    try (World world = new World(image)) {
      Engine engine = world.engine(faults);
      engine.start();
      try {
        carryOut(world, engine, REQUESTS.subList(0, 2), Arrival.TOGETHER, new ArrayList<>());
      } catch (SimulatedCrash died) {
        engine.close();
        engine = world.engine(FaultPlan.none());
        engine.start();
      }
      carryOut(world, engine, REQUESTS.subList(2, 3), Arrival.TOGETHER, new ArrayList<>());
      engine.close();
      return end(world);
    }
  }

  @Test
  void restart_betweenErasures_sameBitsAsWithout() {
    End without = run(REQUESTS, Arrival.ONE_BY_ONE, FaultPlan.none());
    try (World world = new World(image)) {
      for (ErasureRequest request : REQUESTS) {
        Engine engine = world.engine(FaultPlan.none());
        engine.start();
        engine.erasures().accept(request);
        settle(world);
        engine.close();
      }
      assertEquals(without, end(world));
    }
  }

  @Test
  void start_damagedCheckpoint_notReadyWithTheReason() {
    try (World world = new World(image)) {
      world.checkpoints.damage(world.ledger.active(MODEL).orElseThrow().id());
      Engine engine = world.engine(FaultPlan.none());
      engine.start();
      LetheException error = org.junit.jupiter.api.Assertions
          .assertThrows(LetheException.class, () -> recommended(engine, "user-3"));
      assertEquals(ErrorKind.MODEL_NOT_READY, error.kind());
      assertTrue(String.valueOf(error.getMessage()).contains("checksum does not fit"));
      assertTrue(
          engine.directory().model(MODEL) instanceof io.lethe.engine.model.ModelStatus.NotReady);
    }
  }

  @Test
  void train_damagedCheckpoint_servesAgainAndCarriesOn() {
    try (World world = new World(image)) {
      Engine before = world.engine(FaultPlan.none());
      before.start();
      ErasureId id = before.erasures().accept(REQUESTS.getFirst()).id();
      before.close();
      world.checkpoints.damage(active(before).id());
      Engine after = world.engine(FaultPlan.none());
      after.start();
      world.work.runAll();
      assertEquals(ErasureState.RECEIVED, after.erasures().get(id).state());
      assertEquals(VersionState.REFUSED, after.registry().stateOf(active(before).id()));
      World.train(after, "tiny");
      world.work.runAll();
      assertEquals(ErasureState.COMPLETED, after.erasures().get(id).state());
      assertInstanceOf(UserOutcome.Unknown.class, recommended(after, "user-3"));
      assertEquals(List.of(active(after).id()), world.checkpoints.list(MODEL));
    }
  }

  @Test
  void start_again_sameBitsServed() {
    try (World world = new World()) {
      Engine before = world.trained();
      List<String> items = World.items(before, "user-5");
      before.close();
      Engine after = world.engine(FaultPlan.none());
      after.start();
      assertTrue(Arrays.equals(parameters(before), parameters(after)));
      assertEquals(items, World.items(after, "user-5"));
      assertEquals(active(before).record(), active(after).record());
    }
  }
}
