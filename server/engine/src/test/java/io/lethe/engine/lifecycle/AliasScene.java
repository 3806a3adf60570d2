package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.alias.AliasName;
import io.lethe.engine.alias.Route;
import io.lethe.engine.alias.run.ModelAliases.Listed;
import io.lethe.engine.alias.run.ModelAliases.Wanted;
import io.lethe.engine.catalog.Narrowing;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.model.ModelHandle;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.recommend.Answer;
import io.lethe.engine.recommend.Fallback;
import io.lethe.engine.recommend.RecommendQuery;
import io.lethe.engine.recommend.UserOutcome;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.tiny.TinyModel;
import io.lethe.engine.tiny.TinyPlugin;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A model of two trainings, and its aliases. */
abstract class AliasScene {

  static final AliasName CANARY = new AliasName("canary");
  static final AliasName STABLE = new AliasName("stable");

  final World world = new World();
  Engine engine;

  AliasScene(EngineConfig config) {
    engine = started(config);
  }

  @AfterEach
  void close() {
    engine.close();
    world.close();
  }

  final Engine started(EngineConfig config) {
    Engine started = world
        .engine(FaultPlan.none(), world.work, config, TinyPlugin.differentiable());
    started.start();
    return started;
  }

  void restart(EngineConfig config) {
    engine.close();
    engine = started(config);
    world.work.runAll();
  }

  /** Versions 1 and 2 of two trainings; the second one is active. */
  void trainTwice() {
    engine.intake().add(MODEL, World.ratings(1));
    train(5);
    train(6);
  }

  void train(long seed) {
    var _ = engine.training()
        .train(TrainingRequest.of(MODEL, "tiny", Map.of(), seed), TrainingListener.none());
    world.work.runAll();
  }

  void trainBeside(long seed) {
    var _ = engine.training()
        .train(
            new TrainingRequest(
                MODEL, "tiny", Map.of(), seed, TrainingRequest.VALIDATION_SHARE, true, true),
            TrainingListener.none());
    world.work.runAll();
  }

  void set(AliasName alias, @Nullable Long version, @Nullable Integer basisPoints) {
    Listed _ = engine.aliases().set(MODEL, new Wanted(alias, version, basisPoints));
  }

  ErasureId erase(long number, ErasureTarget target) {
    ErasureId id = engine.erasures().accept(request(number, target)).id();
    world.work.runAll();
    assertEquals(ErasureState.COMPLETED, engine.erasures().get(id).state());
    return id;
  }

  static ErasureTarget user(int number) {
    return new ErasureTarget.User("user-" + number);
  }

  Answer<UserOutcome> asked(String user, @Nullable AliasName alias) {
    return engine.recommender()
        .recommend(
            new RecommendQuery(
                MODEL, user, 10, List.of(), false, Fallback.NONE, 0, Narrowing.NONE, alias));
  }

  long versionFor(String user) {
    return asked(user, null).version().number();
  }

  long of(AliasName alias) {
    return asked("user-1", alias).version().number();
  }

  List<Long> stored() {
    return world.ledger.stored(MODEL).stream().map(version -> version.id().number()).toList();
  }

  ModelHandle call(AliasName alias) {
    return engine.registry().acquire(MODEL, new Route(alias, null, 0));
  }

  ModelVersion answering(AliasName alias) {
    try (ModelHandle handle = call(alias)) {
      return handle.version();
    }
  }

  static float[] parameters(ModelVersion version) {
    return ((TinyModel) version.content().model()).parameters();
  }

  static ErrorKind refused(org.junit.jupiter.api.function.Executable call) {
    return assertThrows(LetheException.class, call).kind();
  }
}
