package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.recommended;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.Repeats;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.receipt.ProvenReceipt;
import io.lethe.engine.interaction.AppendOrder;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.memory.FaultPlan.Fault;
import io.lethe.engine.memory.SimulatedCrash;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.recommend.UserOutcome;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.tiny.TinyPlugin;
import io.lethe.engine.transparency.LogCheckpoint;
import io.lethe.engine.transparency.MalformedNoteException;
import io.lethe.engine.transparency.MerkleProofs;
import io.lethe.engine.transparency.MerkleTree;
import io.lethe.engine.transparency.NoteKey;
import io.lethe.engine.transparency.SignedNote;
import io.lethe.engine.transparency.TreeHash;
import io.lethe.engine.transparency.TreeHead;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The receipt log of an engine: what it signs, and when it refuses to. */
class ReceiptLogTest {

  private final World world = new World();
  private Engine engine = world.trained();

  @AfterEach
  void end() {
    engine.close();
    world.close();
  }

  /** Every checkpoint that ever reached the anchor is one of the tree that the ledger holds now. */
  static void assertNeverContradicted(World world) {
    MerkleTree tree = new MerkleTree();
    world.ledger.receiptLeaves(0, 1000).forEach(tree::append);
    for (String note : world.anchor.history()) {
      TreeHead head = head(note);
      assertTrue(head.size() <= tree.size(), head.size() + " leaves were signed");
      assertEquals(tree.head((int) head.size()), head);
    }
  }

  private static TreeHead head(String note) {
    try {
      return LogCheckpoint.parse(SignedNote.parse(note)).head();
    } catch (MalformedNoteException malformed) {
      throw new AssertionError("no checkpoint", malformed);
    }
  }

  private ErasureId accept(long id, String user) {
    return engine.erasures().accept(request(id, new ErasureTarget.User(user))).id();
  }

  private ErasureId erase(long id, String user) {
    ErasureId erasure = accept(id, user);
    world.work.runAll();
    return erasure;
  }

  private void restart() {
    engine.close();
    engine = world.engine(FaultPlan.none());
    engine.start();
    world.work.runAll();
  }

  private void assertRefused(String why) {
    LetheException refusal = engine.receipts().refusal().orElseThrow();
    assertEquals(ErrorKind.RECEIPT_LOG_INCONSISTENT, refusal.kind());
    assertTrue(String.valueOf(refusal.getMessage()).contains(why), refusal.getMessage());
    assertThrows(LetheException.class, () -> engine.receipts().publish());
  }

  @Test
  void receipt_completed_provenInTheLatestTree() throws Exception {
    ErasureId first = erase(1, "user-3");
    ErasureId second = erase(2, "user-4");
    NoteKey key = new NoteKey("log.test", engine.receiptKey());
    for (ErasureId id : List.of(first, second)) {
      ProvenReceipt proven = engine.erasures().receipt(id);
      var proof = Objects.requireNonNull(proven.proof());
      assertTrue(proof.holds(TreeHash.ofLeaf(proven.receipt().statement()), key));
      assertEquals(2, head(proof.checkpoint().encoded()).size());
      assertEquals(32, proven.commitmentKey().length);
    }
    assertTrue(world.anchor.history().contains(engine.receipts().publish().encoded()));
    assertEquals(2, engine.receipts().entries(0, 10).size());
    assertEquals(1, engine.receipts().entries(1, 10).size());
    assertEquals(List.of(), engine.receipts().entries(2, 10));
  }

  @Test
  void consistency_laterCheckpoint_proven() {
    erase(1, "user-3");
    TreeHead before = head(engine.receipts().publish().encoded());
    erase(2, "user-4");
    erase(3, "user-5");
    TreeHead after = head(engine.receipts().publish().encoded());
    assertTrue(MerkleProofs.extend(before, after, engine.receipts().consistency(1, 3)));
    for (long[] sizes : new long[][]{{-1, 2}, {3, 2}, {1, 4}}) {
      LetheException refused = assertThrows(
          LetheException.class, () -> engine.receipts().consistency(sizes[0], sizes[1]));
      assertEquals(ErrorKind.ARGUMENT_INVALID, refused.kind());
    }
  }

  @Test
  void publish_again_sameNote() {
    erase(1, "user-3");
    assertEquals(engine.receipts().publish().encoded(), engine.receipts().publish().encoded());
    String before = engine.receipts().publish().encoded();
    restart();
    assertEquals(before, engine.receipts().publish().encoded());
  }

  @Test
  void statement_ofAnErasure_holdsNoIdOfAPerson() {
    ErasureId id = erase(1, "user-3");
    ProvenReceipt proven = engine.erasures().receipt(id);
    String statement = new String(proven.receipt().statement(), StandardCharsets.UTF_8);
    assertFalse(statement.contains("user-3"), statement);
    assertTrue(statement.contains("Commitment[value="), statement);
  }

