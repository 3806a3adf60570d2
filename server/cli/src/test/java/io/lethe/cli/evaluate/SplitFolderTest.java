package io.lethe.cli.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.cli.terminal.CommandException;
import io.lethe.evaluation.experiment.Dataset;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SplitFolderTest {

  @TempDir private Path folder;

  @Test
  void read_wholeSplit_turnsTheWrongLabelsBack() throws IOException {
    Path split = Files.createDirectories(folder.resolve("tea").resolve("split-2pct"));
    write(split, "train_normal", "0,0,1\n0,1,0\n2,1,1\n");
    write(split, "train_random", "1,0,0\n");
    write(split, "valid", "0,2,1\n");
    write(split, "test", "1,2,0\n2,0,1\n");
    // Item 2 is in no training row, so the split is not one of the kind that is meant.
    assertThrows(IllegalArgumentException.class, () -> SplitFolder.read(split));
    write(split, "valid", "0,1,1\n");
    write(split, "test", "1,1,0\n2,0,1\n");
    Dataset data = SplitFolder.read(split);
    assertEquals("tea", data.name());
    assertEquals(4, data.training().size());
    assertArrayEquals(new int[]{3}, data.wrong());
    assertEquals(1, data.training().value(3));
    assertEquals(3, data.training().keys().userCount());
    assertEquals(1, data.validation().size());
    assertEquals(2, data.test().size());
  }

  @Test
  void read_badRow_isNamed() throws IOException {
    write(folder, "train_normal", "0,0,1\n0,1,5\n");
    CommandException refused = assertThrows(CommandException.class, () -> SplitFolder.read(folder));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("train_normal.csv.gz, line 3:"),
        String.valueOf(refused.getMessage()));
  }

  @Test
  void read_folderWithoutASplit_isRefused() {
    CommandException refused = assertThrows(CommandException.class, () -> SplitFolder.read(folder));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("train_normal.csv.gz"),
        String.valueOf(refused.getMessage()));
  }

  private static void write(Path split, String part, String rows) throws IOException {
    try (OutputStream file = Files.newOutputStream(split.resolve(part + ".csv.gz"));
        GZIPOutputStream bytes = new GZIPOutputStream(file)) {
      bytes.write(("user,item,label\n" + rows).getBytes(StandardCharsets.UTF_8));
    }
  }
}
