package io.lethe.plugins.sasrec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.spi.PluginException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SasrecOptionsTest {

  /** The family has neither another objective nor another mode. */
  @Test
  void descriptions_speakOfNothingThatIsNotOffered() {
    SasrecOptions.all().forEach(option -> {
      String text = option.description();
      assertFalse(text.contains("converged"), text);
      assertFalse(text.contains("explicit"), text);
      assertFalse(text.contains("implicit"), text);
    });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"blocks | 5 | option blocks = 5 is outside 1..4",
          "window | 0 | option window = 0 is outside 1..1000",
          "factors | 0 | option factors = 0 is outside 1..1024",})
  void outOfBounds_isRefusedByNameValueAndBound(String name, String value, String message) {
    PluginException refusal = assertThrows(
        PluginException.class, () -> SasrecOptions.parse(Map.of(name, value)));
    assertEquals(PluginException.Kind.INVALID_ARGUMENT, refusal.kind());
    assertEquals(message, refusal.getMessage());
  }
}
