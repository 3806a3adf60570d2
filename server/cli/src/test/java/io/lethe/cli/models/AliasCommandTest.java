package io.lethe.cli.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.cli.terminal.CommandException;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shares as people write and read them. */
class AliasCommandTest {

  @ParameterizedTest
  @CsvSource({"10%, 1000, 10 %", "12.5 %, 1250, 12.5 %", ".01%, 1, 0.01 %", "100%, 10000, 100 %",
      "0%, 0, 0 %"})
  void share_isReadAndShown(String text, int basisPoints, String shown) {
    assertEquals(basisPoints, AliasCommand.basisPoints(text));
    assertEquals(shown, AliasCommand.share(basisPoints));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "-1%", "100.01%", "1.234%", "x%", "%", ""})
  void whatIsNoShare_isRefusedWithWhatIsAllowed(String text) {
    CommandException refused = assertThrows(
        CommandException.class, () -> AliasCommand.basisPoints(text));
    String words = Objects.requireNonNull(refused.getMessage());
    assertTrue(words.contains("--share is " + text + "; 0% to 100%"), words);
  }
}
