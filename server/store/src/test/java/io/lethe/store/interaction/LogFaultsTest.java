package io.lethe.store.interaction;

import static io.lethe.engine.memory.PortFixtures.MOVIES;
import static io.lethe.engine.memory.PortFixtures.rows;
import static io.lethe.engine.memory.PortFixtures.text;

import io.lethe.engine.interaction.InteractionLog;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.simulated.NthOperation;
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
  void purge_rowsInTwoFiles_eachBeforeOrAfter() {
    new NthOperation(
        onLog(LogFaultsTest::threeParts, log -> log.purge(MOVIES, List.of(ANN))),
        "[-, bob/x=4.0, cat/y=3.0, ann/z=2.0, bob/y=1.0]",
        "[ann/x=5.0, bob/x=4.0, cat/y=3.0, -, bob/y=1.0]").everyWay(50);
  }
}
