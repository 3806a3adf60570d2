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
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.erasure.Assurance;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasureOutcome;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.Receipt;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.model.ModelHandle;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionOrigin;
import io.lethe.engine.recommend.UserOutcome;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.tiny.TinyPlugin;
import io.lethe.unlearning.UnlearningConfig;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** From the acceptance of an erasure to its end. */
class ErasureLifeTest extends ErasureScene {

  @Test
  void carryOut_user_newVersionAndNothingLeftOnDisk() {
    ModelVersion before = active(engine);
    Erasure done = carriedOut(accept(1, USER));
    ModelVersion after = active(engine);
    assertEquals(new VersionId(MODEL, 2), after.id());
    assertEquals(before.id(), after.manifest().parent());
    assertEquals(VersionOrigin.INFLUENCE_UPDATE, after.manifest().origin());
    assertEquals(1, after.erasurePosition());
    assertEquals(List.of(after.id()), world.checkpoints.list(MODEL));
    assertEquals(
        "",
        world.checkpoints.read(after.id())
            .checkpoint()
            .ids()
            .users()
            .get(before.content().data().index().user("user-3")));
    assertFalse(world.log.read(MODEL, 400).userIds().contains("user-3"));
    assertEquals(0, world.log.count(MODEL, USER));
    assertTrue(outcome(done).forgotten() > 0);
    assertEquals(1, outcome(done).droppedRows());
    assertEquals(Assurance.APPROXIMATE, outcome(done).assurance());
    assertEquals(List.of(), world.ledger.open(MODEL));
  }

  @Test
  void carryOut_any_receiptVerifies() throws GeneralSecurityException {
    Erasure done = carriedOut(accept(1, USER));
    Receipt receipt = engine.erasures().receipt(done.id()).receipt();
    assertArrayEquals(engine.receiptKey(), receipt.publicKey());
    assertTrue(verifies(receipt, receipt.statement()));
    byte[] forged = receipt.statement().clone();
    forged[forged.length / 2] ^= 1;
    assertFalse(verifies(receipt, forged));
    String statement = new String(receipt.statement(), java.nio.charset.StandardCharsets.UTF_8);
    assertFalse(statement.contains("user-3"), statement);
  }

