package io.lethe.store.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.transparency.SignedNote;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.simulated.NthOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLogAnchorTest {

  @TempDir private Path folder;

  @Test
  void read_nothingEverWritten_empty() {
    assertEquals(Optional.empty(), FileLogAnchor.at(folder.resolve("anchor")).read());
  }

  @Test
  void write_again_theLastOneAndNothingBeside() throws IOException {
    Path file = folder.resolve("anchor");
    FileLogAnchor.at(file).write("first \u2014\n");
    FileLogAnchor.at(file).write("second \u2014\n");
    assertEquals(Optional.of("second \u2014\n"), FileLogAnchor.at(file).read());
    try (var files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void write_leftOverOfACrash_isReplaced() throws IOException {
    Path file = folder.resolve("anchor");
    Path leftOver = folder.resolve(".tmp-anchor");
    Files.writeString(leftOver, "half a no");
    assertEquals(Optional.empty(), FileLogAnchor.at(file).read());
    FileLogAnchor.at(file).write("note\n");
    assertEquals(Optional.of("note\n"), FileLogAnchor.at(file).read());
    assertFalse(Files.exists(leftOver));
  }

  @Test
  void read_noText_noNote() throws IOException {
    Path file = folder.resolve("anchor");
    Files.write(file, new byte[]{(byte) 0xC3, 0x28});
    assertEquals(Optional.of(""), FileLogAnchor.at(file).read());
  }

  @Test
  void read_tooLongOrAFolder_storageFailedNamingThePlace() throws IOException {
    Path file = folder.resolve("anchor");
    Files.write(file, new byte[SignedNote.LENGTH_MAX + 1]);
    assertFailed(() -> FileLogAnchor.at(file).read());
    Path place = Files.createDirectory(folder.resolve("place"));
    assertFailed(() -> FileLogAnchor.at(place).read());
    assertFailed(() -> FileLogAnchor.at(folder.resolve("missing").resolve("anchor")).write("x\n"));
  }

  private static void assertFailed(org.junit.jupiter.api.function.Executable call) {
    LetheException failed = assertThrows(LetheException.class, call);
    assertEquals(ErrorKind.STORAGE_FAILED, failed.kind());
    assertTrue(
        String.valueOf(failed.getMessage()).contains("the anchor file"), failed.getMessage());
  }

  /** The disk fails, is full or dies at every thing that is asked of it. */
  @Test
  void write_faultAtEveryStep_theFormerOrTheNewNote() {
    new NthOperation(new NthOperation.Scenario() {

      @Override
      public void prepare(Path root) {
        in(root, "first\n");
      }

      @Override
      public void act(Path root) {
        in(root, "second\n");
      }

      @Override
      public String observe(Path root) {
        try (DataFolder opened = DataFolder.open(root)) {
          return FileLogAnchor.beside(opened).read().orElse("none");
        }
      }

      private void in(Path root, String note) {
        try (DataFolder opened = DataFolder.open(root)) {
          FileLogAnchor.beside(opened).write(note);
        }
      }
    }).everyWay(8);
  }

  @Test
  void beside_dataFolder_liesInIt() throws IOException {
    Path data = folder.resolve("data");
    try (DataFolder opened = DataFolder.open(data)) {
      FileLogAnchor.beside(opened).write("note\n");
      assertEquals(Optional.of("note\n"), FileLogAnchor.beside(opened).read());
    }
    assertEquals("note\n", Files.readString(data.resolve("receipt-checkpoint")));
  }
}
