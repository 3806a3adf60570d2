package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.alias.AliasName;
import io.lethe.engine.alias.Route;
import io.lethe.engine.alias.run.AliasDrop;
import io.lethe.engine.alias.run.ModelAliases.Listed;
import io.lethe.engine.alias.run.ModelAliases.Wanted;
import io.lethe.engine.catalog.Narrowing;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.interaction.AppendOrder;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.memory.SimulatedCrash;
import io.lethe.engine.model.ModelHandle;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.Repeats;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionState;
import io.lethe.engine.recommend.Answer;
import io.lethe.engine.recommend.BatchRecommendQuery;
import io.lethe.engine.recommend.Fallback;
import io.lethe.engine.recommend.RecommendQuery;
import io.lethe.engine.recommend.ScoredItem;
import io.lethe.engine.recommend.UserOutcome;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.tiny.TinyModel;
import io.lethe.engine.tiny.TinyPlugin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Versions that answer beside the active one, by name and for a share of the users. */
class AliasTest {

  private static final AliasName CANARY = new AliasName("canary");
  private static final AliasName STABLE = new AliasName("stable");
  private static final int USERS = 4_000;

  private final World world = new World();
  private Engine engine = started(World.config());

  @AfterEach
  void close() {
    engine.close();
    world.close();
  }

  private Engine started(EngineConfig config) {
    Engine started = world
        .engine(FaultPlan.none(), world.work, config, TinyPlugin.differentiable());
    started.start();
    return started;
  }

  private void restart() {
    engine.close();
    engine = started(World.config());
    world.work.runAll();
  }

  /** Versions 1 and 2 of two trainings; the second one is active. */
  private void trainTwice() {
    engine.intake().add(MODEL, World.ratings(1));
    train(5);
    train(6);
  }

  private void train(long seed) {
    var _ = engine.training()
        .train(TrainingRequest.of(MODEL, "tiny", Map.of(), seed), TrainingListener.none());
    world.work.runAll();
  }

  private void set(AliasName alias, @Nullable Long version, @Nullable Integer basisPoints) {
    Listed _ = engine.aliases().set(MODEL, new Wanted(alias, version, basisPoints));
  }

  private ErasureId erase(long number, ErasureTarget target) {
    ErasureId id = engine.erasures().accept(request(number, target)).id();
    world.work.runAll();
    assertEquals(ErasureState.COMPLETED, engine.erasures().get(id).state());
    return id;
  }

  private static ErasureTarget user(int number) {
    return new ErasureTarget.User("user-" + number);
  }

  private RecommendQuery query(String user, @Nullable AliasName alias) {
    return new RecommendQuery(
        MODEL, user, 10, List.of(), false, Fallback.NONE, 0, Narrowing.NONE, alias);
  }

  private Answer<UserOutcome> asked(String user, @Nullable AliasName alias) {
    return engine.recommender().recommend(query(user, alias));
  }

  private long versionFor(String user) {
    return asked(user, null).version().number();
  }

  private long of(AliasName alias) {
    return asked("user-1", alias).version().number();
  }

  private List<Long> stored() {
    return world.ledger.stored(MODEL).stream().map(version -> version.id().number()).toList();
  }

  private ModelVersion answering(AliasName alias) {
    try (ModelHandle handle = engine.registry().acquire(MODEL, new Route(alias, null, 0))) {
      return handle.version();
    }
  }

  private ErrorKind refused(org.junit.jupiter.api.function.Executable call) {
    return assertThrows(LetheException.class, call).kind();
  }

  @Test
  void named_answersByItsVersion_everythingElseByTheActiveOne() {
    trainTwice();
    set(CANARY, 1L, null);
    assertEquals(1, of(CANARY));
    assertEquals(2, versionFor("user-1"));
    assertEquals(ErrorKind.ALIAS_NOT_FOUND, refused(() -> of(STABLE)));
    assertEquals(VersionState.AVAILABLE, engine.registry().stateOf(new VersionId(MODEL, 1)));
    assertFalse(asked("user-5", CANARY).equals(asked("user-5", null)));
    engine.aliases().delete(MODEL, CANARY);
    assertEquals(ErrorKind.ALIAS_NOT_FOUND, refused(() -> of(CANARY)));
    assertEquals(ErrorKind.ALIAS_NOT_FOUND, refused(() -> engine.aliases().delete(MODEL, CANARY)));
    assertEquals(VersionState.RETIRED, engine.registry().stateOf(new VersionId(MODEL, 1)));
  }

