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
import io.lethe.store.disk.FileOutput;
import io.lethe.store.disk.PagedSha256;
import io.lethe.store.disk.SealedChanges;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.keys.FileInstallationKeyStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
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
  void logSegment(byte[] covered) throws IOException, DamagedFileException {
    refuseSegment(covered);
    Files.write(SEGMENT.path(), sealed(covered));
    LogSegment segment;
    try {
      segment = SEGMENT.read(List.of());
    } catch (DamagedFileException refused) {
      assertFalse(refused.reason().isBlank());
      return;
    }
    // Of an earlier format, or with erased ids, it may have other bytes than it is written in anew.
    SEGMENT.stage(segment);
    byte[] anew = Files.readAllBytes(SEGMENT.temporary());
    Files.write(SEGMENT.path(), anew);
    SEGMENT.stage(SEGMENT.read(List.of()));
    assertArrayEquals(anew, Files.readAllBytes(SEGMENT.temporary()));
  }

  /** Sealed as its format is. */
  private static byte[] sealed(byte[] covered) throws IOException {
    Files.write(SEGMENT.path(), covered);
    if (SEGMENT.format() < LogSegmentFile.FORMAT) {
      return Scratch.sealed(covered);
    }
    PagedSha256 digest = new PagedSha256();
    Files.deleteIfExists(SEGMENT.temporary());
    try (FileOutput out = new FileOutput(SEGMENT.temporary(), Runnable::run, digest)) {
      out.write(covered);
      SealedChanges.seal(out, digest);
      out.sync();
    }
    return Files.readAllBytes(SEGMENT.temporary());
  }

  private static void refuseSegment(byte[] bytes) throws IOException {
    Files.write(SEGMENT.path(), bytes);
    try {
      LogSegment taken = SEGMENT.read(List.of());
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
        staged(new long[0], events), staged(times, events), plain());
  }

  private static byte[] staged(long[] times, EventColumn events) throws IOException {
    LogSegment segment = new LogSegment(
        5, new LogSegment.Ids(2, List.of("u1", ""), new int[]{5, 7}),
        new LogSegment.Ids(0, List.of("\u00e9"), new int[]{6}), new int[]{2, 0, 3},
        new int[]{0, 0, -1}, new float[]{1, 2.5f, 0}, times, events);
    SEGMENT.stage(segment);
    byte[] bytes = Files.readAllBytes(SEGMENT.temporary());
    return Arrays.copyOf(bytes, (int) SealedChanges.bodyOf(bytes.length));
  }

  /** One row as the first servers wrote it. */
  private static byte[] plain() {
    byte[] plain = new byte[128];
    ByteBuffer bytes = ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put("LETHELOG".getBytes(StandardCharsets.US_ASCII));
    bytes.putInt(LogSegmentFile.FORMAT_PLAIN).putInt(5).putInt(ROWS);
    bytes.putInt(0).putInt(1).putInt(0).putInt(1);
    bytes.putInt(0).putInt(0).putInt(-1).putInt(0).putInt(0).putInt(-1);
    bytes.putFloat(1).putFloat(2).putFloat(0);
    for (String id : List.of("u", "i")) {
      bytes.putInt(5).putShort((short) 1).put(id.getBytes(StandardCharsets.US_ASCII));
    }
    return Arrays.copyOf(plain, bytes.position());
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
