package io.lethe.store.interaction;

import static io.lethe.engine.memory.PortFixtures.MOVIES;
import static io.lethe.engine.memory.PortFixtures.rows;
import static io.lethe.engine.memory.PortFixtures.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.interaction.InteractionLog;
import io.lethe.engine.memory.SimulatedCrash;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.folder.StoreLayout;
import io.lethe.store.simulated.DiskFault;
import io.lethe.store.simulated.NthOperation;
import io.lethe.store.simulated.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Every step of every operation on interaction logs goes wrong once. */
class LogFaultsTest {

  private static final ErasureTarget ANN = new ErasureTarget.User("ann");

  private static NthOperation.Scenario onLog(
      Consumer<InteractionLog> prepare, Consumer<InteractionLog> act) {
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
        StringBuilder text = new StringBuilder();
        in(root, log -> text.append(text(log.read(MOVIES, log.end(MOVIES)))));
        return text.toString();
      }
    };
  }

  private static void in(Path root, Consumer<InteractionLog> work) {
    try (DataFolder folder = DataFolder.open(root)) {
      work.accept(new FileInteractionLog(folder));
    }
  }

  private static void threeParts(InteractionLog log) {
    log.append(MOVIES, rows("ann", "x", 5, "bob", "x", 4));
    log.append(MOVIES, rows("cat", "y", 3, "ann", "z", 2));
    log.append(MOVIES, rows("bob", "y", 1));
  }

  @Test
  void append_firstOfAll_beforeOrAfter() {
    new NthOperation(
        onLog(log -> {}, log -> log.append(MOVIES, rows("ann", "x", 5, "bob", "y", 4))))
        .everyWay(20);
  }

  @Test
  void append_further_beforeOrAfter() {
    new NthOperation(
        onLog(LogFaultsTest::threeParts, log -> log.append(MOVIES, rows("ann", "x", 5))))
        .everyWay(20);
  }

  @Test
  void append_thatMergesAll_beforeOrAfter() {
    new NthOperation(onLog(log -> {
      for (int k = 0; k < LogFolder.MAX_SEGMENTS; k++) {
        log.append(MOVIES, rows("user" + k % 7, "item" + k, k));
      }
    }, log -> log.append(MOVIES, rows("ann", "x", 5)))).everyWay(150);
  }

  @Test
  void purge_rowsInTwoFiles_beforeOrAfter() {
    new NthOperation(onLog(LogFaultsTest::threeParts, log -> log.purge(MOVIES, List.of(ANN))))
        .everyWay(20);
  }

  @Test
  void purge_rowsInTwoFilesOfAnEarlierFormat_theLaterOneFirst() {
    new NthOperation(
        earlier(onLog(LogFaultsTest::threeParts, log -> log.purge(MOVIES, List.of(ANN)))),
        "[ann/x=5.0, bob/x=4.0, cat/y=3.0, -, bob/y=1.0]").everyWay(50);
  }

  /** The same over files as an earlier server wrote them. */
  private static NthOperation.Scenario earlier(NthOperation.Scenario scenario) {
    return new NthOperation.Scenario() {

      @Override
      public void prepare(Path root) {
        scenario.prepare(root);
        try {
          for (Path file : DurableFiles.children(new StoreLayout(root).interactions(MOVIES))) {
            EarlierFormats.rewrite(file);
          }
        } catch (IOException | DamagedFileException failure) {
          throw new IllegalStateException(failure);
        }
      }

      @Override
      public void act(Path root) {
        scenario.act(root);
      }

      @Override
      public String observe(Path root) {
        return scenario.observe(root);
      }
    };
  }

  @Test
  void open_afterAPurgeThatDied_goesOnWhateverFails() {
    SimulatedDisk died = new SimulatedDisk();
    Path root = died.root().resolve("data");
    NthOperation.Scenario scenario = onLog(
        LogFaultsTest::threeParts, log -> log.purge(MOVIES, List.of(ANN)));
    scenario.prepare(root);
    try (DataFolder folder = DataFolder.open(root)) {
      InteractionLog dying = new FileInteractionLog(folder, point -> {
        throw new SimulatedCrash("at " + point);
      });
      assertThrows(SimulatedCrash.class, () -> dying.purge(MOVIES, List.of(ANN)));
    }
    SimulatedDisk going = died.copy();
    scenario.observe(going.root().resolve("data"));
    int operations = going.operations().size();
    assertTrue(operations > 10, operations + " things asked of the disk");
    for (int n = 1; n <= operations; n++) {
      SimulatedDisk failing = died.copy();
      failing.fault(DiskFault.failAt(n));
      try {
        scenario.observe(failing.root().resolve("data"));
      } catch (LetheException refused) {
        assertEquals(ErrorKind.STORAGE_FAILED, refused.kind());
      }
      failing.fault(DiskFault.none());
      assertEquals(
          "[-, bob/x=4.0, cat/y=3.0, -, bob/y=1.0]",
          scenario.observe(failing.root().resolve("data")), "after failed thing " + n);
    }
  }
}
