package io.lethe.evaluation.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CellLinesTest {

  private static final Cell PLAIN = new Cell(
      new CellKey("ml", "mf,l2=6", "one-user", -3, "sisa:shards=5"),
      Map.of("auc", 0.1 + 0.2, "seconds", 1.25e-7, "method.budget-used", 12.0),
      List.of(0.0, 0.5, 1.0), "");
  private static final Cell ODD = new Cell(
      new CellKey("a \"b\"\\c\tü", "mf", "one-item", 2, "nothing"), Map.of(), List.of(),
      "two\nlines");

  @Test
  void read_whatWasWritten_isEqual() {
    String text = CellLines.line(PLAIN) + "\n" + CellLines.line(ODD) + "\n";
    CellLines.Read read = CellLines.read(text);
    assertEquals(List.of(PLAIN, ODD), read.cells());
    assertEquals(text.length(), read.length());
    assertFalse(read.torn());
  }

  @Test
  void read_lastLineTornAnywhere_keepsTheOthers() {
    String whole = CellLines.line(PLAIN) + "\n";
    String torn = CellLines.line(ODD);
    for (int end = 1; end <= torn.length(); end++) {
      CellLines.Read read = CellLines.read(whole + torn.substring(0, end));
      assertEquals(List.of(PLAIN), read.cells());
      assertEquals(whole.length(), read.length());
      assertTrue(read.torn());
    }
  }

  @Test
  void read_lineOfSomethingElse_isRefusedByNumber() {
    String text = CellLines.line(PLAIN) + "\nuser,item\n";
    Exception refused = assertThrows(IllegalArgumentException.class, () -> CellLines.read(text));
    assertTrue(String.valueOf(refused.getMessage()).startsWith("line 2 is no result"));
    assertThrows(IllegalArgumentException.class, () -> CellLines.read("{\"data\":\"x\"}\n"));
    assertThrows(IllegalArgumentException.class, () -> CellLines.read("\n"));
  }
}
