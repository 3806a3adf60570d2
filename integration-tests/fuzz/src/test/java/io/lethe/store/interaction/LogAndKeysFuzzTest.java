package io.lethe.store.interaction;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.receipt.InstallationKeys;
import io.lethe.engine.event.EventColumn;
import io.lethe.fuzz.Scratch;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.keys.FileInstallationKeyStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Segments of the interaction log and the installation's keys: as written, or refused. */
class LogAndKeysFuzzTest {

  private static final int ROWS = 3;
  private static final Scratch SCRATCH = new Scratch();
  private static final LogSegmentFile SEGMENT = LogSegmentFile.in(SCRATCH.folder(), 5, 5 + ROWS);
  private static final DataFolder DATA = DataFolder.open(SCRATCH.folder().resolve("data"));
  private static final FileInstallationKeyStore KEYS = new FileInstallationKeyStore(
      DATA.layout(), () -> true, new SecureRandom());

  @MethodSource
  @FuzzTest
  void logSegment(byte[] covered) throws IOException {
    refuseSegment(covered);
    byte[] sealed = Scratch.sealed(covered);
    Files.write(SEGMENT.path(), sealed);
    LogSegment segment;
    try {
      segment = SEGMENT.read();
    } catch (DamagedFileException refused) {
      assertFalse(refused.reason().isBlank());
      return;
    }
    SEGMENT.stage(segment);
    assertArrayEquals(sealed, Files.readAllBytes(SEGMENT.temporary()));
  }

  private static void refuseSegment(byte[] bytes) throws IOException {
    Files.write(SEGMENT.path(), bytes);
    try {
      LogSegment taken = SEGMENT.read();
      throw new AssertionError("taken without its digest: " + taken);
    } catch (DamagedFileException expected) {
      assertFalse(expected.reason().isBlank());
    }
  }

  static Stream<byte[]> logSegment() throws IOException {
    long[] times = {1_700_000_000_000L, -1, 0};
    EventColumn events = EventColumn.of(new byte[]{2, 1, 0}, List.of("cart", "view"));
    return Stream.of(
        staged(new long[0], EventColumn.NONE), staged(times, EventColumn.NONE),
        staged(new long[0], events), staged(times, events));
  }

  private static byte[] staged(long[] times, EventColumn events) throws IOException {
    LogSegment segment = new LogSegment(
        5, new LogSegment.Ids(2, List.of("u1", ""), new int[]{5, 7}),
        new LogSegment.Ids(0, List.of("\u00e9"), new int[]{6}), new int[]{2, 0, 3},
        new int[]{0, 0, -1}, new float[]{1, 2.5f, 0}, times, events);
    SEGMENT.stage(segment);
    return Scratch.unsealed(Files.readAllBytes(SEGMENT.temporary()));
  }

  @MethodSource
  @FuzzTest
  void keys(byte[] covered) throws IOException {
    Path file = DATA.layout().keys();
    Files.write(file, covered);
    assertDamaged();
    Files.write(file, Scratch.sealed(covered));
    InstallationKeys keys;
    try {
      keys = KEYS.loadOrCreate();
    } catch (LetheException refused) {
      assertEquals(ErrorKind.STORAGE_FAILED, refused.kind());
      return;
    }
    assertEquals(32, keys.digestSecret().length);
    assertArrayEquals(keys.digestSecret(), KEYS.loadOrCreate().digestSecret());
  }

  private static void assertDamaged() {
    try {
      InstallationKeys taken = KEYS.loadOrCreate();
      throw new AssertionError("taken without its digest: " + taken.digestSecret().length);
    } catch (LetheException refused) {
      assertEquals(ErrorKind.STORAGE_FAILED, refused.kind());
    }
  }

  static Stream<byte[]> keys() throws IOException {
    Path file = DATA.layout().keys();
    Files.deleteIfExists(file);
    assertEquals(32, KEYS.loadOrCreate().digestSecret().length);
    return Stream.of(Scratch.unsealed(Files.readAllBytes(file)));
  }
}