  @Test
  void share_isThatOfTheUsers_theSameOnesAfterARestart() {
    trainTwice();
    set(CANARY, 1L, 3_000);
    List<Long> versions = IntStream.range(0, USERS).mapToObj(k -> versionFor("u" + k)).toList();
    double share = versions.stream().filter(version -> version == 1).count() / (double) USERS;
    assertEquals(0.3, share, 5 * Math.sqrt(0.3 * 0.7 / USERS));
    restart();
    assertEquals(versions, IntStream.range(0, USERS).mapToObj(k -> versionFor("u" + k)).toList());
    assertEquals(1, of(CANARY));
  }

  @Test
  void batch_withoutAnAlias_isOneVersionsWhoeverTheUsersAre() {
    trainTwice();
    set(CANARY, 1L, 5_000);
    List<String> users = IntStream.range(0, 40).mapToObj(k -> "user-" + k).toList();
    Answer<List<UserOutcome>> all = engine.recommender()
        .recommend(new BatchRecommendQuery(MODEL, users, 5, false));
    assertEquals(2, all.version().number());
    Answer<List<UserOutcome>> canary = engine.recommender()
        .recommend(
            new BatchRecommendQuery(
                MODEL, users, 5, false, Fallback.NONE, 0, Narrowing.NONE, CANARY));
    assertEquals(1, canary.version().number());
  }

  @Test
  void erasure_isContainedAtOnce_andTheAliasFollowsToAVersionThatForgot() {
    trainTwice();
    World other = new World(world);
    set(CANARY, 1L, 2_000);
    ErasureId id = engine.erasures().accept(request(1, user(3))).id();
    assertInstanceOf(UserOutcome.Contained.class, asked("user-3", CANARY).content());
    world.work.runAll();
    assertEquals(ErasureState.COMPLETED, engine.erasures().get(id).state());
    assertEquals(4, of(CANARY), "3 is the active one's, 4 was made of 1");
    assertInstanceOf(UserOutcome.Unknown.class, asked("user-3", CANARY).content());
    assertEquals(List.of(4L, 3L), stored());
    assertEquals(1, answering(CANARY).erasurePosition());
    try (other; Engine alone = other.engine(FaultPlan.none())) {
      alone.start();
      alone.activation().activate(new VersionId(MODEL, 1));
      alone.erasures().accept(request(1, user(3)));
      other.work.runAll();
      assertArrayEquals(World.parameters(alone), parameters(answering(CANARY)));
    }
    restart();
    assertEquals(4, of(CANARY));
  }

  private static float[] parameters(ModelVersion version) {
    return ((TinyModel) version.content().model()).parameters();
  }

  @Test
  void erasure_completesOnlyWhenNoCallIsAnsweredByTheVersionThatKnew() {
    engine.close();
    EngineConfig usual = World.config();
    engine = started(
        new EngineConfig(
            Duration.ofMillis(20), usual.cacheItemsMax(), usual.versionsKeptMax(),
            usual.trainAttemptsMax(), usual.erasures(), usual.retraining(), usual.effort(),
            usual.unlearning()));
    trainTwice();
    set(CANARY, 1L, 0);
    try (ModelHandle call = engine.registry().acquire(MODEL, new Route(CANARY, null, 0))) {
      ErasureId _ = erase(1, user(3));
      assertTrue(call.revoked(), "it is completed: its call must not be answered any more");
    }
  }

  @Test
  void erasures_manyWhileItIsTheActiveVersionsName_itFollowsEachTime() {
    trainTwice();
    set(STABLE, 2L, 0);
    for (int day = 1; day <= 4; day++) {
      ErasureId _ = erase(day, user(2 * day));
      assertEquals(World.active(engine).id(), answering(STABLE).id());
    }
  }

  @Test
  void diedBeforeErasuresWereCompleted_itFollowsAllTheSame() {
    trainTwice();
    set(CANARY, 1L, 2_000);
    ModelHandle call = engine.registry().acquire(MODEL);
    ErasureId id = engine.erasures().accept(request(1, user(3))).id();
    world.work.runAll();
    assertEquals(ErasureState.LIVE, engine.erasures().get(id).state());
    restart();
    call.close();
    assertEquals(ErasureState.COMPLETED, engine.erasures().get(id).state());
    assertEquals(1, answering(CANARY).erasurePosition());
    assertEquals(new VersionId(MODEL, 1), answering(CANARY).manifest().parent());
  }

