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
import io.lethe.engine.interaction.InteractionLogContract;
import io.lethe.engine.memory.InMemoryInteractionLog;
import io.lethe.engine.memory.SimulatedCrash;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.ErasureTarget.Pair;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.PagedSha256;
import io.lethe.store.folder.DataFolder;
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
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileInteractionLogTest extends InteractionLogContract {

  /** Eight letters of ASCII, so that they can be looked for as a text. */
  private static final String HER_TIME_AS_STORED = "hertime!";
  private static final long HER_TIME = ByteBuffer
      .wrap(HER_TIME_AS_STORED.getBytes(StandardCharsets.US_ASCII))
      .order(ByteOrder.LITTLE_ENDIAN)
      .getLong();

  private static final ErasureTarget ANN = new ErasureTarget.User("ann-of-green-gables");

  @TempDir private Path root;
  private DataFolder folder;

  @BeforeEach
  void open() {
    folder = DataFolder.open(root);
  }

  @AfterEach
  void close() {
    folder.close();
  }

  @Override
  protected InteractionLog reopen() {
    folder.close();
    folder = DataFolder.open(root);
    return new FileInteractionLog(folder);
  }

  private List<Path> files() throws IOException {
    return DurableFiles.children(folder.layout().interactions(MOVIES));
  }

  private boolean foundOnDisk(String text) throws IOException {
    for (Path file : files()) {
      if (Damage.holds(file, text)) {
        return true;
      }
    }
    return false;
  }

  private LetheException damaged() {
    LetheException refusal = assertThrows(LetheException.class, () -> reopen().read(MOVIES, 2));
    assertEquals(ErrorKind.CHECKPOINT_DAMAGED, refusal.kind());
    return refusal;
  }

  @Test
  void purge_user_isInNoFileAnyMore() throws IOException {
    InteractionLog log = reopen();
    log.append(MOVIES, rows("ann-of-green-gables", "only-hers", 5, "bob", "x", 4));
    log.append(MOVIES, rows("cat", "x", 1, "ann-of-green-gables", "x", 2));
    Path leftover = files().getFirst().resolveSibling(StoreLayout.TEMPORARY_PREFIX + "rows");
    Files.copy(files().getFirst(), leftover);
    assertTrue(foundOnDisk("ann-of-green-gables"));
    assertEquals(2, log.purge(MOVIES, List.of(ANN)));
    assertFalse(foundOnDisk("ann-of-green-gables"));
    assertFalse(foundOnDisk("only-hers"));
    assertEquals(List.of("-", "bob/x=4.0", "cat/x=1.0", "-"), text(log.read(MOVIES, 4)));
  }

  @Test
  void purge_timedRow_itsTimeIsInNoFileAnyMore() throws IOException {
    InteractionLog log = reopen();
    log.append(MOVIES, timedRows("ann-of-green-gables", "x", 5, HER_TIME, "bob", "x", 4, 18));
    assertTrue(foundOnDisk(HER_TIME_AS_STORED));
    log.purge(MOVIES, List.of(ANN));
    assertFalse(foundOnDisk(HER_TIME_AS_STORED));
    assertEquals(List.of("-", "bob/x=4.0@18"), timedText(log.read(MOVIES, 2)));
  }

  @Test
  void purge_onlyRowOfAnEventType_itsNameIsInNoFileAnyMore() throws IOException {
    InteractionLog log = reopen();
    log.append(
        MOVIES, typedRows(
            "ann-of-green-gables", "x", 5, "her-event", "bob", "x", 4, "", "bob", "y", 4, "b"));
    assertTrue(foundOnDisk("her-event"));
    log.purge(MOVIES, List.of(ANN));
    assertFalse(foundOnDisk("her-event"));
    assertEquals(List.of("-", "bob/x=4.0", "bob/y=4.0#b"), typedText(log.read(MOVIES, 3)));
  }

  @Test
  void purge_firstRowOfAnEventTypeThatOthersHave_theyKeepIt() {
    InteractionLog log = reopen();
    log.append(
        MOVIES,
        typedRows(
            "ann-of-green-gables", "x", 5, "a", "bob", "x", 4, "b", "bob", "y", 4, "a", "cat", "x",
            1, "a"));
    assertEquals(1, log.purge(MOVIES, List.of(ANN)));
    List<String> left = List.of("-", "bob/x=4.0#b", "bob/y=4.0#a", "cat/x=1.0#a");
    assertEquals(left, typedText(reopen().read(MOVIES, 4)));
  }

  @Test
  void append_segmentsOfAllFormats_areOneLog_alsoMerged() {
    InteractionLog log = reopen();
    List<String> expected = new ArrayList<>();
    for (int k = 0; k <= LogFolder.MAX_SEGMENTS; k++) {
      String user = "u" + k;
      InteractionColumns typed = typedRows(user, "x", k, "event-" + k % 7);
      log.append(MOVIES, switch (k % 4) {
        case 0 -> rows(user, "x", k);
        case 1 -> timedRows(user, "x", k, 100 + k);
        case 2 -> typed;
        default -> typed.at(new long[]{100 + k});
      });
      expected.add(
          "%s/x=%s%s%s".formatted(
              user, (float) k, k % 2 == 1 ? "@" + (100 + k) : "",
              k % 4 > 1 ? "#event-" + k % 7 : ""));
      assertEquals(expected, typedText(reopen().read(MOVIES, k + 1)));
    }
  }

  @Test
  void purge_filesOfEarlierFormats_areReadAndWrittenAnewOnce()
      throws IOException, DamagedFileException {
    InteractionLog log = reopen();
    log.append(MOVIES, rows("ann-of-green-gables", "x", 5, "bob", "x", 4));
    log.append(MOVIES, rows("cat", "x", 1, "bob", "y", 2));
    log.append(MOVIES, timedRows("ann-of-green-gables", "y", 5, HER_TIME, "dee", "x", 4, 18));
    log.append(MOVIES, typedRows("bob", "z", 5, "a", "ann-of-green-gables", "z", 4, "her-event"));
    List<Integer> formats = new ArrayList<>();
    for (Path file : files()) {
      formats.add(EarlierFormats.rewrite(file));
    }
    assertEquals(List.of(1, 1, 2, 3), formats);
    String ann = "ann-of-green-gables";
    assertEquals(
        List.of(
            ann + "/x=5.0", "bob/x=4.0", "cat/x=1.0", "bob/y=2.0", ann + "/y=5.0@" + HER_TIME,
            "dee/x=4.0@18", "bob/z=5.0#a", ann + "/z=4.0#her-event"),
        typedText(reopen().read(MOVIES, 8)));
    assertEquals(3, reopen().purge(MOVIES, List.of(ANN)));
    assertFalse(foundOnDisk(ann) || foundOnDisk("her-event") || foundOnDisk(HER_TIME_AS_STORED));
    for (Path file : files()) {
      assertEquals(LogSegmentFile.FORMAT, EarlierFormats.of(file));
    }
    List<String> left = List
        .of("-", "bob/x=4.0", "cat/x=1.0", "bob/y=2.0", "-", "dee/x=4.0@18", "bob/z=5.0#a", "-");
    assertEquals(left, typedText(reopen().read(MOVIES, 8)));
  }

  @Test
  void purge_user_isOverwrittenWhereItStands() throws IOException {
    InteractionLog log = reopen();
    log.append(MOVIES, rows("ann-of-green-gables", "only-hers", 5, "bob", "x", 4));
    Path file = files().getFirst();
    try (FileChannel open = FileChannel.open(file)) {
      int length = Damage.remains(open).length;
      log.purge(MOVIES, List.of(ANN));
      assertArrayEquals(Files.readAllBytes(file), Damage.remains(open), "the same file");
      assertEquals(length, Damage.remains(open).length);
    }
    assertEquals(1, files().size());
    assertFalse(foundOnDisk("ann-of-green-gables"));
  }

  @Test
  void purge_fileOfAnEarlierFormat_isOverwritten() throws IOException, DamagedFileException {
    InteractionLog log = reopen();
    log.append(MOVIES, rows("ann-of-green-gables", "only-hers", 5, "bob", "x", 4));
    assertEquals(1, EarlierFormats.rewrite(files().getFirst()));
    try (FileChannel before = FileChannel.open(files().getFirst())) {
      int length = Damage.remains(before).length;
      log.purge(MOVIES, List.of(ANN));
      assertArrayEquals(new byte[length], Damage.remains(before));
    }
    assertEquals(1, files().size());
  }

  @Test
  void purge_oneOfManyUsers_writesWhatGoesAndNotTheLog() throws IOException {
    InteractionLog log = reopen();
    log.append(MOVIES, manyRows(80_000));
    long size = Files.size(files().getFirst());
    assertTrue(size > 10 * PagedSha256.PAGE_BYTES, size + " bytes");
    InteractionLog dying = new FileInteractionLog(folder, point -> {
      throw new SimulatedCrash("at " + point);
    });
    ErasureTarget user = new ErasureTarget.User("user-17");
    assertThrows(SimulatedCrash.class, () -> dying.purge(MOVIES, List.of(user)));
    Path patch = files().getFirst().resolveSibling("patch.bin");
    assertTrue(Files.size(patch) < 2_000, Files.size(patch) + " bytes to purge ten rows");
    assertFalse(Damage.holds(patch, "user-17"));
    List<String> left = text(manyRows(80_000));
    for (int row = 170; row < 180; row++) {
      left.set(row, "-");
    }
    assertEquals(left, text(log.read(MOVIES, 80_000)), "through the patch");
    assertEquals(left, text(reopen().read(MOVIES, 80_000)), "after it");
    assertFalse(Files.exists(patch));
  }

  /** A row whose user is another one now would stay, and its receipt would say that it went. */
  @Test
  void purge_bitFlippedWhereItLooks_refusedAndNothingChanged() throws IOException {
    reopen().append(MOVIES, manyRows(80_000));
    Path file = files().getFirst();
    ErasureTarget user = new ErasureTarget.User("user-17");
    for (int row : new int[]{0, 175, 79_999}) {
      long place = LogSegmentFile.HEADER_BYTES + 4L * row;
      Damage.flip(file, (int) place, 1);
      byte[] flipped = Files.readAllBytes(file);
      LetheException refusal = assertThrows(
          LetheException.class, () -> reopen().purge(MOVIES, List.of(user)));
      assertEquals(ErrorKind.CHECKPOINT_DAMAGED, refusal.kind());
      assertEquals(String.valueOf(file.getFileName()), refusal.metadata().get("file"));
      assertArrayEquals(flipped, Files.readAllBytes(file));
      Damage.flip(file, (int) place, 1);
    }
    assertEquals(10, reopen().purge(MOVIES, List.of(user)));
  }

  @Test
  void read_anyByteOfAPatchFlipped_refusedNamingIt() throws IOException {
    reopen().append(MOVIES, rows("ann-of-green-gables", "x", 5, "bob", "x", 4));
    InteractionLog dying = new FileInteractionLog(folder, point -> {
      throw new SimulatedCrash("at " + point);
    });
    assertThrows(SimulatedCrash.class, () -> dying.purge(MOVIES, List.of(ANN)));
    Path patch = files().getFirst();
    assertEquals("patch.bin", patch.getFileName().toString());
    for (int position = 0; position < Files.size(patch); position++) {
      Damage.flip(patch, position, 1 << position % 8);
      assertEquals("patch.bin", damaged().metadata().get("file"));
      Damage.flip(patch, position, 1 << position % 8);
    }
    assertEquals(List.of("-", "bob/x=4.0"), text(reopen().read(MOVIES, 2)));
    assertEquals(1, files().size());
  }

  @Test
  void purge_pageThatItTouchesIsDamaged_refused() throws IOException {
    InteractionLog log = reopen();
    log.append(MOVIES, manyRows(80_000));
    Damage.flip(files().getFirst(), LogSegmentFile.HEADER_BYTES + 4 * 300 + 1, 1);
    ErasureTarget user = new ErasureTarget.User("user-17");
    LetheException refusal = assertThrows(
        LetheException.class, () -> log.purge(MOVIES, List.of(user)));
    assertEquals(ErrorKind.CHECKPOINT_DAMAGED, refusal.kind());
    assertEquals(files().getFirst().getFileName().toString(), refusal.metadata().get("file"));
    assertEquals(1, files().size());
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
  void purge_crashBeforeTheReplacedFileWasDestroyed_nextPurgeDoes() throws IOException {
    InteractionLog log = reopen();
    log.append(MOVIES, rows("ann-of-green-gables", "only-hers", 5, "bob", "x", 4));
    Path file = files().getFirst();
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
    InteractionLog log = reopen();
    log.append(MOVIES, rows("ann-of-green-gables", "y", 5, "bob", "x", 4));
    log.append(MOVIES, rows("cat", "x", 1, "ann-of-green-gables", "x", 2));
    byte[] second = Files.readAllBytes(files().get(1));
    log.purge(MOVIES, List.of(ANN));
    Damage.replace(files().get(1), second);
    List<String> expected = List.of("-", "bob/x=4.0", "cat/x=1.0", "-");
    assertEquals(expected, text(reopen().read(MOVIES, 4)));
    reopen().purge(MOVIES, List.of(ANN));
    assertEquals(expected, text(reopen().read(MOVIES, 4)));
    Damage.replace(files().get(1), second);
    assertEquals(5, reopen().append(MOVIES, rows("ann-of-green-gables", "x", 3)));
    assertEquals("ann-of-green-gables/x=3.0", text(reopen().read(MOVIES, 5)).getLast());
    assertEquals(expected, text(reopen().read(MOVIES, 4)));
  }

  @Test
  void read_frontOfTheLog_hasTheSameIdsBeforeAndAfterPurges() {
    InteractionLog log = reopen();
    log.append(MOVIES, rows("a", "x", 1, "b", "y", 2, "c", "x", 3, "a", "z", 4));
    log.append(MOVIES, rows("d", "x", 1, "a", "q", 2));
    for (int end = 0; end <= 6; end++) {
      InteractionColumns before = log.read(MOVIES, end);
      assertEquals(
          List.of("a", "b", "c", "d").subList(0, before.userIds().size()), before.userIds());
    }
    int[] users = {0, 1, 2, 3, 3, 4, 4};
    int[] items = {0, 1, 2, 2, 3, 3, 4};
    log.purge(MOVIES, List.of(new ErasureTarget.User("c"), new ErasureTarget.Item("z")));
    for (int end = 0; end <= 6; end++) {
      InteractionColumns after = log.read(MOVIES, end);
      assertEquals(Math.min(users[end], 4), after.userIds().size());
      assertEquals(items[end], after.itemIds().size());
    }
    assertEquals(List.of("a", "b", "", "d"), log.read(MOVIES, 6).userIds());
    assertEquals(List.of("x", "y", "", "q"), log.read(MOVIES, 6).itemIds());
    assertArrayEquals(new int[]{0, 1, -1, -1, 3, 0}, log.read(MOVIES, 6).users());
  }

  @Test
  void append_moreOftenThanThereMayBeFiles_mergesThemAll() throws IOException {
    InteractionLog log = reopen();
    List<String> expected = new ArrayList<>();
    for (int k = 0; k < LogFolder.MAX_SEGMENTS + 5; k++) {
      log.append(MOVIES, timedRows("u" + k % 7, "i" + k, k, k % 3));
      expected.add("u%d/i%d=%d.0%s".formatted(k % 7, k, k, k % 3 == 0 ? "" : "@" + k % 3));
    }
    assertEquals(5, files().size());
    assertEquals(expected, timedText(reopen().read(MOVIES, expected.size())));
    assertEquals(7, reopen().read(MOVIES, expected.size()).userIds().size());
  }

  @Test
  void read_leftoversOfAMerge_doNotCountAndAreCleanedByPurge() throws IOException {
    InteractionLog log = reopen();
    log.append(MOVIES, rows("a", "x", 1));
    byte[] first = Files.readAllBytes(files().getFirst());
    for (int k = 0; k < LogFolder.MAX_SEGMENTS; k++) {
      log.append(MOVIES, rows("b", "i" + k, k));
    }
    Path stale = files().getFirst().resolveSibling("rows-0000000000-0000000001.bin");
    assertFalse(Files.exists(stale));
    Files.write(stale, first);
    assertEquals(LogFolder.MAX_SEGMENTS + 1L, reopen().end(MOVIES));
    assertEquals("a/x=1.0", text(reopen().read(MOVIES, 1)).getFirst());
    reopen().purge(MOVIES, List.of(new ErasureTarget.User("nobody")));
    assertFalse(Files.exists(stale));
  }

  @Test
  void read_anyByteFlippedOrMissing_refusedNamingTheFile() throws IOException {
    InteractionLog log = reopen();
    log.append(MOVIES, timedRows("ann", "x", 5, HER_TIME, "b\u00f6b", "y", 4, 0));
    Path file = files().getFirst();
    String name = file.getFileName().toString();
    int length = (int) Files.size(file);
    for (int position = 0; position < length; position++) {
      Damage.flip(file, position, 1 << position % 8);
      LetheException refusal = assertThrows(LetheException.class, () -> log.read(MOVIES, 2));
      assertEquals(ErrorKind.CHECKPOINT_DAMAGED, refusal.kind());
      assertEquals(name, refusal.metadata().get("file"));
      assertTrue(String.valueOf(refusal.getMessage()).contains("SHA-256"), refusal.getMessage());
      Damage.flip(file, position, 1 << position % 8);
    }
    Damage.cut(file, 3);
    assertTrue(String.valueOf(damaged().getMessage()).contains(name));
    Damage.replace(file, new byte[0]);
    assertTrue(String.valueOf(damaged().getMessage()).contains(name));
  }

  @Test
  void read_fileMissingInTheMiddle_refused() throws IOException {
    InteractionLog log = reopen();
    log.append(MOVIES, rows("a", "x", 1));
    log.append(MOVIES, rows("a", "y", 1));
    Files.delete(files().getFirst());
    assertTrue(String.valueOf(damaged().getMessage()).contains("is missing before rows-"));
  }

  @Test
  void models_oneLogDamagedAndStrangersBeside_listsTheModels() throws IOException {
    InteractionLog log = reopen();
    log.append(MOVIES, rows("a", "x", 1));
    log.append(MOVIES, rows("a", "y", 1));
    Files.delete(files().getFirst());
    ModelName songs = new ModelName("songs");
    log.append(songs, rows("a", "x", 1));
    Path models = folder.layout().models();
    Files.createDirectory(models.resolve("lost+found"));
    Files.createDirectory(models.resolve(".snapshot"));
    Files.writeString(models.resolve("notes"), "no folder");
    InteractionLog again = reopen();
    assertEquals(List.of(MOVIES, songs), again.models());
    assertEquals(1, again.end(songs));
    assertTrue(String.valueOf(damaged().getMessage()).contains("is missing before rows-"));
  }

  @Test
  void everything_randomCalls_behavesAsTheLogInMemory() {
    SplittableRandom random = new SplittableRandom(3);
    InteractionLog expected = new InMemoryInteractionLog();
    for (int step = 0; step < 120; step++) {
      InteractionLog log = random.nextInt(10) == 0 ? reopen() : new FileInteractionLog(folder);
      if (random.nextInt(3) > 0) {
        InteractionColumns rows = randomRows(random);
        assertEquals(expected.append(MOVIES, rows), log.append(MOVIES, rows));
      } else {
        List<ErasureTarget> targets = List.of(randomTarget(random), randomTarget(random));
        assertEquals(
            expected.count(MOVIES, targets.getFirst()), log.count(MOVIES, targets.getFirst()));
        assertEquals(expected.purge(MOVIES, targets), log.purge(MOVIES, targets));
      }
      long end = log.end(MOVIES);
      assertEquals(expected.end(MOVIES), end);
      assertEquals(timedText(expected.read(MOVIES, end)), timedText(log.read(MOVIES, end)));
      long front = random.nextLong(end + 1);
      assertEquals(timedText(expected.read(MOVIES, front)), timedText(log.read(MOVIES, front)));
    }
  }

  private static InteractionColumns randomRows(SplittableRandom random) {
    Object[] fours = new Object[4 * random.nextInt(6)];
    int times = random.nextBoolean() ? 1 : 9;
    for (int k = 0; k < fours.length; k += 4) {
      fours[k] = "u" + random.nextInt(8);
      fours[k + 1] = "i" + random.nextInt(12);
      fours[k + 2] = random.nextInt(5);
      fours[k + 3] = random.nextInt(times);
    }
    return timedRows(fours);
  }

  private static ErasureTarget randomTarget(SplittableRandom random) {
    return switch (random.nextInt(3)) {
      case 0 -> new ErasureTarget.User("u" + random.nextInt(9));
      case 1 -> new ErasureTarget.Item("i" + random.nextInt(13));
      default -> new ErasureTarget.Interactions(
          List.of(
              new Pair("u" + random.nextInt(9), "i" + random.nextInt(13)),
              new Pair("u" + random.nextInt(9), "i" + random.nextInt(13))));
    };
  }
}
