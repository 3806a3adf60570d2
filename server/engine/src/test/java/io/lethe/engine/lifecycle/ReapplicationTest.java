package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.active;
import static io.lethe.engine.lifecycle.World.pair;
import static io.lethe.engine.lifecycle.World.parameters;
import static io.lethe.engine.lifecycle.World.recommended;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureFilter;
import io.lethe.engine.erasure.ErasureRequest;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.model.DestroyedVersion;
import io.lethe.engine.model.ModelHandle;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.recommend.UserOutcome;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.tiny.TinyPlugin;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was erased and comes back with a backup is erased again before anything answers. */
class ReapplicationTest {

  private final ExecutorService threads = Executors.newCachedThreadPool();
  /** A disk with a trained model. */
  private final World before = new World();
  /** The same disk after three erasures. */
  private final World after;

  ReapplicationTest() {
    before.trained().close();
    after = new World(before);
    Engine engine = after.engine(FaultPlan.none());
    engine.start();
    engine.erasures().accept(request(1, new ErasureTarget.User("user-3")));
    engine.erasures().accept(request(2, new ErasureTarget.Item("item-2")));
    engine.erasures().accept(request(3, new ErasureTarget.Interactions(List.of(pair(4), pair(9)))));
    after.work.runAll();
    assertEquals(List.of(), after.ledger.open(MODEL));
    engine.close();
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    before.close();
    after.close();
  }

  private static World copyOf(World world) {
    return new World(world, world, world);
  }

  private Engine started(World world) {
    Engine engine = world
        .engine(FaultPlan.none(), threads, World.config(), TinyPlugin.differentiable());
    engine.start();
    return engine;
  }

  private static boolean holdsErased(World world) {
    return PortFixtures.text(world.log.read(MODEL, world.log.end(MODEL)))
        .stream()
        .anyMatch(
            row -> row.startsWith("user-3/") || row.contains("/item-2=")
                || row.startsWith(pair(4).user() + "/" + pair(4).item() + "="));
  }

  private static List<Erasure> again(Engine engine) {
    return engine.erasures()
        .list(ErasureFilter.of(MODEL), Long.MAX_VALUE, 100)
        .erasures()
        .stream()
        .filter(erasure -> erasure.facts().requester().equals(ErasureRequest.RESTORE))
        .toList();
  }

  @Test
  void start_nothingCameBack_erasesNothing() {
    Engine engine = started(copyOf(after));
    assertEquals(List.of(), again(engine));
    engine.close();
  }

  @Test
  void start_logFromABackup_isPurgedAgainAndTheModelStays() {
    World mixed = new World(after, after, before);
    assertTrue(holdsErased(mixed));
    Engine last = started(copyOf(after));
    float[] parameters = parameters(last);
    last.close();
    Engine engine = started(mixed);
    assertFalse(holdsErased(mixed));
    assertArrayEquals(parameters, parameters(engine));
    assertEquals(3, again(engine).size());
    again(engine).forEach(erasure -> assertEquals(ErasureState.COMPLETED, erasure.state()));
    engine.close();
  }

  @Test
  void start_everythingFromABackupAndTheTombstones_isErasedAgainBeforeItAnswers() {
    World restored = copyOf(before);
    restored.ledger.suppress(MODEL, after.ledger.tombstones(MODEL).digests());
    Engine engine = started(restored);
    assertFalse(holdsErased(restored));
    assertInstanceOf(UserOutcome.Unknown.class, recommended(engine, "user-3"));
    assertEquals(-1, active(engine).content().data().index().item("item-2"));
    assertEquals(3, again(engine).size());
    assertEquals(3, active(engine).erasurePosition());
    assertTrue(
        restored.ledger.destroyed(MODEL, 0, 3)
            .stream()
            .anyMatch(gone -> gone.id().equals(new VersionId(MODEL, 1))));
    assertEquals(List.of(active(engine).id()), restored.checkpoints.list(MODEL));
    engine.close();
    Engine next = started(restored);
    assertEquals(3, again(next).size(), "nothing is left to erase");
    next.close();
  }