  /** What the process dies of, it shall not die of again and again. */
  @Test
  void diedWhileItsVersionWasRebased_theAliasIsTakenAway() {
    trainTwice();
    set(CANARY, 1L, 2_000);
    engine.close();
    FaultPlan faults = FaultPlan.at(Failpoint.REBASE_BEFORE, 1);
    engine = world.engine(faults, world.work, World.config(), TinyPlugin.differentiable());
    engine.start();
    ErasureId id = engine.erasures().accept(request(1, user(3))).id();
    try {
      world.work.runAll();
    } catch (SimulatedCrash expected) {
      assertTrue(faults.died());
    }
    assertTrue(faults.died());
    restart();
    assertEquals(ErasureState.COMPLETED, engine.erasures().get(id).state());
    assertEquals(List.of(), engine.aliases().list(MODEL));
    assertEquals(Map.of(MODEL, Map.of(AliasDrop.SERVER_DIED, 1L)), engine.aliasDrops());
  }

  @Test
  void retrainWanted_theAliasIsTakenAway_andCounted() {
    trainTwice();
    set(CANARY, 1L, 2_000);
    var _ = engine.erasures().accept(request(1, user(3), ErasureMethod.RETRAIN));
    world.work.runAll();
    assertEquals(ErrorKind.ALIAS_NOT_FOUND, refused(() -> of(CANARY)));
    assertEquals(List.of(), engine.aliases().list(MODEL));
    assertEquals(Map.of(MODEL, Map.of(AliasDrop.NEEDS_TRAINING, 1L)), engine.aliasDrops());
  }

  @Test
  void trainings_leaveItAlone_andItsVersionStays() {
    trainTwice();
    set(CANARY, 1L, 1_000);
    for (long seed = 7; seed <= 10; seed++) {
      train(seed);
    }
    assertEquals(1, of(CANARY));
    assertTrue(stored().contains(1L));
    engine.aliases().delete(MODEL, CANARY);
    train(11);
    assertFalse(stored().contains(1L));
  }

  @Test
  void trainedBeside_answersUnderItsNameOnly_andHoldsBackNothing() {
    engine.intake().add(MODEL, World.ratings(1));
    trainBeside(4);
    assertEquals(1, versionFor("user-1"), "the first version of a model answers in any case");
    trainBeside(5);
    assertEquals(1, versionFor("user-1"));
    assertEquals(List.of(2L, 1L), stored());
    set(CANARY, 2L, 1_000);
    assertEquals(2, of(CANARY));
    ErasureId _ = erase(1, user(3));
    assertEquals(new VersionId(MODEL, 2), answering(CANARY).manifest().parent());
    assertFalse(
        engine.directory()
            .versions(MODEL)
            .stream()
            .anyMatch(version -> Takeover.refusalOf(version.record().manifest()).isPresent()));
  }

  @Test
  void trainedBeside_oneVersionIsKept_isRefusedBeforeItsWork() {
    engine.close();
    engine = started(World.config().keeping(1, Duration.ofSeconds(60)));
    engine.intake().add(MODEL, World.ratings(1));
    assertEquals(ErrorKind.ARGUMENT_INVALID, refused(() -> trainBeside(5)));
  }

  private void trainBeside(long seed) {
    var _ = engine.training()
        .train(
            new TrainingRequest(
                MODEL, "tiny", Map.of(), seed, TrainingRequest.VALIDATION_SHARE, true, true),
            TrainingListener.none());
    world.work.runAll();
  }

  @Test
  void bounds_areNamed_andNothingChanges() {
    trainTwice();
    set(CANARY, 1L, 4_000);
    set(STABLE, 2L, 6_000);
    LetheException many = assertThrows(
        LetheException.class, () -> set(new AliasName("third"), 1L, 0));
    assertEquals(ErrorKind.ALIAS_BOUND_EXCEEDED, many.kind());
    assertEquals("2", many.metadata().get("max"));
    LetheException share = assertThrows(LetheException.class, () -> set(CANARY, null, 4_001));
    assertEquals("10001", share.metadata().get("value"));
    assertEquals(ErrorKind.VERSION_NOT_FOUND, refused(() -> set(CANARY, 9L, null)));
    assertEquals(ErrorKind.ARGUMENT_INVALID, refused(() -> set(CANARY, null, 10_001)));
    assertEquals(ErrorKind.ALIAS_BOUND_EXCEEDED, refused(() -> set(new AliasName("x"), 1L, 0)));
    assertEquals(
        List.of("canary 1 4000", "stable 2 6000"),
        engine.aliases()
            .list(MODEL)
            .stream()
            .map(
                each -> "%s %d %d".formatted(
                    each.alias().name(), each.alias().version(), each.alias().basisPoints()))
            .toList());
  }

