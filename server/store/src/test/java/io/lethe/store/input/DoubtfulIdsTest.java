package io.lethe.store.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.data.InteractionColumns;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoubtfulIdsTest {

  private static List<String> warnings(String... users) {
    return DoubtfulIds.warnings(rows(users));
  }

  private static InteractionColumns rows(String... users) {
    int[] column = new int[users.length];
    for (int k = 0; k < column.length; k++) {
      column[k] = k;
    }
    return new InteractionColumns(
        List.of(users), List.of("i"), column, new int[users.length], new float[users.length]);
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {"2,2.0", "7,007", "Ann,ann", "ann,ann ", "a b,ab", "J\u00fcrgen,Ju\u0308rgen",
          "ann,a\u200bnn", "\uff21,a", "0,000.0"})
  void warnings_twoSpellingsOfOneId_areNamed(String one, String other) {
    List<String> found = warnings(one, other, "another");
    assertEquals(1, found.size(), found.toString());
    assertTrue(found.getFirst().startsWith("1 user id differs"), found.getFirst());
    assertTrue(found.getFirst().contains(BadInputException.quoted(other)), found.getFirst());
  }

  @Test
  void warnings_newIdThatTheModelHasInAnotherSpelling_isNamedOnce() {
    List<String> found = DoubtfulIds.warnings(rows("2", "ann"), rows("2.0", "ann", "bob"));
    assertEquals(1, found.size(), found.toString());
    assertTrue(
        found.getFirst().startsWith("1 user id differs from one that the model has only by"),
        found.getFirst());
    assertTrue(found.getFirst().contains("such as \"2\" and \"2.0\""), found.getFirst());
  }

  @ParameterizedTest
  @CsvSource({"2,20", "1.5,1.50", "ann,anne", "v1.0,v1", "-2,2"})
  void warnings_differentIds_areFine(String one, String other) {
    assertEquals(List.of(), warnings(one, other));
  }

  @ParameterizedTest
  @CsvSource({"null", "NaN", "None", "n/a", "\\N", "undefined"})
  void warnings_textForAMissingValue_isNamedWithItsRows(String id) {
    List<String> found = warnings("ann", id);
    assertEquals(1, found.size(), found.toString());
    assertTrue(found.getFirst().contains("(rows: 1) looks like a missing value"));
  }
}
