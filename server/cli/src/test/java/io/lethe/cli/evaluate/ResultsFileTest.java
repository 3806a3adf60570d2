package io.lethe.cli.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.cli.terminal.CommandException;
import io.lethe.evaluation.experiment.Cell;
import io.lethe.evaluation.experiment.CellKey;
import io.lethe.evaluation.experiment.CellLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsFileTest {

  private static final Cell FIRST = cell("één", 1);
  private static final Cell SECOND = cell("two", 2);

  @TempDir private Path folder;

  @Test
  void append_thenOpen_givesTheCellsBack() throws IOException {
    Path file = folder.resolve("results.jsonl");
    try (ResultsFile results = ResultsFile.open(file)) {
      results.append(FIRST);
      // At once: whoever looks now, or after a crash, finds it.
      assertEquals(List.of(CellLines.line(FIRST)), Files.readAllLines(file));
      results.append(SECOND);
    }
    try (ResultsFile again = ResultsFile.open(file)) {
      assertEquals(List.of(FIRST, SECOND), again.cells());
      assertFalse(again.torn());
    }
  }

  @Test
  void open_tornLine_cutsItAwayAndGoesOnBehindTheWholeOnes() throws IOException {
    Path file = folder.resolve("results.jsonl");
    Files.writeString(file, CellLines.line(FIRST) + "\n{\"data\":\"é");
    try (ResultsFile results = ResultsFile.open(file)) {
      assertTrue(results.torn());
      results.append(SECOND);
      assertEquals(List.of(FIRST, SECOND), results.cells());
    }
    assertEquals(List.of(CellLines.line(FIRST), CellLines.line(SECOND)), Files.readAllLines(file));
  }

  @Test
  void open_somethingElse_isRefusedAndLeftAlone() throws IOException {
    Path file = folder.resolve("results.jsonl");
    Files.writeString(file, "dear diary\n");
    assertThrows(CommandException.class, () -> ResultsFile.open(file));
    assertEquals("dear diary\n", Files.readString(file));
  }

  private static Cell cell(String data, long seed) {
    return new Cell(
        new CellKey(data, "mf", "one-user", seed, "nothing"), Map.of("auc", 0.75), List.of(), "");
  }
}
