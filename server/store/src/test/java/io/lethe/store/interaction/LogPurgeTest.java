package io.lethe.store.interaction;

import static io.lethe.engine.memory.PortFixtures.MOVIES;
import static io.lethe.engine.memory.PortFixtures.rows;
import static io.lethe.engine.memory.PortFixtures.text;
import static io.lethe.engine.memory.PortFixtures.timedRows;
import static io.lethe.engine.memory.PortFixtures.timedText;
import static io.lethe.engine.memory.PortFixtures.typedRows;
import static io.lethe.engine.memory.PortFixtures.typedText;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.interaction.InteractionLog;
import io.lethe.engine.memory.SimulatedCrash;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.PagedSha256;
import io.lethe.store.folder.StoreLayout;
import io.lethe.store.simulated.Damage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a purge overwrites, what it leaves, and what it refuses. */
class LogPurgeTest {

  /** Eight letters of ASCII, so that they can be looked for as a text. */
  private static final String HER_TIME_AS_STORED = "hertime!";
  private static final long HER_TIME = ByteBuffer
      .wrap(HER_TIME_AS_STORED.getBytes(StandardCharsets.US_ASCII))
      .order(ByteOrder.LITTLE_ENDIAN)
      .getLong();

  private static final ErasureTarget ANN = new ErasureTarget.User("ann-of-green-gables");

  @TempDir private Path root;
  private LogOnDisk disk;

  @BeforeEach
  void open() {
    disk = new LogOnDisk(root);
  }

  @AfterEach
  void close() {
    disk.close();
  }

  /** Ten of each user, spread over items. */
  private static InteractionColumns manyRows(int count) {
    int[] users = IntStream.range(0, count).map(k -> k / 10).toArray();
    int[] items = IntStream.range(0, count).map(k -> k * 7 % 1000).toArray();
    return new InteractionColumns(
        IntStream.range(0, count / 10).mapToObj(user -> "user-" + user).toList(),
        IntStream.range(0, 1000).mapToObj(item -> "item-" + item).toList(), users, items,
        new float[count]);
  }

  @Test
  void purge_user_isInNoFileAnyMore() throws IOException {
    InteractionLog log = disk.reopen();
    log.append(MOVIES, rows("ann-of-green-gables", "only-hers", 5, "bob", "x", 4));
    log.append(MOVIES, rows("cat", "x", 1, "ann-of-green-gables", "x", 2));
    Path leftover = disk.files().getFirst().resolveSibling(StoreLayout.TEMPORARY_PREFIX + "rows");
    Files.copy(disk.files().getFirst(), leftover);
    assertTrue(disk.holds("ann-of-green-gables"));
    assertEquals(2, log.purge(MOVIES, List.of(ANN)));
    assertFalse(disk.holds("ann-of-green-gables"));
    assertFalse(disk.holds("only-hers"));
    assertEquals(List.of("-", "bob/x=4.0", "cat/x=1.0", "-"), text(log.read(MOVIES, 4)));
  }

  @Test
  void purge_timedRow_itsTimeIsInNoFileAnyMore() throws IOException {
    InteractionLog log = disk.reopen();
    log.append(MOVIES, timedRows("ann-of-green-gables", "x", 5, HER_TIME, "bob", "x", 4, 18));
    assertTrue(disk.holds(HER_TIME_AS_STORED));
    log.purge(MOVIES, List.of(ANN));
    assertFalse(disk.holds(HER_TIME_AS_STORED));
    assertEquals(List.of("-", "bob/x=4.0@18"), timedText(log.read(MOVIES, 2)));
  }

  @Test
  void purge_onlyRowOfAnEventType_itsNameIsInNoFileAnyMore() throws IOException {
    InteractionLog log = disk.reopen();
    log.append(
        MOVIES, typedRows(
            "ann-of-green-gables", "x", 5, "her-event", "bob", "x", 4, "", "bob", "y", 4, "b"));
    assertTrue(disk.holds("her-event"));
    log.purge(MOVIES, List.of(ANN));
    assertFalse(disk.holds("her-event"));
    assertEquals(List.of("-", "bob/x=4.0", "bob/y=4.0#b"), typedText(log.read(MOVIES, 3)));
  }

