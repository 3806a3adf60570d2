package io.lethe.store.simulated;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.memory.SimulatedCrash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SimulatedDiskTest {

  private static final int SECTOR = 512;
  private static final int SEEDS = 200;

  private final SimulatedDisk disk = new SimulatedDisk();
  private final Path file = disk.root().resolve("file");

  private static void write(Path file, byte[] bytes, boolean synced) throws IOException {
    try (FileChannel out = FileChannel
        .open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      out.write(ByteBuffer.wrap(bytes));
      if (synced) {
        out.force(true);
      }
    }
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Test
  void crash_contentAndNameSynced_bothThere() throws IOException {
    write(file, filled(3000, 7), true);
    sync(disk.root());
    for (int seed = 0; seed < SEEDS; seed++) {
      Path left = disk.crashed(seed).root().resolve("file");
      assertArrayEquals(filled(3000, 7), Files.readAllBytes(left));
    }
  }

  @Test
  void crash_contentNotSynced_anySectorsOfItAreThere() throws IOException {
    write(file, filled(2 * SECTOR, 1), true);
    sync(disk.root());
    write(file, filled(2 * SECTOR, 2), false);
    Set<String> seen = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      byte[] left = Files.readAllBytes(disk.crashed(seed).root().resolve("file"));
      assertEquals(2 * SECTOR, left.length);
      seen.add(left[0] + "," + left[SECTOR]);
      for (int at = 0; at < left.length; at++) {
        assertEquals(left[at / SECTOR * SECTOR], left[at], "a sector is never torn");
      }
    }
    assertEquals(Set.of("1,1", "1,2", "2,1", "2,2"), seen);
  }

  @Test
  void crash_namesNotSynced_anyOfThemAreThere() throws IOException {
    for (String name : new String[]{"a", "b"}) {
      write(disk.root().resolve(name), filled(5, 1), true);
    }
    Set<Set<String>> seen = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      seen.add(names(disk.crashed(seed).root()));
    }
    assertEquals(Set.of(Set.of(), Set.of("a"), Set.of("b"), Set.of("a", "b")), seen);
  }

  private static Set<String> names(Path folder) throws IOException {
    Set<String> names = new HashSet<>();
    try (Stream<Path> children = Files.list(folder)) {
      children.forEach(child -> names.add(String.valueOf(child.getFileName())));
    }
    return names;
  }

  @Test
  void crash_renameNotSynced_oldOrNewNameNeverBothNorNone() throws IOException {
    write(file, filled(5, 1), true);
    sync(disk.root());
    Files.move(file, disk.root().resolve("new"), StandardCopyOption.ATOMIC_MOVE);
    Set<Set<String>> seen = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      seen.add(names(disk.crashed(seed).root()));
    }
    assertEquals(Set.of(Set.of("file"), Set.of("new")), seen);
  }

  @Test
  void crash_sameSeed_sameDisk() throws IOException {
    write(file, filled(20 * SECTOR, 1), false);
    sync(disk.root());
    for (int seed = 0; seed < SEEDS; seed++) {
      assertArrayEquals(
          Files.readAllBytes(disk.crashed(seed).root().resolve("file")),
          Files.readAllBytes(disk.crashed(seed).root().resolve("file")));
    }
  }

  @Test
  void killed_nothingSynced_everythingThereAndOldViewDead() throws IOException {
    write(file, filled(3000, 7), false);
    Path left = disk.killed().root().resolve("file");
    assertArrayEquals(filled(3000, 7), Files.readAllBytes(left));
    assertThrows(SimulatedCrash.class, () -> Files.readAllBytes(file));
  }

  @Test
  void force_failed_secondOneSucceedsAndSyncsNothing() throws IOException {
    write(file, filled(10, 1), true);
    sync(disk.root());
    disk.fault(DiskFault.failSyncAt(1));
    assertThrows(IOException.class, () -> write(file, filled(10, 2), true));
    sync(file);
    assertArrayEquals(filled(10, 2), Files.readAllBytes(file));
    for (int seed = 0; seed < SEEDS; seed++) {
      assertArrayEquals(
          filled(10, 1), Files.readAllBytes(disk.crashed(seed).root().resolve("file")));
    }
    disk.dropCache();
    assertArrayEquals(filled(10, 1), Files.readAllBytes(file));
  }

  @Test
  void operation_nthFails_thenTheNextSucceeds() throws IOException {
    disk.fault(DiskFault.failAt(2));
    assertThrows(IOException.class, () -> write(file, filled(10, 1), true));
    assertEquals(5, Files.size(file), "half of the failed write is there");
    write(file, filled(10, 1), true);
    assertEquals(10, Files.size(file));
  }

  @Test
  void operation_afterCrash_everyOneThrows() {
    disk.fault(DiskFault.crashAt(2));
    assertThrows(SimulatedCrash.class, () -> write(file, filled(10, 1), true));
    assertThrows(SimulatedCrash.class, () -> Files.size(file));
  }

  @Test
  void write_diskFull_writesWhatFitsThenNoSpace() throws IOException {
    disk.capacity(15);
    write(file, filled(10, 1), true);
    try (FileChannel out = FileChannel
        .open(disk.root().resolve("other"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertEquals(5, out.write(ByteBuffer.wrap(filled(10, 1))));
      IOException full = assertThrows(
          IOException.class, () -> out.write(ByteBuffer.wrap(filled(5, 1))));
      assertEquals("No space left on device", full.getMessage());
    }
    assertEquals(0, Files.getFileStore(file).getUsableSpace());
    Files.delete(file);
    assertEquals(10, Files.getFileStore(disk.root()).getUsableSpace());
  }

  @Test
  void link_twoNames_oneContentCountedOnce() throws IOException {
    write(file, filled(10, 1), true);
    Path link = Files.createLink(disk.root().resolve("link"), file);
    assertEquals(10, disk.used());
    Files.delete(file);
    assertArrayEquals(filled(10, 1), Files.readAllBytes(link));
    sync(disk.root());
    assertEquals(Set.of("link"), names(disk.crashed(0).root()));
  }

  @Test
  void transfers_short_allArrivesInTheEnd() throws IOException {
    disk.shortTransfers(1);
    byte[] bytes = new byte[5000];
    new java.util.Random(1).nextBytes(bytes);
    Files.write(file, bytes);
    assertArrayEquals(bytes, Files.readAllBytes(file));
    assertTrue(disk.operations().size() > 6, "in several parts");
  }

  @Test
  void names_inTheWay_areRefusedAsByARealDisk() throws IOException {
    Path folder = Files.createDirectory(disk.root().resolve("folder"));
    write(folder.resolve("file"), filled(1, 1), false);
    assertThrows(DirectoryNotEmptyException.class, () -> Files.delete(folder));
    assertThrows(FileAlreadyExistsException.class, () -> Files.createDirectory(folder));
    assertThrows(NoSuchFileException.class, () -> Files.readAllBytes(file));
    assertThrows(NoSuchFileException.class, () -> write(file.resolve("x"), filled(1, 1), false));
    assertThrows(IOException.class, () -> write(folder, filled(1, 1), false));
    Path second = Files.createDirectory(disk.root().resolve("second"));
    assertThrows(
        DirectoryNotEmptyException.class,
        () -> Files.move(second, folder, StandardCopyOption.ATOMIC_MOVE));
    assertFalse(Files.exists(file));
  }

  @Test
  void lock_twice_overlapsUntilClosed() throws IOException {
    write(file, filled(1, 1), true);
    try (FileChannel second = FileChannel.open(file, StandardOpenOption.WRITE)) {
      try (FileChannel first = FileChannel.open(file, StandardOpenOption.WRITE)) {
        first.lock();
        assertThrows(OverlappingFileLockException.class, second::tryLock);
      }
      second.lock();
    }
  }
}
