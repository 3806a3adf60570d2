package io.lethe.store.checkpoint;

import static io.lethe.engine.memory.PortFixtures.MOVIES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.memory.InjectionPoints;
import io.lethe.engine.memory.SimulatedCrash;
import io.lethe.engine.model.Checkpoint;
import io.lethe.engine.model.CheckpointStore;
import io.lethe.engine.model.VersionId;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.folder.FileCopies;
import io.lethe.store.folder.StoreLayout;
import io.lethe.store.simulated.Damage;
import io.lethe.store.simulated.DiskFault;
import io.lethe.store.simulated.NthOperation;
import io.lethe.store.simulated.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Every step of a folder being taken over goes wrong once: it is the parent's or the child's. */
class TakeOverFaultsTest {

  private static final int POINTS_MAX = 16;

  private static VersionId id(long number) {
    return new VersionId(MOVIES, number);
  }

  /** Three versions, each upon the one before. */
  private static void chain(CheckpointStore store) {
    Checkpoint first = ManyRows.trained();
    String digest = store.write(first);
    Checkpoint second = ManyRows.withoutUser(first, digest, 2, 300);
    store.write(ManyRows.withoutUser(second, store.write(second), 3, 10));
  }

  private static void in(Path root, Consumer<CheckpointStore> work) {
    try (DataFolder folder = DataFolder.open(root)) {
      work.accept(new FileCheckpointStore(folder));
    }
  }

  private static String observe(Path root) {
    StringBuilder text = new StringBuilder();
    in(root, store -> text.append(text(store)));
    return text.toString();
  }

  private static String text(CheckpointStore store) {
    StringBuilder text = new StringBuilder();
    for (VersionId id : store.list(MOVIES)) {
      text.append(id.number()).append('=');
      text.append(ManyRows.text(store.read(id)).hashCode()).append(' ');
    }
    return text.toString();
  }

  private static NthOperation.Scenario after(
      Consumer<CheckpointStore> prepare, Consumer<CheckpointStore> act) {
    return new NthOperation.Scenario() {

      @Override
      public void prepare(Path root) {
        in(root, prepare);
      }

      @Override
      public void act(Path root) {
        in(root, act);
      }

      @Override
      public String observe(Path root) {
        return TakeOverFaultsTest.observe(root);
      }
    };
  }

  @Test
  void destroy_parent_isThereOrTakenOver() {
    new NthOperation(after(TakeOverFaultsTest::chain, store -> store.destroy(id(1)))).everyWay(60);
  }

  @Test
  void destroy_secondOfAChain_isThereOrTakenOver() {
    new NthOperation(after(store -> {
      chain(store);
      store.destroy(id(1));
    }, store -> store.destroy(id(2)))).everyWay(60);
  }

  @Test
  void destroy_parentOfTwo_isThereOrTakenOver() {
    new NthOperation(after(store -> {
      Checkpoint first = ManyRows.trained();
      String digest = store.write(first);
      store.write(ManyRows.withoutUser(first, digest, 2, 300));
      store.write(ManyRows.withoutUser(first, digest, 3, 10));
    }, store -> store.destroy(id(1)))).everyWay(90);
  }

  /** Disks on which the process died at each step that a take-over tells of. */
  private static List<SimulatedDisk> died() {
    List<SimulatedDisk> disks = new ArrayList<>();
    boolean dies = true;
    for (int turn = 0; dies; turn++) {
      SimulatedDisk disk = new SimulatedDisk();
      Path root = disk.root().resolve("data");
      in(root, TakeOverFaultsTest::chain);
      AtomicInteger left = new AtomicInteger(turn);
      Failpoints dying = point -> {
        if (left.getAndDecrement() == 0) {
          throw new SimulatedCrash("at " + point);
        }
      };
      try (DataFolder folder = DataFolder.open(root)) {
        new FileCheckpointStore(folder, Runnable::run, dying).destroy(id(1));
        dies = false;
      } catch (SimulatedCrash died) {
        disks.add(disk);
      }
    }
    return disks;
  }

  @Test
  void open_afterOneThatDied_goesOnWhateverFails() {
    List<SimulatedDisk> disks = died();
    assertTrue(disks.size() >= 5, disks.size() + " steps: each file is one");
    Set<String> ends = new HashSet<>();
    for (SimulatedDisk died : disks) {
      SimulatedDisk going = died.copy();
      ends.add(observe(going.root().resolve("data")));
      int operations = going.operations().size();
      assertTrue(operations > 20, operations + " things asked of the disk");
      InjectionPoints.of(operations, POINTS_MAX).forEach(n -> ends.add(afterFailure(died, n + 1)));
    }
    assertEquals(1, ends.size(), ends.toString());
  }