  @Test
  void start_olderLedgerThanItsCheckpoint_servesAndTrainsNothing() {
    erase(1, "user-3");
    World backup = new World(world);
    erase(2, "user-4");
    try (World restored = backup) {
      world.anchor.history().forEach(restored.anchor::write);
      Engine old = restored.engine(FaultPlan.none());
      old.start();
      LetheException refusal = old.receipts().refusal().orElseThrow();
      assertEquals("1", refusal.metadata().get("size"));
      assertEquals("2", refusal.metadata().get("signed_size"));
      restored.work.runAll();
      VersionId active = restored.ledger.active(MODEL).orElseThrow().id();
      assertThrown(ErrorKind.MODEL_NOT_READY, () -> recommended(old, "user-4"));
      assertThrown(ErrorKind.MODEL_NOT_READY, () -> recommended(old, "user-8"));
      assertThrown(
          ErrorKind.MODEL_NOT_READY,
          () -> old.erasures().accept(request(9, new ErasureTarget.User("user-7"))));
      assertThrown(
          ErrorKind.RECEIPT_LOG_INCONSISTENT,
          () -> old.intake()
              .append(
                  new AppendOrder(
                      MODEL, new UUID(1, 1), List.of(new AppendOrder.Row("user-7", "item-1", 1)),
                      Repeats.LATEST)));
      assertThrown(ErrorKind.RECEIPT_LOG_INCONSISTENT, () -> World.train(old, "tiny"));
      assertThrown(ErrorKind.RECEIPT_LOG_INCONSISTENT, () -> old.training().rebase(active));
      assertThrown(ErrorKind.RECEIPT_LOG_INCONSISTENT, () -> old.activation().activate(active));
      assertThrown(ErrorKind.RECEIPT_LOG_INCONSISTENT, () -> old.receipts().publish());
      assertEquals(Map.of(), old.erasures().failures());
      assertEquals(1, restored.ledger.receiptLeaves(0, 10).size());
      old.close();
    }
  }

  private static void assertThrown(ErrorKind kind, Executable call) {
    LetheException thrown = assertThrows(LetheException.class, call);
    assertEquals(kind, thrown.kind());
    assertTrue(
        String.valueOf(thrown.getMessage()).contains("that the log does not begin with"),
        thrown.getMessage());
  }

  /** A live erasure whose completion waits for a log that signs: no work fails again and again. */
  @Test
  void start_noCheckpointAnywhere_whatWaitsIsNotTriedAgainAndAgain() {
    erase(1, "user-3");
    ErasureId waiting = accept(2, "user-4");
    String signed = world.anchor.history().getLast();
    world.anchor.clear();
    restart();
    assertRefused("no trace of a checkpoint");
    assertEquals(Map.of(), engine.erasures().failures());
    assertEquals(ErasureState.RECEIVED, engine.erasures().get(waiting).state());
    assertThrows(LetheException.class, () -> recommended(engine, "user-4"));
    world.anchor.write(signed);
    restart();
    assertEquals(ErasureState.COMPLETED, engine.erasures().get(waiting).state());
    assertInstanceOf(UserOutcome.Recommended.class, recommended(engine, "user-8"));
  }

  @Test
  void start_otherLeavesOfTheSameNumber_refused() {
    World twin = new World(world);
    erase(1, "user-3");
    try (twin) {
      Engine other = twin.engine(FaultPlan.none());
      other.start();
      other.erasures().accept(request(2, new ErasureTarget.User("user-9")));
      twin.work.runAll();
      other.close();
      world.anchor.write(twin.anchor.history().getLast());
    }
    restart();
    assertRefused("a checkpoint of 1 leaves that the log does not begin with");
  }

  @Test
  void start_noCheckpointAnywhere_refused() {
    erase(1, "user-3");
    world.anchor.clear();
    restart();
    assertRefused("no trace of a checkpoint");
  }

  @Test
  void start_damagedOrForeignCheckpoint_refused() {
    erase(1, "user-3");
    String note = world.anchor.history().getLast();
    world.anchor.write(note.replace("\n1\n", "\n0\n"));
    restart();
    assertRefused("not this log's");
    world.anchor.write("nothing of the kind");
    restart();
    assertRefused("no empty line before the signatures");
  }

  @Test
  void anchor_refusesToBeWritten_completedAndProvenLater() {
    FaultPlan counting = FaultPlan.none();
    completedUnder(counting);
    List<String> calls = counting.calls();
    int write = calls.lastIndexOf("anchor.write");
    assertEquals(calls.size() - 1, write);
    completedUnder(FaultPlan.at(Fault.REFUSE, write));
  }