  @Test
  void start_liveBeforeTheRestoreAndReceivedAgain_endsBeforeItAnswers() {
    World restored = copyOf(before);
    Engine first = started(restored);
    VersionId gone = active(first).id();
    World.train(first, "tiny");
    first.close();
    restored.ledger.accept(PortFixtures.submission(1, MODEL, new ErasureTarget.User("user-3")));
    restored.ledger.recordDestroyed(
        new DestroyedVersion(
            gone, "0".repeat(64), 1, Instant.EPOCH, DestroyedVersion.Reason.REPLACED_BY_BACKUP));
    Engine engine = started(restored);
    assertInstanceOf(UserOutcome.Unknown.class, recommended(engine, "user-3"));
    assertEquals(1, active(engine).erasurePosition());
    engine.close();
  }

  @Test
  void start_tombstonesCannotBeApplied_modelIsNotServed() {
    World restored = copyOf(before);
    restored.ledger.suppress(MODEL, after.ledger.tombstones(MODEL).digests());
    FaultPlan refusing = FaultPlan.at(FaultPlan.Fault.REFUSE, 0);
    Engine engine = restored.engine(refusing, threads, World.config(), TinyPlugin.differentiable());
    engine.start();
    assertEquals(List.of("ledger.accept"), refusing.calls());
    LetheException refused = assertThrows(
        LetheException.class, () -> recommended(engine, "user-3"));
    assertEquals(ErrorKind.MODEL_NOT_READY, refused.kind());
    engine.close();
    Engine next = started(restored);
    assertInstanceOf(UserOutcome.Unknown.class, recommended(next, "user-3"));
    next.close();
  }

  @Test
  void activate_versionThatHoldsSuppressedData_isRefusedAndNamesTheWayOut() {
    Engine engine = started(before);
    ModelVersion first = active(engine);
    ModelVersion second = World.train(engine, "tiny");
    before.ledger.suppress(MODEL, Set.copyOf(after.ledger.tombstones(MODEL).digests()));
    LetheException refused = assertThrows(
        LetheException.class, () -> engine.activation().activate(first.id()));
    assertEquals(ErrorKind.VERSION_HOLDS_ERASED_DATA, refused.kind());
    assertTrue(String.valueOf(refused.getMessage()).contains("rebasing"));
    assertEquals(second.id(), active(engine).id());
    engine.close();
  }

  @Test
  void rebase_versionThatHoldsErasedData_answersWithoutIt() {
    Engine engine = started(before);
    ModelVersion first = active(engine);
    ModelVersion second = World.train(engine, "tiny");
    before.ledger.suppress(MODEL, after.ledger.tombstones(MODEL).digests());
    ModelVersion rebased = engine.training().rebase(first.id());
    assertEquals(rebased.id(), active(engine).id());
    assertEquals(second.id().number() + 1, rebased.id().number());
    assertInstanceOf(UserOutcome.Unknown.class, recommended(engine, "user-3"));
    assertEquals(-1, rebased.content().data().index().item("item-2"));
    assertFalse(rebased.content().data().live().contains(position(rebased, pair(4))));
    LetheException never = assertThrows(
        LetheException.class, () -> engine.training().rebase(new VersionId(MODEL, 99)));
    assertEquals(ErrorKind.VERSION_NOT_FOUND, never.kind());
    engine.close();
  }

  private static int position(ModelVersion version, ErasureTarget.Pair pair) {
    var data = version.content().data();
    return data.table().find(data.index().user(pair.user()), data.index().item(pair.item()));
  }

  @Test
  void rebase_olderThanALiveErasure_takesItOutAgain() {
    World world = copyOf(before);
    Engine engine = world.engine(FaultPlan.none());
    engine.start();
    ModelVersion first = active(engine);
    ModelHandle call = engine.registry().acquire(MODEL);
    engine.erasures().accept(request(1, new ErasureTarget.User("user-3")));
    world.work.runAll();
    LetheException refused = assertThrows(
        LetheException.class, () -> engine.activation().activate(first.id()));
    assertEquals(ErrorKind.VERSION_HOLDS_ERASED_DATA, refused.kind());
    float[] erased = parameters(engine);
    ModelVersion rebased = engine.training().rebase(first.id());
    assertEquals(1, rebased.erasurePosition());
    assertArrayEquals(erased, parameters(engine));
    call.close();
    world.work.runAll();
    assertEquals(List.of(), world.ledger.open(MODEL));
    assertFalse(world.checkpoints.list(MODEL).contains(first.id()));
    engine.close();
  }
}