  private static String afterFailure(SimulatedDisk died, int n) {
    SimulatedDisk failing = died.copy();
    Path root = failing.root().resolve("data");
    failing.fault(DiskFault.failAt(n));
    try {
      observe(root);
    } catch (LetheException refused) {
      assertEquals(ErrorKind.STORAGE_FAILED, refused.kind());
    }
    failing.fault(DiskFault.none());
    return observe(root);
  }

  @Test
  void read_afterOneThatDied_withoutEndingIt_isTheChild() throws IOException {
    SimulatedDisk ended = new SimulatedDisk();
    Path root = ended.root().resolve("data");
    in(root, store -> {
      chain(store);
      store.destroy(id(1));
    });
    String expected = observe(root);
    for (SimulatedDisk died : died()) {
      String before = died.content();
      StoreLayout layout = new StoreLayout(died.root().resolve("data"));
      assertEquals(expected, text(FileCheckpointStore.toRead(layout)));
      assertEquals(before, died.content(), "nothing is changed");
    }
  }

  @Test
  void read_inTheProcessWhoseDiskFailed_isTheParentsOrTheChilds() {
    SimulatedDisk prepared = new SimulatedDisk();
    in(prepared.root().resolve("data"), TakeOverFaultsTest::chain);
    String before = observe(prepared.copy().root().resolve("data"));
    Set<String> seen = new HashSet<>();
    boolean refused = true;
    for (int n = 1; refused; n++) {
      SimulatedDisk disk = prepared.copy();
      try (DataFolder folder = DataFolder.open(disk.root().resolve("data"))) {
        CheckpointStore store = new FileCheckpointStore(folder);
        disk.fault(DiskFault.failFrom(n));
        refused = isRefused(store);
        disk.fault(DiskFault.none());
        // Read before anything is ended.
        seen.add(ManyRows.text(store.read(id(2))));
        seen.add(ManyRows.text(store.read(id(2))));
        store.destroy(id(1));
        seen.add(ManyRows.text(store.read(id(2))));
        assertEquals(List.of(id(2), id(3)), store.list(MOVIES));
      }
    }
    assertEquals(1, seen.size(), "of " + before);
  }

  private static boolean isRefused(CheckpointStore store) {
    try {
      store.destroy(id(1));
      return false;
    } catch (LetheException refusal) {
      assertEquals(ErrorKind.STORAGE_FAILED, refusal.kind());
      return true;
    }
  }

  @Test
  void copy_afterOneThatDied_isWholeWhateverWasCopiedWhen()
      throws IOException, DamagedFileException {
    for (SimulatedDisk died : died()) {
      StoreLayout layout = new StoreLayout(died.root().resolve("data"));
      CheckpointFolder found = CheckpointFolder.read(layout, MOVIES);
      Path copy = died.root().resolve("copy");
      for (Path folder : List.of(
          copy, copy.resolve("models"), copy.resolve("models/movies"),
          copy.resolve("models/movies/versions"))) {
        DurableFiles.createFolder(folder);
      }
      FileCopies copies = new FileCopies(layout.root(), copy);
      copies.copy(found.whole(id(2)), new TreeMap<>());
      copies.copy(found.patch(id(2)).orElseThrow(), new TreeMap<>());
      FileCheckpointStore.verify(copy.resolve("models/movies/versions/1"));
      in(copy, store -> assertEquals(List.of(id(2)), store.list(MOVIES)));
      FileCheckpointStore.verify(copy.resolve("models/movies/versions/2"));
    }
  }

  @Test
  void open_patchDamaged_isRefusedNamingIt() throws IOException {
    SimulatedDisk died = died().get(1);
    Path intact = new StoreLayout(died.root().resolve("data")).takeOver(id(2), id(1));
    int length = (int) Files.size(intact);
    for (int at = 0; at < length; at += 1 + length / 60) {
      SimulatedDisk disk = died.copy();
      Path root = disk.root().resolve("data");
      Damage.flip(new StoreLayout(root).takeOver(id(2), id(1)), at, 4);
      in(root, store -> {
        LetheException refusal = assertThrows(LetheException.class, () -> store.read(id(2)));
        assertEquals(ErrorKind.CHECKPOINT_DAMAGED, refusal.kind());
        assertEquals("2-from-1.patch", refusal.metadata().get("file"));
      });
    }
  }
}
