package io.lethe.store.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.store.simulated.Damage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShredderTest {

  @TempDir private Path folder;

  private Path file(String name, int length) throws IOException {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 7);
    return Files.write(folder.resolve(name), bytes);
  }

  @Test
  void destroy_files_areZerosBeforeTheyGo() throws IOException {
    for (int length : new int[]{0, 1, 65_536, 65_537, 200_000}) {
      Path file = file("f", length);
      try (FileChannel open = FileChannel.open(file)) {
        assertEquals(length, Damage.remains(open).length);
        Shredder.destroy(file);
        assertFalse(Files.exists(file));
        assertArrayEquals(new byte[length], Damage.remains(open));
      }
    }
  }

  @Test
  void destroy_fileWithAnotherName_losesTheNameOnly() throws IOException {
    Path file = file("f", 10);
    Path other = Files.createLink(folder.resolve("other"), file);
    byte[] content = Files.readAllBytes(file);
    Shredder.destroy(file);
    assertFalse(Files.exists(file));
    assertArrayEquals(content, Files.readAllBytes(other));
  }

  @Test
  void destroy_symbolicLink_leavesWhatItPointsTo() throws IOException {
    Path file = file("f", 10);
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    Shredder.destroy(link);
    assertFalse(Files.exists(link));
    assertEquals(7, Files.readAllBytes(file)[9]);
  }

  @Test
  void destroy_folder_takesEverythingInIt() throws IOException {
    Path inner = Files.createDirectories(folder.resolve("a/b"));
    try (FileChannel open = FileChannel.open(Files.write(inner.resolve("c"), new byte[]{1, 2}))) {
      Shredder.destroy(folder.resolve("a"));
      assertFalse(Files.exists(folder.resolve("a")));
      assertArrayEquals(new byte[2], Damage.remains(open));
    }
    Shredder.destroy(folder.resolve("a"));
  }

  @Test
  void destroy_interruptedThread_stillDoesAndStaysInterrupted() throws IOException {
    Path file = file("f", 10);
    Thread.currentThread().interrupt();
    Shredder.destroy(file);
    assertTrue(Thread.interrupted());
    assertFalse(Files.exists(file));
  }

  @Test
  void keep_noFile_isFalse() throws IOException {
    assertFalse(Shredder.keep(folder.resolve("none"), folder.resolve("second")));
    assertTrue(Shredder.keep(file("f", 1), folder.resolve("second")));
    assertTrue(Files.exists(folder.resolve("second")));
  }
}