  @Test
  void purge_firstRowOfAnEventTypeThatOthersHave_theyKeepIt() {
    InteractionLog log = disk.reopen();
    log.append(
        MOVIES,
        typedRows(
            "ann-of-green-gables", "x", 5, "a", "bob", "x", 4, "b", "bob", "y", 4, "a", "cat", "x",
            1, "a"));
    assertEquals(1, log.purge(MOVIES, List.of(ANN)));
    List<String> left = List.of("-", "bob/x=4.0#b", "bob/y=4.0#a", "cat/x=1.0#a");
    assertEquals(left, typedText(disk.reopen().read(MOVIES, 4)));
  }

  @Test
  void purge_filesOfEarlierFormats_areReadAndWrittenAnewOnce()
      throws IOException, DamagedFileException {
    InteractionLog log = disk.reopen();
    log.append(MOVIES, rows("ann-of-green-gables", "x", 5, "bob", "x", 4));
    log.append(MOVIES, rows("cat", "x", 1, "bob", "y", 2));
    log.append(MOVIES, timedRows("ann-of-green-gables", "y", 5, HER_TIME, "dee", "x", 4, 18));
    log.append(MOVIES, typedRows("bob", "z", 5, "a", "ann-of-green-gables", "z", 4, "her-event"));
    List<Integer> formats = new ArrayList<>();
    for (Path file : disk.files()) {
      formats.add(EarlierFormats.rewrite(file));
    }
    assertEquals(List.of(1, 1, 2, 3), formats);
    String ann = "ann-of-green-gables";
    assertEquals(
        List.of(
            ann + "/x=5.0", "bob/x=4.0", "cat/x=1.0", "bob/y=2.0", ann + "/y=5.0@" + HER_TIME,
            "dee/x=4.0@18", "bob/z=5.0#a", ann + "/z=4.0#her-event"),
        typedText(disk.reopen().read(MOVIES, 8)));
    assertEquals(3, disk.reopen().purge(MOVIES, List.of(ANN)));
    assertFalse(disk.holds(ann) || disk.holds("her-event") || disk.holds(HER_TIME_AS_STORED));
    for (Path file : disk.files()) {
      assertEquals(LogSegmentFile.FORMAT, EarlierFormats.of(file));
    }
    List<String> left = List
        .of("-", "bob/x=4.0", "cat/x=1.0", "bob/y=2.0", "-", "dee/x=4.0@18", "bob/z=5.0#a", "-");
    assertEquals(left, typedText(disk.reopen().read(MOVIES, 8)));
  }

  @Test
  void purge_user_isOverwrittenWhereItStands() throws IOException {
    InteractionLog log = disk.reopen();
    log.append(MOVIES, rows("ann-of-green-gables", "only-hers", 5, "bob", "x", 4));
    Path file = disk.files().getFirst();
    try (FileChannel open = FileChannel.open(file)) {
      int length = Damage.remains(open).length;
      log.purge(MOVIES, List.of(ANN));
      assertArrayEquals(Files.readAllBytes(file), Damage.remains(open), "the same file");
      assertEquals(length, Damage.remains(open).length);
    }
    assertEquals(1, disk.files().size());
    assertFalse(disk.holds("ann-of-green-gables"));
  }

  @Test
  void purge_fileOfAnEarlierFormat_isOverwritten() throws IOException, DamagedFileException {
    InteractionLog log = disk.reopen();
    log.append(MOVIES, rows("ann-of-green-gables", "only-hers", 5, "bob", "x", 4));
    assertEquals(1, EarlierFormats.rewrite(disk.files().getFirst()));
    try (FileChannel before = FileChannel.open(disk.files().getFirst())) {
      int length = Damage.remains(before).length;
      log.purge(MOVIES, List.of(ANN));
      assertArrayEquals(new byte[length], Damage.remains(before));
    }
    assertEquals(1, disk.files().size());
  }

  @Test
  void purge_oneOfManyUsers_writesWhatGoesAndNotTheLog() throws IOException {
    InteractionLog log = disk.reopen();
    log.append(MOVIES, manyRows(80_000));
    long size = Files.size(disk.files().getFirst());
    assertTrue(size > 10 * PagedSha256.PAGE_BYTES, size + " bytes");
    InteractionLog dying = disk.dying();
    ErasureTarget user = new ErasureTarget.User("user-17");
    assertThrows(SimulatedCrash.class, () -> dying.purge(MOVIES, List.of(user)));
    Path patch = disk.files().getFirst().resolveSibling("patch.bin");
    assertTrue(Files.size(patch) < 2_000, Files.size(patch) + " bytes to purge ten rows");
    assertFalse(Damage.holds(patch, "user-17"));
    List<String> left = text(manyRows(80_000));
    for (int row = 170; row < 180; row++) {
      left.set(row, "-");
    }
    assertEquals(left, text(log.read(MOVIES, 80_000)), "through the patch");
    assertEquals(left, text(disk.reopen().read(MOVIES, 80_000)), "after it");
    assertFalse(Files.exists(patch));
  }