  @Test
  void shareAlone_keepsTheVersion_aNewAliasNeedsOne() {
    trainTwice();
    assertEquals(ErrorKind.ALIAS_NOT_FOUND, refused(() -> set(CANARY, null, 1_000)));
    set(CANARY, 1L, 0);
    set(CANARY, null, 10_000);
    assertEquals(1, versionFor("user-1"));
    set(CANARY, 2L, null);
    assertEquals(10_000, engine.aliases().list(MODEL).getFirst().alias().basisPoints());
    assertEquals(2, of(CANARY));
  }

  @Test
  void versionThatHoldsErasedData_isRefused() {
    trainTwice();
    ModelHandle call = engine.registry().acquire(MODEL);
    var _ = engine.erasures().accept(request(1, user(3)));
    world.work.runAll();
    assertEquals(ErrorKind.VERSION_HOLDS_ERASED_DATA, refused(() -> set(CANARY, 1L, 0)));
    call.close();
  }

  @Test
  void positionAskedFor_theShareOfAVersionThatIsBehind_isTheActiveOnes() {
    trainTwice();
    set(CANARY, 1L, 10_000);
    ModelHandle call = engine.registry().acquire(MODEL);
    var _ = engine.erasures().accept(request(1, user(3)));
    world.work.runAll();
    assertEquals(1, versionFor("user-1"));
    RecommendQuery fresh = new RecommendQuery(
        MODEL, "user-1", 10, List.of(), false, Fallback.NONE, 1);
    assertEquals(3, engine.recommender().recommend(fresh).version().number());
    call.close();
  }

  @Test
  void activatedVersion_andTheOneBefore_goOnUnderTheirNames() {
    trainTwice();
    set(CANARY, 1L, 0);
    set(STABLE, 2L, 0);
    engine.activation().activate(new VersionId(MODEL, 1));
    assertEquals(1, versionFor("user-1"));
    assertEquals(1, of(CANARY));
    assertEquals(2, of(STABLE));
  }

  @Test
  void rowsThatCame_areLeftOutOfTheAnswersOfAnOlderVersion() {
    engine.intake().add(MODEL, World.ratings(1));
    train(5);
    String best = items(asked("user-5", null)).getFirst();
    engine.intake()
        .append(
            new AppendOrder(
                MODEL, new UUID(5, 1), List.of(new AppendOrder.Row("user-5", best, 3)),
                Repeats.LATEST));
    train(6);
    set(CANARY, 1L, 0);
    assertFalse(items(asked("user-5", CANARY)).contains(best));
    train(7);
    assertFalse(items(asked("user-5", CANARY)).contains(best));
    restart();
    assertFalse(items(asked("user-5", CANARY)).contains(best));
  }

  private static List<String> items(Answer<UserOutcome> answer) {
    return ((UserOutcome.Recommended) answer.content()).items()
        .stream()
        .map(ScoredItem::item)
        .toList();
  }

  @Test
  void deletedModel_hasNoAliases() {
    trainTwice();
    set(CANARY, 1L, 1_000);
    engine.removal().delete(MODEL);
    assertEquals(List.of(), engine.aliases().list(MODEL));
    engine.intake().add(MODEL, World.ratings(1));
    train(5);
    assertEquals(ErrorKind.ALIAS_NOT_FOUND, refused(() -> of(CANARY)));
  }

  @Test
  void moved_againAndAgain_noCallFails() throws Exception {
    trainTwice();
    set(CANARY, 1L, 5_000);
    AtomicBoolean stop = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<Long>> readers = IntStream.range(0, 2)
          .mapToObj(k -> threads.submit(() -> read(stop)))
          .toList();
      for (long round = 0; round < 200; round++) {
        set(CANARY, 1 + round % 2, (int) (round * 50));
      }
      stop.set(true);
      for (Future<Long> reader : readers) {
        assertTrue(reader.get() > 0);
      }
    }
  }

  private long read(AtomicBoolean stop) {
    long answers = 0;
    while (!stop.get()) {
      assertFalse(items(asked("user-5", CANARY)).isEmpty());
      assertFalse(items(asked("user-7", null)).isEmpty());
      answers++;
    }
    return answers;
  }
}
