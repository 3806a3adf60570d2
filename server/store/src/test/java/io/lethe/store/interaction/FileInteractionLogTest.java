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
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.ErasureTarget.Pair;
import io.lethe.store.simulated.Damage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileInteractionLogTest extends InteractionLogContract {

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

  @Override
  protected InteractionLog reopen() {
    return disk.reopen();
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
    assertEquals(5, disk.files().size());
    assertEquals(expected, timedText(reopen().read(MOVIES, expected.size())));
    assertEquals(7, reopen().read(MOVIES, expected.size()).userIds().size());
  }

  @Test
  void read_leftoversOfAMerge_doNotCountAndAreCleanedByPurge() throws IOException {
    InteractionLog log = reopen();
    log.append(MOVIES, rows("a", "x", 1));
    byte[] first = Files.readAllBytes(disk.files().getFirst());
    for (int k = 0; k < LogFolder.MAX_SEGMENTS; k++) {
      log.append(MOVIES, rows("b", "i" + k, k));
    }
    Path stale = disk.files().getFirst().resolveSibling("rows-0000000000-0000000001.bin");
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
    log.append(MOVIES, timedRows("ann", "x", 5, 1_700_000_000_000L, "b\u00f6b", "y", 4, 0));
    Path file = disk.files().getFirst();
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
    assertTrue(String.valueOf(disk.damaged().getMessage()).contains(name));
    Damage.replace(file, new byte[0]);
    assertTrue(String.valueOf(disk.damaged().getMessage()).contains(name));
  }

  @Test
  void read_fileMissingInTheMiddle_refused() throws IOException {
    InteractionLog log = reopen();
    log.append(MOVIES, rows("a", "x", 1));
    log.append(MOVIES, rows("a", "y", 1));
    Files.delete(disk.files().getFirst());
    assertTrue(String.valueOf(disk.damaged().getMessage()).contains("is missing before rows-"));
  }

  @Test
  void models_oneLogDamagedAndStrangersBeside_listsTheModels() throws IOException {
    InteractionLog log = reopen();
    log.append(MOVIES, rows("a", "x", 1));
    log.append(MOVIES, rows("a", "y", 1));
    Files.delete(disk.files().getFirst());
    ModelName songs = new ModelName("songs");
    log.append(songs, rows("a", "x", 1));
    Path models = disk.folder().layout().models();
    Files.createDirectory(models.resolve("lost+found"));
    Files.createDirectory(models.resolve(".snapshot"));
    Files.writeString(models.resolve("notes"), "no folder");
    InteractionLog again = reopen();
    assertEquals(List.of(MOVIES, songs), again.models());
    assertEquals(1, again.end(songs));
    assertTrue(String.valueOf(disk.damaged().getMessage()).contains("is missing before rows-"));
  }

  @Test
  void everything_randomCalls_behavesAsTheLogInMemory() {
    SplittableRandom random = new SplittableRandom(3);
    InteractionLog expected = new InMemoryInteractionLog();
    for (int step = 0; step < 120; step++) {
      InteractionLog log = random.nextInt(10) == 0
          ? reopen()
          : new FileInteractionLog(disk.folder());
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