  /** A row whose user is another one now would stay, and its receipt would say that it went. */
  @Test
  void purge_bitFlippedWhereItLooks_refusedAndNothingChanged() throws IOException {
    disk.reopen().append(MOVIES, manyRows(80_000));
    Path file = disk.files().getFirst();
    ErasureTarget user = new ErasureTarget.User("user-17");
    for (int row : new int[]{0, 175, 300, 79_999}) {
      long place = LogSegmentFile.HEADER_BYTES + 4L * row;
      Damage.flip(file, (int) place, 1);
      byte[] flipped = Files.readAllBytes(file);
      LetheException refusal = assertThrows(
          LetheException.class, () -> disk.reopen().purge(MOVIES, List.of(user)));
      assertEquals(ErrorKind.CHECKPOINT_DAMAGED, refusal.kind());
      assertEquals(String.valueOf(file.getFileName()), refusal.metadata().get("file"));
      assertArrayEquals(flipped, Files.readAllBytes(file));
      Damage.flip(file, (int) place, 1);
    }
    assertEquals(10, disk.reopen().purge(MOVIES, List.of(user)));
  }

  @Test
  void read_anyByteOfAPatchFlipped_refusedNamingIt() throws IOException {
    disk.reopen().append(MOVIES, rows("ann-of-green-gables", "x", 5, "bob", "x", 4));
    InteractionLog dying = disk.dying();
    assertThrows(SimulatedCrash.class, () -> dying.purge(MOVIES, List.of(ANN)));
    Path patch = disk.files().getFirst();
    assertEquals("patch.bin", patch.getFileName().toString());
    for (int position = 0; position < Files.size(patch); position++) {
      Damage.flip(patch, position, 1 << position % 8);
      assertEquals("patch.bin", disk.damaged().metadata().get("file"));
      Damage.flip(patch, position, 1 << position % 8);
    }
    assertEquals(List.of("-", "bob/x=4.0"), text(disk.reopen().read(MOVIES, 2)));
    assertEquals(1, disk.files().size());
  }

  @Test
  void purge_crashBeforeTheReplacedFileWasDestroyed_nextPurgeDoes() throws IOException {
    InteractionLog log = disk.reopen();
    log.append(MOVIES, rows("ann-of-green-gables", "only-hers", 5, "bob", "x", 4));
    Path file = disk.files().getFirst();
    Path kept = file.resolveSibling(StoreLayout.TEMPORARY_PREFIX + "replaced-rows");
    Files.copy(file, kept);
    log.purge(MOVIES, List.of(ANN));
    assertFalse(Files.exists(kept));
    Files.createLink(kept, file);
    byte[] content = Files.readAllBytes(file);
    log.purge(MOVIES, List.of(ANN));
    assertArrayEquals(content, Files.readAllBytes(file), "a link not yet replaced");
    assertFalse(Files.exists(kept));
  }

  @Test
  void purge_crashBetweenTwoFiles_finishesWhenRepeated() throws IOException {
    InteractionLog log = disk.reopen();
    log.append(MOVIES, rows("ann-of-green-gables", "y", 5, "bob", "x", 4));
    log.append(MOVIES, rows("cat", "x", 1, "ann-of-green-gables", "x", 2));
    byte[] second = Files.readAllBytes(disk.files().get(1));
    log.purge(MOVIES, List.of(ANN));
    Damage.replace(disk.files().get(1), second);
    List<String> expected = List.of("-", "bob/x=4.0", "cat/x=1.0", "-");
    assertEquals(expected, text(disk.reopen().read(MOVIES, 4)));
    disk.reopen().purge(MOVIES, List.of(ANN));
    assertEquals(expected, text(disk.reopen().read(MOVIES, 4)));
    Damage.replace(disk.files().get(1), second);
    assertEquals(5, disk.reopen().append(MOVIES, rows("ann-of-green-gables", "x", 3)));
    assertEquals("ann-of-green-gables/x=3.0", text(disk.reopen().read(MOVIES, 5)).getLast());
    assertEquals(expected, text(disk.reopen().read(MOVIES, 4)));
  }
}
