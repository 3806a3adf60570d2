package io.lethe.store.interaction;

import static io.lethe.engine.memory.PortFixtures.MOVIES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.interaction.InteractionLog;
import io.lethe.engine.memory.SimulatedCrash;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.simulated.Damage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** An interaction log whose files a test looks at. */
final class LogOnDisk implements AutoCloseable {

  private final Path root;
  private DataFolder folder;

  LogOnDisk(Path root) {
    this.root = root;
    this.folder = DataFolder.open(root);
  }

  DataFolder folder() {
    return folder;
  }

  /** The log as another process finds it. */
  InteractionLog reopen() {
    folder.close();
    folder = DataFolder.open(root);
    return new FileInteractionLog(folder);
  }

  /** A log whose process ends at the first step that it tells of. */
  InteractionLog dying() {
    return new FileInteractionLog(folder, point -> {
      throw new SimulatedCrash("at " + point);
    });
  }

  List<Path> files() throws IOException {
    return DurableFiles.children(folder.layout().interactions(MOVIES));
  }

  /** Whether any file has these bytes. */
  boolean holds(String text) throws IOException {
    for (Path file : files()) {
      if (Damage.holds(file, text)) {
        return true;
      }
    }
    return false;
  }

  /** How a reading is refused. */
  LetheException damaged() {
    LetheException refusal = assertThrows(LetheException.class, () -> reopen().read(MOVIES, 2));
    assertEquals(ErrorKind.CHECKPOINT_DAMAGED, refusal.kind());
    return refusal;
  }

  @Override
  public void close() {
    folder.close();
  }
}
