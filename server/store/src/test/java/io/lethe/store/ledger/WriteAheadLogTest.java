package io.lethe.store.ledger;

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
import io.lethe.store.sqlite.WriteAheadLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger whose process was killed: acknowledged erasures stand in the write-ahead log alone. */
class WriteAheadLogTest {

  private static final int ERASURES = 9;
  private static final int FLIPS = 300;
  private static final int HEADER_BYTES = 32;
  private static final int FRAME_HEADER_BYTES = 24;
  private static final long SEED = 11;

  @TempDir private Path root;
  private Path ledger;
  private Path log;
  private byte[] database;
  private byte[] written;

  @BeforeEach
  void kill() throws IOException {
    Path living = root.resolve("living.sqlite");
    ledger = root.resolve("ledger.sqlite");
    log = root.resolve("ledger.sqlite-wal");
    try (SqlErasureLedger open = new SqlErasureLedger(living)) {
      for (int k = 0; k < ERASURES; k++) {
        accept(open, k);
      }
      database = Files.readAllBytes(living);
      written = Files.readAllBytes(root.resolve("living.sqlite-wal"));
    }
    put(written);
  }

  private static void accept(SqlErasureLedger open, int number) {
    ErasureSubmission one = PortFixtures
        .submission(number, PortFixtures.MOVIES, new ErasureTarget.User("user" + number));
    assertTrue(open.accept(one) instanceof Acceptance.Accepted);
  }

  /** The files as the kill left them, with another log; no file of shared memory. */
  private void put(byte[] bytes) throws IOException {
    Files.deleteIfExists(root.resolve("ledger.sqlite-shm"));
    Files.write(ledger, database);
    Files.write(log, bytes);
  }

  private int found() {
    try (SqlErasureLedger open = new SqlErasureLedger(ledger)) {
      return open.open(PortFixtures.MOVIES).size();
    }
  }

  private int frameBytes() {
    return FRAME_HEADER_BYTES + ByteBuffer.wrap(written).getInt(8);
  }

  private byte[] flipped(long bit) {
    byte[] bytes = written.clone();
    bytes[(int) (bit / Byte.SIZE)] ^= (byte) (1 << bit % Byte.SIZE);
    return bytes;
  }

  @Test
  void open_logAsItWasWritten_everyErasureIsFound() {
    assertEquals(ERASURES, found());
  }

  @Test
  void open_noLog_isWell() throws IOException {
    Files.delete(log);
    WriteAheadLog.check(ledger);
    Files.write(log, new byte[0]);
    WriteAheadLog.check(ledger);
  }

  @Test
  void open_bitFlippedBeforeTheLastFrame_isRefusedAndNothingChanges() throws IOException {
    long bits = (long) (written.length - frameBytes()) * Byte.SIZE;
    SplittableRandom random = new SplittableRandom(SEED);
    for (int k = 0; k < FLIPS; k++) {
      long bit = random.nextLong(bits);
      byte[] bytes = flipped(bit);
      put(bytes);
      LetheException refusal = assertThrows(LetheException.class, this::found, "bit " + bit);
      assertEquals(ErrorKind.STORAGE_FAILED, refusal.kind());
      String told = String.valueOf(refusal.getMessage());
      assertTrue(told.startsWith("ledger.sqlite-wal is damaged"), told);
      assertArrayEquals(bytes, Files.readAllBytes(log));
      assertArrayEquals(database, Files.readAllBytes(ledger));
    }
  }

  @Test
  void open_tailTorn_endsWithTheLastWholeTransaction() throws IOException {
    put(Arrays.copyOf(written, written.length - 1));
    assertEquals(ERASURES - 1, found());
    put(flipped((long) (written.length - 1) * Byte.SIZE));
    assertEquals(ERASURES - 1, found());
  }

  @Test
  void open_logBegunAgainOverALongerOne_framesOfTheOldOneAreNotMissed()
      throws IOException, SQLException {
    Path living = root.resolve("again.sqlite");
    try (SqlErasureLedger open = new SqlErasureLedger(living)) {
      for (int k = 0; k < ERASURES; k++) {
        accept(open, k);
      }
      open.database().read(sql -> sql.number("PRAGMA wal_checkpoint(PASSIVE)"));
      accept(open, ERASURES);
      database = Files.readAllBytes(living);
      put(Files.readAllBytes(root.resolve("again.sqlite-wal")));
    }
    assertTrue(Files.size(log) > HEADER_BYTES + 2L * frameBytes());
    assertEquals(ERASURES + 1, found());
  }

  @Test
  void open_rolledBackTransactionLeftFrames_theLogIsWhole() throws IOException, SQLException {
    Path living = root.resolve("rolled-back.sqlite");
    try (SqlErasureLedger open = new SqlErasureLedger(living)) {
      accept(open, 0);
      assertThrows(IllegalStateException.class, () -> open.database().write(sql -> {
        sql.update("PRAGMA cache_size=1");
        sql.update("CREATE TABLE spilled (text TEXT)");
        for (int k = 0; k < 200; k++) {
          sql.update("INSERT INTO spilled VALUES (?)", "x".repeat(3000) + k);
        }
        throw new IllegalStateException("given up");
      }));
      accept(open, 1);
      database = Files.readAllBytes(living);
      put(Files.readAllBytes(root.resolve("rolled-back.sqlite-wal")));
    }
    assertTrue(Files.size(log) > HEADER_BYTES + 50L * frameBytes(), "pages were written early");
    assertEquals(2, found());
  }
}
