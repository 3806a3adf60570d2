package io.lethe.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void lines_wordsAndNumbers_areAligned() {
    List<String> lines = Table.of("item", ">score")
        .row("tea", "0.5")
        .row("coffee", "12.25")
        .lines();
    assertEquals(List.of("item    score", "tea       0.5", "coffee  12.25"), lines);
  }

  @Test
  void lines_emptyHeadings_areLeftOut() {
    assertEquals(List.of("a  b"), Table.of("", "").row("a", "b").lines());
  }

  @Test
  void row_wrongNumberOfCells_isRefused() {
    Table table = Table.of("one", "two");
    assertThrows(IllegalArgumentException.class, () -> table.row("alone"));
  }
}