  private static boolean verifies(Receipt receipt, byte[] statement)
      throws GeneralSecurityException {
    byte[] bigEndian = new byte[32];
    for (int k = 0; k < 32; k++) {
      bigEndian[k] = receipt.publicKey()[31 - k];
    }
    boolean odd = (bigEndian[0] & 0x80) != 0;
    bigEndian[0] &= 0x7f;
    PublicKey key = KeyFactory.getInstance("Ed25519")
        .generatePublic(
            new EdECPublicKeySpec(
                NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, bigEndian))));
    Signature signature = Signature.getInstance("Ed25519");
    signature.initVerify(key);
    signature.update(statement);
    return signature.verify(receipt.signature());
  }

  @Test
  void carryOut_retrain_sameAsTrainingWithoutTheData() {
    Erasure done = carriedOut(
        engine.erasures().accept(request(1, USER, ErasureMethod.RETRAIN)).id());
    assertEquals(Assurance.RETRAINED, outcome(done).assurance());
    assertEquals(ErasureMethod.RETRAIN, outcome(done).method());
    float[] retrained = parameters(engine);
    assertEquals(VersionOrigin.RETRAINING, active(engine).manifest().origin());
    World.train(engine, "tiny");
    assertArrayEquals(parameters(engine), retrained);
  }

  @Test
  void carryOut_callStillOnTheOldVersion_completedOnlyAfterIt() {
    world.work.runAll();
    ModelHandle call = engine.registry().acquire(MODEL);
    ErasureId id = accept(1, USER);
    Erasure live = carriedOut(id);
    assertEquals(ErasureState.LIVE, live.state());
    assertEquals(2, active(engine).id().number());
    assertTrue(world.log.count(MODEL, USER) > 0);
    assertEquals(2, world.checkpoints.list(MODEL).size());
    refused(ErrorKind.RECEIPT_NOT_READY, () -> engine.erasures().receipt(id));
    call.close();
    assertEquals(ErasureState.COMPLETED, carriedOut(id).state());
    assertEquals(1, world.checkpoints.list(MODEL).size());
  }

  @Test
  void carryOut_several_solvedAsOneBatch() {
    ErasureId first = accept(1, USER);
    ErasureId second = accept(2, new ErasureTarget.Item("item-2"));
    ErasureId third = accept(3, USER);
    Erasure done = carriedOut(first);
    assertEquals(2, active(engine).id().number());
    assertEquals(3, active(engine).erasurePosition());
    assertTrue(outcome(done).forgotten() > 0);
    assertTrue(outcome(engine.erasures().get(second)).forgotten() > 0);
    assertEquals(0, outcome(engine.erasures().get(third)).forgotten());
    assertEquals(ErasureState.COMPLETED, engine.erasures().get(third).state());
  }

  @Test
  void activate_parentThatHoldsErasedData_refused() {
    carriedOut(accept(1, USER));
    refused(
        ErrorKind.VERSION_HOLDS_ERASED_DATA,
        () -> engine.activation().activate(new VersionId(MODEL, 1)));
    assertTrue(engine.directory().version(new VersionId(MODEL, 1)).holdsErasedData());
    refused(
        ErrorKind.VERSION_NOT_FOUND, () -> engine.activation().activate(new VersionId(MODEL, 9)));
  }

  @Test
  void activate_earlierTraining_answersWithItsBits() {
    float[] first = parameters(engine);
    engine.training()
        .train(
            TrainingRequest.of(MODEL, "tiny", java.util.Map.of("epochs", "3"), 9),
            TrainingListener.none());
    engine.activation().activate(new VersionId(MODEL, 1));
    assertArrayEquals(first, parameters(engine));
    assertEquals(1, active(engine).id().number());
    assertEquals(1, world.ledger.active(MODEL).orElseThrow().id().number());
  }

  @Test
  void add_erasedSubjectAgain_staysOut() {
    carriedOut(accept(1, USER));
    ErasureTarget.Pair pair = pair(7);
    carriedOut(accept(2, new ErasureTarget.Interactions(List.of(pair))));
    var result = engine.intake()
        .add(
            MODEL, PortFixtures
                .rows("user-3", "item-1", 5, pair.user(), pair.item(), 5, "new-user", "item-1", 4));
    assertEquals(1, result.added());
    assertEquals(2, result.leftOut());
    World.train(engine, "tiny");
    assertInstanceOf(UserOutcome.Unknown.class, recommended(engine, "user-3"));
    assertInstanceOf(UserOutcome.Recommended.class, recommended(engine, "new-user"));
  }

  @Test
  void carryOut_gateFails_retrainedAndSaysSo() {
    Engine strict = world.engine(
        FaultPlan.none(), world.work,
        World.config(new UnlearningConfig.Gates(1e-9, 100, 0, 1e9, 1, 64)),
        TinyPlugin.differentiable());
    strict.start();
    ErasureId id = strict.erasures().accept(request(1, USER)).id();
    world.work.runAll();
    ErasureOutcome outcome = outcome(strict.erasures().get(id));
    assertEquals(Assurance.RETRAINED, outcome.assurance());
    assertEquals("step-too-large", outcome.measures().refusal().orElseThrow().name());
    assertEquals(VersionOrigin.RETRAINING, active(strict).manifest().origin());
  }

  @Test
  void carryOut_pluginFails_failedAndContainedForEver() {
    TinyPlugin broken = TinyPlugin.differentiable(() -> {
      throw new IllegalStateException("secret of user-3");
    });
    Engine failing = world.engine(FaultPlan.none(), world.work, World.config(), broken);
    failing.start();
    ErasureId id = failing.erasures().accept(request(1, USER, ErasureMethod.RETRAIN)).id();
    ErasureId next = failing.erasures().accept(request(2, new ErasureTarget.User("user-5"))).id();
    world.work.runAll();
    Erasure failed = failing.erasures().get(id);
    assertEquals(ErasureState.FAILED, failed.state());
    assertEquals(
        ErrorKind.PLUGIN_FAILED, Objects.requireNonNull(failed.progress().failure()).kind());
    assertFalse(failed.toString().contains("secret"));
    assertEquals(ErasureState.COMPLETED, failing.erasures().get(next).state());
    assertInstanceOf(UserOutcome.Contained.class, recommended(failing, "user-3"));
    Engine restarted = world.engine(FaultPlan.none());
    restarted.start();
    assertInstanceOf(UserOutcome.Contained.class, recommended(restarted, "user-3"));
    World.train(restarted, "tiny");
    assertEquals(-1, active(restarted).content().data().index().user("user-3"));
  }

  @Test
  void watch_fromAcceptance_everyStateInOrderAndTheLast() {
    ErasureId id = accept(1, USER);
    List<ErasureState> states = new ArrayList<>();
    try (var _ = engine.erasures().watch(id, erasure -> states.add(erasure.state()))) {
      world.work.runAll();
    }
    assertEquals(
        List.of(
            ErasureState.RECEIVED, ErasureState.SOLVING, ErasureState.VERIFYING,
            ErasureState.PUBLISHING, ErasureState.LIVE, ErasureState.COMPLETED),
        states);
    List<ErasureState> late = new ArrayList<>();
    engine.erasures().watch(id, erasure -> late.add(erasure.state())).close();
    assertEquals(List.of(ErasureState.COMPLETED), late);
    refused(
        ErrorKind.ERASURE_NOT_FOUND,
        () -> engine.erasures().watch(new ErasureId(new UUID(0, 0)), erasure -> {}));
  }

  @Test
  void phases_completed_everyStretchOnce() {
    Erasure done = carriedOut(accept(1, USER));
    assertEquals(
        List.of(
            "check", "contain", "accept", "wait", "begin", "resolve", "solve", "checkpoint",
            "commit", "publish", "drain", "rebase", "destroy", "purge", "receipt"),
        done.progress().phases().stream().map(io.lethe.engine.work.Phase::name).toList());
  }
}
