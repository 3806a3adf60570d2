package io.lethe.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.Acceptance;
import io.lethe.engine.erasure.ErasureSubmission;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.store.disk.Shredder;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.folder.StoreLayout;
import io.lethe.store.keys.FileInstallationKeyStore;
import io.lethe.store.ledger.SqlErasureLedger;
import io.lethe.store.sql.CommitWitness;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data folder whose server was killed, with acknowledged erasures in the write-ahead log alone. */
class CommitWitnessTest {

  private static final int ERASURES = 5;
  private static final int FLIPS = 100;
  private static final int HEADER_BYTES = 32;
  private static final int FRAME_HEADER_BYTES = 24;
  private static final long SEED = 5;

  @TempDir private Path root;
  private StoreLayout killed;
  private Path log;
  private Map<Path, byte[]> left;
  private byte[] written;

  @BeforeEach
  void kill() throws IOException {
    killed = new StoreLayout(root.resolve("killed"));
    log = killed.root().resolve("ledger.sqlite-wal");
    StoreLayout living = new StoreLayout(root.resolve("living"));
    left = new TreeMap<>();
    try (DataFolder folder = DataFolder.open(living.root());
        SqlErasureLedger ledger = new SqlErasureLedger(folder)) {
      new FileInstallationKeyStore(folder, ledger::isEmpty, new SecureRandom()).loadOrCreate();
      for (int number = 0; number < ERASURES; number++) {
        accept(ledger, number);
      }
      for (Path file : List.of(living.keys(), living.ledger(), living.commitWitness())) {
        left.put(killed.root().resolve(file.getFileName()), Files.readAllBytes(file));
      }
      written = Files.readAllBytes(living.root().resolve("ledger.sqlite-wal"));
    }
    left.put(log, written);
    restore();
  }

  private static void accept(SqlErasureLedger open, int number) {
    ErasureSubmission one = PortFixtures
        .submission(number, PortFixtures.MOVIES, new ErasureTarget.User("user" + number));
    assertTrue(open.accept(one) instanceof Acceptance.Accepted);
  }

  private void restore() throws IOException {
    Shredder.destroy(killed.root());
    Files.createDirectories(killed.root());
    for (Map.Entry<Path, byte[]> file : left.entrySet()) {
      Files.write(file.getKey(), file.getValue());
    }
  }

  private int found() {
    try (DataFolder folder = DataFolder.open(killed.root());
        SqlErasureLedger ledger = new SqlErasureLedger(folder)) {
      return ledger.open(PortFixtures.MOVIES).size();
    }
  }

  /** The log with other bytes, or without a file. */
  private void assertRefused(String what, byte @Nullable [] bytes) throws IOException {
    restore();
    Files.delete(log);
    if (bytes != null) {
      Files.write(log, bytes);
    }
    LetheException refusal = assertThrows(LetheException.class, this::found, what);
    String told = String.valueOf(refusal.getMessage());
    assertEquals(ErrorKind.STORAGE_FAILED, refusal.kind(), told);
    assertTrue(told.contains("ledger.sqlite-wal"), told);
    assertTrue(told.contains("lethe restore BACKUP --suppressions FILE"), told);
    assertArrayEquals(
        bytes == null ? new byte[0] : bytes,
        Files.exists(log) ? Files.readAllBytes(log) : new byte[0], what);
    for (Path kept : List.of(killed.ledger(), killed.keys(), killed.commitWitness())) {
      assertArrayEquals(left.get(kept), Files.readAllBytes(kept), what + ": " + kept);
    }
  }

  private int frameBytes() {
    return FRAME_HEADER_BYTES + ByteBuffer.wrap(written).getInt(8);
  }

  @Test
  void open_folderAsTheKillLeftIt_everyErasureIsFound() {
    assertEquals(ERASURES, found());
  }

  @Test
  void open_logMissingOrCutAnywhere_isRefusedNamingItAndNothingChanges() throws IOException {
    assertRefused("deleted", null);
    assertRefused("emptied", new byte[0]);
    assertRefused("cut to half", Arrays.copyOf(written, written.length / 2));
    assertRefused("without its last byte", Arrays.copyOf(written, written.length - 1));
    for (int end = HEADER_BYTES; end < written.length; end += frameBytes()) {
      assertRefused("cut to " + end, Arrays.copyOf(written, end));
    }
  }

  @Test
  void open_bitOfTheLastFrameFlipped_isRefusedNamingTheLog() throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int k = 0; k < FLIPS; k++) {
      int bit = random.nextInt((written.length - frameBytes()) * 8, written.length * 8);
      byte[] bytes = written.clone();
      bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      assertRefused("bit " + bit, bytes);
    }
  }

  @Test
  void open_witnessMissingOrDamaged_everyErasureIsFoundAndItIsWrittenAnew() throws IOException {
    byte[] witness = Objects.requireNonNull(left.get(killed.commitWitness()));
    for (int cut : new int[]{0, 1, witness.length - 1}) {
      Files.write(killed.commitWitness(), Arrays.copyOf(witness, cut));
      assertEquals(ERASURES, found());
      assertArrayEquals(witness, Files.readAllBytes(killed.commitWitness()));
      restore();
    }
    for (int bit = 0; bit < witness.length * Byte.SIZE; bit++) {
      byte[] bytes = witness.clone();
      bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      Files.write(killed.commitWitness(), bytes);
      assertEquals(new CommitWitness.Word.Damaged(), CommitWitness.in(killed).read(), "bit " + bit);
    }
    Files.delete(killed.commitWitness());
    assertEquals(ERASURES, found());
    assertArrayEquals(witness, Files.readAllBytes(killed.commitWitness()));
  }

  @Test
  void open_killedBetweenCommitAndWitness_everyErasureIsFoundAndPromised() throws IOException {
    long promised = promised();
    try (CommitWitness behind = CommitWitness.in(killed)) {
      behind.remember(promised - 1);
    }
    assertEquals(ERASURES, found());
    assertEquals(promised, promised());
  }

  private long promised() throws IOException {
    return CommitWitness.in(killed).read() instanceof CommitWitness.Word.Counted(long commits)
        ? commits
        : -1;
  }

  @Test
  void write_nothingChanged_promisesNothingMore() throws IOException {
    assertEquals(ERASURES, found());
    long promised = promised();
    try (DataFolder folder = DataFolder.open(killed.root());
        SqlErasureLedger ledger = new SqlErasureLedger(folder)) {
      ErasureSubmission known = PortFixtures
          .submission(0, PortFixtures.MOVIES, new ErasureTarget.User("user0"));
      assertTrue(ledger.accept(known) instanceof Acceptance.Repeated);
      assertEquals(promised, promised());
      accept(ledger, ERASURES);
      assertEquals(promised + 1, promised());
    }
  }

  @Test
  void open_olderLedgerInTheFolder_isRefused() throws IOException {
    byte[] older = Objects.requireNonNull(left.get(killed.ledger()));
    assertEquals(ERASURES, found());
    Files.write(killed.ledger(), older);
    LetheException refusal = assertThrows(LetheException.class, this::found);
    assertTrue(
        String.valueOf(refusal.getMessage()).contains("ledger.sqlite holds"), refusal.getMessage());
  }
}