  private void completedUnder(FaultPlan faults) {
    try (World copy = new World(world)) {
      Engine other = copy.engine(faults);
      other.start();
      ErasureId id = other.erasures().accept(request(1, new ErasureTarget.User("user-3"))).id();
      copy.work.runAll();
      assertEquals(ErasureState.COMPLETED, other.erasures().get(id).state());
      assertNotNull(other.erasures().receipt(id).proof());
      assertNeverContradicted(copy);
      other.close();
    }
  }

  @Test
  void fail_plugin_attestedAsContained() throws Exception {
    TinyPlugin broken = TinyPlugin.differentiable(() -> {
      throw new IllegalStateException("no training today");
    });
    Engine failing = world.engine(FaultPlan.none(), world.work, World.config(), broken);
    failing.start();
    ErasureId id = failing.erasures()
        .accept(request(1, new ErasureTarget.User("user-3"), ErasureMethod.RETRAIN))
        .id();
    LetheException early = assertThrows(LetheException.class, () -> failing.erasures().receipt(id));
    assertEquals(ErrorKind.RECEIPT_NOT_READY, early.kind());
    world.work.runAll();
    assertEquals(ErasureState.FAILED, failing.erasures().get(id).state());
    ProvenReceipt proven = failing.erasures().receipt(id);
    assertTrue(
        Objects.requireNonNull(proven.proof())
            .holds(
                TreeHash.ofLeaf(proven.receipt().statement()),
                new NoteKey("log.test", failing.receiptKey())));
    String statement = new String(proven.receipt().statement(), StandardCharsets.UTF_8);
    assertTrue(statement.contains("Contained[base="), statement);
    failing.close();
    restart();
    assertEquals(1, world.ledger.receiptLeaves(0, 10).size());
    assertInstanceOf(UserOutcome.Contained.class, recommended(engine, "user-3"));
  }

  @Test
  void fail_beforeItWasAttested_attestedAtTheNextStart() {
    World copy = new World(world);
    FaultPlan counting = FaultPlan.none();
    failUnder(world, counting);
    int attest = counting.calls().indexOf("ledger.attested");
    try (copy) {
      assertThrows(
          SimulatedCrash.class, () -> failUnder(copy, FaultPlan.at(Fault.CRASH_BEFORE, attest)));
      assertEquals(0, copy.ledger.receiptLeaves(0, 10).size());
      Engine next = copy.engine(FaultPlan.none());
      next.start();
      copy.work.runAll();
      assertEquals(1, copy.ledger.receiptLeaves(0, 10).size());
      assertNeverContradicted(copy);
      next.close();
    }
  }

  private static void failUnder(World world, FaultPlan faults) {
    TinyPlugin broken = TinyPlugin.differentiable(() -> {
      throw new IllegalStateException("no training today");
    });
    try (Engine failing = world.engine(faults, world.work, World.config(), broken)) {
      failing.start();
      failing.erasures()
          .accept(request(1, new ErasureTarget.User("user-3"), ErasureMethod.RETRAIN));
      world.work.runAll();
    }
  }

  /** By default the log's name follows the keys, so that other keys look like another name. */
  @Test
  void start_underTheKeysOfAnotherInstallation_isRefusedUnderAnyName() {
    erase(1, "user-3");
    for (String name : List.of("log.test", "log-2.test")) {
      try (World swapped = new World(world)) {
        swapped.useOtherKeys();
        try (Engine engine = swapped.engine(FaultPlan.none(), name)) {
          engine.start();
          LetheException refusal = engine.receipts().refusal().orElseThrow();
          assertEquals(ErrorKind.RECEIPT_LOG_INCONSISTENT, refusal.kind());
        }
      }
    }
  }

  @Test
  void start_underAnotherName_anotherLogGoesOn() {
    erase(1, "user-3");
    erase(2, "user-4");
    World backup = new World(world);
    erase(3, "user-5");
    try (World restored = backup) {
      world.anchor.history().forEach(restored.anchor::write);
      Engine renamed = restored.engine(FaultPlan.none(), "log-2.test");
      renamed.start();
      assertEquals(Optional.empty(), renamed.receipts().refusal());
      ErasureId id = renamed.erasures().accept(request(4, new ErasureTarget.User("user-6"))).id();
      restored.work.runAll();
      assertEquals(ErasureState.COMPLETED, renamed.erasures().get(id).state());
      assertEquals(3, head(renamed.receipts().publish().encoded()).size());
      renamed.close();
      Engine again = restored.engine(FaultPlan.none(), "log-2.test");
      again.start();
      assertEquals(Optional.empty(), again.receipts().refusal());
      again.close();
    }
  }
}
