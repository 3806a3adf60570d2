package io.lethe.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A comparison that finds nothing would make every scenario pass. */
final class MatchingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"{\"a\": 1} | {\"a\": 1, \"b\": 2} | 0", "{\"a\": 1} | {\"a\": 1.0} | 0",
          "{\"a\": 1} | {\"a\": 2} | 1", "{\"a\": 1} | {} | 1", "{\"a\": 1} | [] | 1",
          "{\"a\": \"1\"} | {\"a\": 1} | 1", "[1, 2] | [1, 2] | 0", "[1] | [1, 2] | 1",
          "[1, 2] | [2, 1] | 2", "{\"$length\": 2} | [1, 2] | 0", "{\"$length\": 2} | [1] | 1",
          "{\"$length\": {\"$above\": 1}} | [1] | 1", "{\"$above\": 1} | 2 | 0",
          "{\"$above\": 1} | 1 | 1", "{\"$above\": 1} | \"2\" | 1", "{\"$atLeast\": 1} | 1 | 0",
          "{\"$atLeast\": 1} | 0 | 1", "{\"$matches\": \"a+\"} | \"aa\" | 0",
          "{\"$matches\": \"a+\"} | \"aab\" | 1", "{\"$partOf\": \"xay\"} | \"a\" | 0",
          "{\"$partOf\": \"xay\"} | \"b\" | 1", "{\"a\": {\"$absent\": true}} | {} | 0",
          "{\"a\": {\"$absent\": true}} | {\"a\": \"\"} | 0",
          "{\"a\": {\"$absent\": true}} | {\"a\": 0} | 1", "{\"a\": {\"$present\": true}} | {} | 1",
          "{\"a\": {\"$present\": true}} | {\"a\": 0} | 0", "{\"$not\": 1} | 2 | 0",
          "{\"$not\": 1} | 1 | 1", "{\"a\": {\"$not\": 1}} | {} | 1",
          "{\"$each\": {\"a\": 1}} | [{\"a\": 1}, {\"a\": 2}] | 1", "{\"$each\": 1} | 1 | 1",
          "{\"$last\": 2} | [1, 2] | 0", "{\"$last\": 2} | [2, 1] | 1", "{\"$last\": 2} | [] | 1",
          "{\"$includes\": 2} | [1, 2] | 0", "{\"$includes\": 3} | [1, 2] | 1"})
  void differences_ofExpectedAndActual_areCounted(String expected, String actual, int count) {
    assertEquals(
        count,
        Matching.differences(JsonParser.parseString(expected), JsonParser.parseString(actual))
            .size());
  }
}
