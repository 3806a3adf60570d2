package io.lethe.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders for as long as the process lives: a fuzz target has no end of its own to delete one at. */
public final class LentFolder {

  private static final String PREFIX = "lethe-fuzz-";

  private LentFolder() {}

  /** A new, empty one; it is deleted with its content when the process ends in good order. */
  public static Path make() {
    Path folder = makeKept();
    deleteAtExit(folder, () -> {});
    return folder;
  }

  /** A new, empty one for content that is in use until the end: {@link #deleteAtExit} deletes it. */
  public static Path makeKept() {
    try {
      return Files.createTempDirectory(PREFIX);
    } catch (IOException unusable) {
      throw new IllegalStateException("there is no temporary folder", unusable);
    }
  }

  /**
   * Deletes a folder with its content when the process ends in good order.
   *
   * @param before ends what uses the folder
   */
  public static void deleteAtExit(Path folder, Runnable before) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      before.run();
      delete(folder);
    }));
  }

  private static void delete(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException failed) {
      throw new IllegalStateException("left behind: " + folder, failed);
    }
  }
}
