package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.active;
import static io.lethe.engine.lifecycle.World.pair;
import static io.lethe.engine.lifecycle.World.parameters;
import static io.lethe.engine.lifecycle.World.recommended;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.alias.AliasName;
import io.lethe.engine.alias.run.ModelAliases;
import io.lethe.engine.data.Repeats;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureFilter;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasureRequest;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.policy.ApprovalConfig;
import io.lethe.engine.erasure.policy.ErasurePolicy;
import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.interaction.AppendOrder;
import io.lethe.engine.interaction.AppendOutcome;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.memory.InjectionPoints;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.memory.SimulatedCrash;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.recommend.UserOutcome;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.tiny.TinyCountPlugin;
import io.lethe.engine.tiny.TinyPlugin;
import io.lethe.spi.PluginException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The process dies at every failpoint, at its first, middle and last pass, or with {@code -Pthorough}
 * at each, in a story that passes all of them; the client asks again for what it was not told. The
 * end must be the same.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailpointTest {

  private static final int PASSES_MAX = 3;

  /** How the story ends without a crash, and how often each failpoint is passed. */
  private final FaultPlan counting = FaultPlan.none();
  private final End expected = told(counting);

  /** What must be the same, whatever happened on the way. */
  private record End(
      List<Float> parameters, long position, String counts, List<String> log,
      List<ErasureState> states) {

    @Override
    public String toString() {
      return "parameters %x, position %d, %s, log %x, %s"
          .formatted(parameters.hashCode(), position, counts, log.hashCode(), states);
    }
  }

  /** A machine, the process on it, and a client that remembers what it was told. */
  private static final class Story implements AutoCloseable {

    private final World world = new World();
    private final Map<ErasureRequest, ErasureId> told = new HashMap<>();
    private FaultPlan faults;
    private EngineConfig config = World.config();
    private Engine engine;
    private Runnable beforeEpoch = () -> {};
    private int crashes;

    Story(FaultPlan faults) {
      this.faults = faults;
      this.engine = started();
    }

    /** A step that a client repeats if the process died in it. */
    void step(Runnable step) {
      try {
        step.run();
        if (!faults.died()) {
          return;
        }
      } catch (SimulatedCrash died) {
        assertTrue(faults.died());
      }
      crashes++;
      engine.close();
      faults = FaultPlan.none();
      engine = started();
      assertPromises();
      step.run();
    }

    private Engine started() {
      Engine next = world.engine(
          faults, world.work, config, TinyPlugin.differentiable(() -> beforeEpoch.run()),
          new TinyCountPlugin(1000));
      next.start();
      return next;
    }

    void restart() {
      step(() -> {
        engine.close();
        engine = started();
      });
    }

    void train(long seed) {
      train("tiny", seed);
    }

    void train(String plugin, long seed) {
      step(
          () -> engine.training()
              .train(TrainingRequest.of(MODEL, plugin, Map.of(), seed), TrainingListener.none()));
      step(world.work::runAll);
    }

    /** Acceptance alone; nothing is carried out before {@link #settle}. */
    void accept(ErasureRequest request) {
      step(() -> {
        ErasureId id = engine.erasures().accept(request).id();
        assertEquals(id, told.getOrDefault(request, id));
        told.put(request, id);
      });
      assertPromises();
    }

    /** Until every erasure is completed or failed; retries come by the timer. */
    void settle() {
      step(() -> {
        world.work.runAll();
        while (!faults.died() && unfinished() > 0) {
          world.work.awaitAndRunAll();
        }
      });
      assertPromises();
    }

    ErasureId id(long number) {
      return told.entrySet()
          .stream()
          .filter(entry -> entry.getKey().requestId().equals(request(number, user(0)).requestId()))
          .findFirst()
          .orElseThrow()
          .getValue();
    }

    private long unfinished() {
      return world.ledger.open(MODEL)
          .stream()
          .filter(open -> open.erasure().state() != ErasureState.FAILED)
          .count();
    }

    /** What was acknowledged is known by its name, and not served. */
    private void assertPromises() {
      told.forEach((request, id) -> {
        assertEquals(id, engine.erasures().get(id).id());
        if (request.target() instanceof ErasureTarget.User(String user)) {
          assertTrue(!(recommended(engine, user) instanceof UserOutcome.Recommended));
        }
      });
    }

    End end() {
      List<Float> parameters = new ArrayList<>();
      for (float parameter : parameters(engine)) {
        parameters.add(parameter);
      }
      List<Erasure> erasures = engine.erasures()
          .list(ErasureFilter.of(MODEL), Long.MAX_VALUE, 100)
          .erasures();
      assertEquals(told.size(), erasures.size(), "each done once");
      assertAliasesReflect(active(engine).erasurePosition());
      return new End(
          parameters, active(engine).erasurePosition(),
          active(engine).manifest().counts().toString(),
          PortFixtures.text(world.log.read(MODEL, world.log.end(MODEL))),
          erasures.stream().map(Erasure::state).toList());
    }

    /** Also of one that died while it followed, no erased data is answered from under a name. */
    private void assertAliasesReflect(long position) {
      for (ModelAliases.Listed listed : engine.aliases().list(MODEL)) {
        VersionId id = new VersionId(MODEL, listed.alias().version());
        assertTrue(engine.registry().answering(id).orElseThrow().erasurePosition() >= position);
      }
    }

    @Override
    public void close() {
      engine.close();
      world.close();
    }
  }

  private static ErasureTarget user(int number) {
    return new ErasureTarget.User("user-" + number);
  }

  private static End told(FaultPlan faults) {
    try (Story story = new Story(faults)) {
      begin(story);
      appended(story, 1);
      story.accept(request(1, user(3)));
      story.accept(request(2, new ErasureTarget.Item("item-2")));
      story.settle();
      appended(story, 2);
      trainAndGoBack(story);
      named(story);
      erasedBesideTraining(story);
      failed(story);
      heldAndTakenBack(story);
      refitted(story);
      trainedAnewInTheBackground(story);
      assertEquals(faults.died() ? 1 : 0, story.crashes);
      return story.end();
    }
  }

  private static void begin(Story story) {
    story.step(() -> {
      if (story.world.log.end(MODEL) == 0) {
        story.engine.intake().add(MODEL, World.ratings(1));
      }
    });
    story.train(5);
  }

  /** Sums would tell if a row counted twice. */
  private static void appended(Story story, long number) {
    AppendOrder order = new AppendOrder(
        MODEL, new UUID(8, number),
        List.of(
            new AppendOrder.Row("late-" + number, "item-1", 4),
            new AppendOrder.Row("user-20", "item-9", 1)),
        Repeats.SUM);
    story.step(() -> {
      List<AppendOutcome> outcomes = story.engine.intake().append(order);
      assertEquals(AppendOutcome.STORED, outcomes.getFirst());
    });
  }

  /** One version more than is kept, and back to the last but one; then started again. */
  private static void trainAndGoBack(Story story) {
    for (long seed = 6; seed <= 8; seed++) {
      story.train(seed);
    }
    story.step(() -> story.engine.activation().activate(trainedFrom(story, 7)));
    story.step(story.world.work::runAll);
    story.restart();
  }

  /** The first training answers beside the active one, and follows the erasures that come. */
  private static void named(Story story) {
    AliasName canary = new AliasName("canary");
    story.step(
        () -> story.engine.aliases()
            .set(MODEL, new ModelAliases.Wanted(canary, trainedFrom(story, 8).number(), 2_500)));
    story.restart();
  }

  private static VersionId trainedFrom(Story story, long seed) {
    return story.world.ledger.versions(MODEL)
        .stream()
        .filter(version -> version.manifest().training().seed() == seed)
        .findFirst()
        .orElseThrow()
        .id();
  }

  /** The training leaves out what was accepted before it began. */
  private static void erasedBesideTraining(Story story) {
    story.accept(request(3, user(6)));
    story.step(
        () -> story.engine.training()
            .train(TrainingRequest.of(MODEL, "tiny", Map.of(), 9), TrainingListener.none()));
    story.settle();
    story.accept(request(4, new ErasureTarget.Interactions(List.of(pair(5), pair(6)))));
    story.restart();
    story.settle();
    if (story.crashes == 0) {
      assertEquals(1, story.engine.aliases().list(MODEL).size(), "it followed both erasures");
    }
    story.assertAliasesReflect(active(story.engine).erasurePosition());
  }

  private static void failed(Story story) {
    story.beforeEpoch = () -> {
      throw new PluginException(PluginException.Kind.INVALID_ARGUMENT, "not today");
    };
    story.accept(request(5, user(9), ErasureMethod.RETRAIN));
    story.settle();
    story.beforeEpoch = () -> {};
  }

  private static void heldAndTakenBack(Story story) {
    story.config = World.config(ErasurePolicy.defaults().with(new ApprovalConfig(2, 1)));
    story.restart();
    story.accept(request(7, user(12)));
    story.step(() -> story.engine.erasures().approve(story.id(7), "boss"));
    story.settle();
    story.accept(request(8, new ErasureTarget.Interactions(List.of(pair(20)))));
    story.step(() -> story.engine.erasures().cancel(story.id(8), ErasureRequest.OPERATOR, false));
    story.settle();
    story.config = World.config();
    story.restart();
  }

  /** What a refit leaves lazily is consolidated before the version it came from is destroyed. */
  private static void refitted(Story story) {
    story.train("count", 9);
    story.accept(request(9, user(14)));
    story.accept(request(10, new ErasureTarget.Item("item-4")));
    story.settle();
    story.restart();
  }

  private static void trainedAnewInTheBackground(Story story) {
    EngineConfig usual = World.config();
    story.config = new EngineConfig(
        usual.drainDeadline(), usual.cacheItemsMax(), usual.versionsKeptMax(),
        usual.trainAttemptsMax(), usual.erasures(), RetrainingConfig.of(true, Duration.ZERO),
        usual.effort(), usual.unlearning().withResidualBudget(1e-9));
    story.restart();
    story.train(10);
    story.restart();
    story.accept(request(6, user(11)));
    story.settle();
  }

  @Test
  void story_noCrash_passesEveryFailpoint() {
    for (Failpoint point : Failpoint.values()) {
      assertTrue(counting.passes(point) > 0, point + " is never passed");
    }
  }

  @ParameterizedTest
  @EnumSource(Failpoint.class)
  void crash_atItsPasses_sameEnd(Failpoint point) {
    InjectionPoints.of(counting.passes(point), PASSES_MAX)
        .map(earlier -> earlier + 1)
        .forEach(pass -> {
          FaultPlan faults = FaultPlan.at(point, pass);
          assertEquals(expected, told(faults), "pass " + pass);
          assertTrue(faults.died(), "pass " + pass);
        });
  }
}
