package io.lethe.store.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.store.simulated.Damage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedChangesTest {

  private static final int PAGE = PagedSha256.PAGE_BYTES;

  @TempDir private Path folder;

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(length).nextBytes(bytes);
    return bytes;
  }

  private Path sealed(String name, byte[] body) throws IOException {
    Path file = folder.resolve(name);
    PagedSha256 digest = new PagedSha256();
    try (FileOutput out = new FileOutput(file, Runnable::run, digest)) {
      out.write(body);
      SealedChanges.seal(out, digest);
      out.sync();
    }
    return file;
  }

  private static byte[] verified(Path file, int body, List<FilePatch.Write> patch)
      throws IOException, DamagedFileException {
    try (FileInput in = new FileInput(file, new PagedSha256(), patch)) {
      byte[] bytes = in.readBytes(body);
      SealedChanges.verify(in, (PagedSha256) in.soFar());
      return bytes;
    }
  }

  @Test
  void digest_anyParts_isThatOfThePagesHashes() {
    for (int length : new int[]{0, 1, PAGE - 1, PAGE, PAGE + 1, 3 * PAGE + 77}) {
      byte[] bytes = random(length);
      ByteArrayOutputStream hashes = new ByteArrayOutputStream();
      for (int from = 0; from < length; from += PAGE) {
        byte[] page = Arrays.copyOfRange(bytes, from, Math.min(length, from + PAGE));
        hashes.writeBytes(FileDigest.newSha256().digest(page));
      }
      PagedSha256 digest = new PagedSha256();
      for (int from = 0; from < length; from += 10_007) {
        digest.update(bytes, from, Math.min(10_007, length - from));
        assertEquals(digest.clone().hashes().length, digest.hashes().length);
      }
      assertArrayEquals(hashes.toByteArray(), digest.hashes(), length + " bytes");
      assertArrayEquals(FileDigest.newSha256().digest(hashes.toByteArray()), digest.digest());
      assertArrayEquals(FileDigest.newSha256().digest(), digest.digest(), "begins again");
    }
  }

  @Test
  void sealed_anyChanges_readThroughThemAndAppliedAreTheSameAsWrittenAnew()
      throws IOException, DamagedFileException {
    SplittableRandom random = new SplittableRandom(1);
    for (int length : new int[]{5, PAGE, PAGE + 1, 5 * PAGE + 123}) {
      byte[] body = random(length);
      Path file = sealed("a-" + length, body);
      FilePatch patch;
      try (FileScan scan = new FileScan(file)) {
        assertEquals(length, SealedChanges.bodyOf(scan.length()));
        SealedChanges changes = new SealedChanges(scan);
        for (int k = 0; k < 30; k++) {
          byte[] some = random(1 + random.nextInt(Math.min(40, length)));
          int at = k == 0 && length > PAGE
              ? PAGE - some.length / 2 - length % PAGE % 2
              : random.nextInt(length - some.length + 1);
          at = Math.min(at, length - some.length);
          changes.put(at, some);
          System.arraycopy(some, 0, body, at, some.length);
        }
        patch = new FilePatch(new TreeMap<>(Map.of("a-" + length, changes.sealed())));
      }
      Path stored = folder.resolve("patch-" + length);
      patch.write(stored);
      FilePatch read = FilePatch.read(stored);
      assertArrayEquals(body, verified(file, length, read.of("a-" + length)));
      int[] applied = new int[1];
      read.apply(folder, () -> applied[0]++);
      read.apply(folder, () -> applied[0]++);
      assertEquals(2, applied[0]);
      assertArrayEquals(body, verified(file, length, List.of()));
      assertArrayEquals(
          Files.readAllBytes(sealed("anew-" + length, body)), Files.readAllBytes(file));
    }
  }

  @Test
  void put_pageOrSealDamaged_refused() throws IOException, DamagedFileException {
    int length = 3 * PAGE + 5;
    Path file = sealed("a", random(length));
    Damage.flip(file, PAGE + 9, 4);
    try (FileScan scan = new FileScan(file)) {
      SealedChanges changes = new SealedChanges(scan);
      changes.put(2L * PAGE, new byte[]{1});
      DamagedFileException refused = assertThrows(
          DamagedFileException.class, () -> changes.put(2L * PAGE - 1, new byte[]{1}));
      assertTrue(String.valueOf(refused.getMessage()).contains("page 1"), refused.getMessage());
      assertThrows(DamagedFileException.class, () -> changes.put(length, new byte[]{1}));
      assertThrows(DamagedFileException.class, () -> changes.put(-1, new byte[]{1}));
    }
    for (int at : new int[]{length, length + 4 * FileDigest.SHA256_BYTES}) {
      Damage.flip(file, at, 1);
      try (FileScan scan = new FileScan(file)) {
        assertThrows(DamagedFileException.class, () -> new SealedChanges(scan));
      }
      Damage.flip(file, at, 1);
    }
    Files.write(folder.resolve("short"), new byte[10]);
    try (FileScan scan = new FileScan(folder.resolve("short"))) {
      assertThrows(DamagedFileException.class, () -> new SealedChanges(scan));
    }
  }

  @Test
  void apply_fileMissingOrShorter_refused() throws IOException {
    FilePatch patch = new FilePatch(
        new TreeMap<>(Map.of("a", List.of(new FilePatch.Write(7, new byte[]{1, 2})))));
    assertThrows(DamagedFileException.class, () -> patch.apply(folder, () -> {}));
    Files.write(folder.resolve("a"), new byte[8]);
    assertThrows(DamagedFileException.class, () -> patch.apply(folder, () -> {}));
    assertArrayEquals(new byte[8], Files.readAllBytes(folder.resolve("a")));
  }
}
