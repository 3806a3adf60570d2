package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.active;
import static io.lethe.engine.lifecycle.World.pair;
import static io.lethe.engine.lifecycle.World.parameters;
import static io.lethe.engine.lifecycle.World.recommended;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.Assurance;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionOrigin;
import io.lethe.engine.recommend.UserOutcome;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.tiny.TinyCountPlugin;
import io.lethe.engine.tiny.TinyPlugin;
import io.lethe.spi.TrainingProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrainingTest {

  private static final ErasureTarget USER = new ErasureTarget.User("user-3");

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  /** Runs something once, in the middle of a training. */
  private static final class Interlude {

    private final AtomicReference<Runnable> work = new AtomicReference<>(() -> {});

    void runOnce() {
      work.getAndSet(() -> {}).run();
    }
  }

  private Engine engine(Interlude interlude) {
    Engine engine = world.engine(
        FaultPlan.none(), world.work, World.config(), TinyPlugin.differentiable(interlude::runOnce),
        TinyPlugin.stiff());
    engine.start();
    engine.intake().add(MODEL, World.ratings(1));
    World.train(engine, "tiny");
    return engine;
  }

  @Test
  void train_again_sameSeedSameBitsNextVersion() {
    Engine engine = world.trained();
    float[] first = parameters(engine);
    ModelVersion second = World.train(engine, "tiny");
    assertEquals(new VersionId(MODEL, 2), second.id());
    assertEquals(VersionOrigin.TRAINING, second.manifest().origin());
    assertArrayEquals(first, parameters(engine));
    assertEquals(400, second.manifest().counts().interactions());
    assertTrue(second.content().data().heldOut().size() > 10);
    assertTrue(!second.manifest().metrics().containsKey("validation-auc"), "NaN is no figure");
  }

  @Test
  void train_progress_stagesAndEpochs() {
    Engine engine = world.trained();
    List<String> told = new ArrayList<>();
    engine.training()
        .train(TrainingRequest.of(MODEL, "tiny", Map.of("epochs", "2"), 1), new TrainingListener() {
          @Override
          public void stage(Stage stage) {
            told.add(stage.name());
          }

          @Override
          public void epoch(TrainingProgress progress) {
            told.add("%s %d".formatted(progress.phase(), progress.epoch()));
          }
        });
    assertEquals(
        List.of("READING", "TRAINING", "train 1", "train 2", "measure 0", "check 0", "PUBLISHING"),
        told);
  }

  /** Every report moves the clock by a minute: no fit and nothing between them goes uncounted. */
  @Test
  void train_seconds_areThoseOfAllThatWasTold() {
    Engine engine = world.engine(
        FaultPlan.none(), world.work, World.config(), TinyPlugin.differentiable(),
        new TinyCountPlugin(1_000));
    engine.start();
    engine.intake().add(MODEL, World.ratings(1));
    for (String plugin : List.of("tiny", "count")) {
      List<String> told = new ArrayList<>();
      ModelVersion version = engine.training()
          .train(TrainingRequest.of(MODEL, plugin, Map.of(), 1), new TrainingListener() {
            @Override
            public void stage(Stage stage) {}

            @Override
            public void epoch(TrainingProgress progress) {
              told.add(progress.phase());
              world.later(Duration.ofMinutes(1));
            }
          });
      assertEquals("check", told.getLast());
      assertEquals(60.0 * told.size(), version.manifest().metrics().get("seconds"));
    }
  }

  @Test
  void train_badRequests_namedAndNothingChanged() {
    Engine engine = world.trained();
    refused(
        ErrorKind.PLUGIN_NOT_FOUND, () -> engine.training()
            .train(TrainingRequest.of(MODEL, "nope", Map.of(), 1), TrainingListener.none()));
    refused(
        ErrorKind.OPTION_INVALID,
        () -> engine.training()
            .train(
                TrainingRequest.of(MODEL, "tiny", Map.of("speed", "9"), 1),
                TrainingListener.none()));
    refused(
        ErrorKind.MODEL_NOT_FOUND,
        () -> engine.training()
            .train(
                TrainingRequest
                    .of(new io.lethe.engine.model.ModelName("empty"), "tiny", Map.of(), 1),
                TrainingListener.none()));
    assertEquals(1, active(engine).id().number());
  }

  @Test
  void train_manyTimes_oldCheckpointsBounded() {
    Engine engine = world.trained();
    for (int k = 0; k < 5; k++) {
      World.train(engine, "tiny");
      world.work.runAll();
    }
    assertEquals(
        List.of(new VersionId(MODEL, 4), new VersionId(MODEL, 5), new VersionId(MODEL, 6)),
        world.checkpoints.list(MODEL));
    refused(
        ErrorKind.VERSION_NOT_FOUND, () -> engine.activation().activate(new VersionId(MODEL, 1)));
  }

  @Test
  void train_erasureLiveMeanwhile_notBroughtBack() {
    Interlude interlude = new Interlude();
    Engine engine = engine(interlude);
    ErasureTarget pairs = new ErasureTarget.Interactions(List.of(pair(4)));
    List<ErasureId> ids = new ArrayList<>();
    interlude.work.set(() -> {
      ids.add(engine.erasures().accept(request(1, USER)).id());
      ids.add(engine.erasures().accept(request(2, pairs)).id());
      world.work.runAll();
      assertEquals(ErasureState.COMPLETED, engine.erasures().get(ids.getFirst()).state());
    });
    ModelVersion trained = World.train(engine, "tiny");
    assertEquals(2, ids.size());
    assertEquals(new VersionId(MODEL, 3), trained.id());
    assertEquals(2, trained.erasurePosition());
    assertInstanceOf(UserOutcome.Unknown.class, recommended(engine, "user-3"));
    int erased = world.trainedRowsOf("user-3");
    assertEquals(400 - erased - 1, trained.manifest().counts().interactions());
    world.work.runAll();
    Engine restarted = world.engine(FaultPlan.none());
    restarted.start();
    assertArrayEquals(parameters(engine), parameters(restarted));
    assertTrue(engine.erasures().failures().isEmpty());
  }

  @Test
  void train_erasureAcceptedMeanwhile_carriedOutAfterwards() {
    Interlude interlude = new Interlude();
    Engine engine = engine(interlude);
    interlude.work.set(() -> engine.erasures().accept(request(1, USER)));
    ModelVersion trained = World.train(engine, "tiny");
    assertEquals(0, trained.erasurePosition());
    assertInstanceOf(UserOutcome.Contained.class, recommended(engine, "user-3"));
    world.work.runAll();
    assertEquals(new VersionId(MODEL, 3), active(engine).id());
    assertEquals(1, active(engine).erasurePosition());
    assertInstanceOf(UserOutcome.Unknown.class, recommended(engine, "user-3"));
  }

  @Test
  void train_afterAcceptance_reflectsItAndTheReceiptSaysSo() {
    Engine engine = world.trained();
    ErasureId id = engine.erasures().accept(request(1, USER)).id();
    ModelVersion trained = World.train(engine, "tiny");
    assertEquals(1, trained.erasurePosition());
    world.work.runAll();
    assertEquals(trained.id(), active(engine).id());
    var outcome = Objects.requireNonNull(engine.erasures().get(id).progress().outcome());
    assertEquals(Assurance.RETRAINED, outcome.assurance());
    assertEquals(trained.id(), outcome.unlearned());
    assertEquals(
        List.of(trained.id(), new VersionId(MODEL, 3)), world.checkpoints.list(MODEL),
        "the one before was rebased as 3");
    assertEquals(0, world.log.count(MODEL, USER));
  }

  @Test
  void carryOut_otherVersionPublishedWhileSolving_startsOverOnIt() {
    Interlude interlude = new Interlude();
    Engine engine = engine(interlude);
    ErasureId id = engine.erasures()
        .accept(request(1, USER, io.lethe.engine.erasure.ErasureMethod.RETRAIN))
        .id();
    interlude.work.set(() -> engine.activation().activate(activeAfterAnotherTraining(engine)));
    world.work.runAll();
    var done = engine.erasures().get(id);
    assertEquals(ErasureState.COMPLETED, done.state());
    assertEquals(
        active(engine).id(), Objects.requireNonNull(done.progress().outcome()).unlearned());
    assertInstanceOf(UserOutcome.Unknown.class, recommended(engine, "user-3"));
  }

  private static VersionId activeAfterAnotherTraining(Engine engine) {
    return engine.training()
        .train(TrainingRequest.of(MODEL, "stiff", Map.of(), 77), TrainingListener.none())
        .id();
  }

  @Test
  void train_interrupted_cancelledAndModelAsItWas() throws Exception {
    CountDownLatch training = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Interlude interlude = new Interlude();
    Engine engine = engine(interlude);
    interlude.work.set(() -> {
      training.countDown();
      try {
        never.await();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    });
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<LetheException> ended = threads
          .submit(() -> assertThrows(LetheException.class, () -> World.train(engine, "tiny")));
      assertTrue(training.await(2, TimeUnit.MINUTES));
      threads.shutdownNow();
      assertEquals(ErrorKind.CANCELLED, ended.get().kind());
    }
    assertEquals(1, active(engine).id().number());
    assertEquals(1, world.ledger.versions(MODEL).size());
  }

  private static void refused(ErrorKind kind, org.junit.jupiter.api.function.Executable call) {
    assertEquals(kind, assertThrows(LetheException.class, call).kind());
  }
}
