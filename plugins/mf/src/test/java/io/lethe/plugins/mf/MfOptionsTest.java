package io.lethe.plugins.mf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.spi.PluginException;
import io.lethe.training.Mode;
import io.lethe.training.objective.Objective;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MfOptionsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"factors|0|option factors = 0 is outside 1..1024",
          "factors|many|option factors = 'many' is not a whole number",
          "learning-rate|2|option learning-rate = 2 is outside 1.0E-6..1.0",
          "learning-rate|NaN|option learning-rate = NaN is outside 1.0E-6..1.0",
          "l2|-1|option l2 = -1 is outside 0.0..1000000.0",
          "biases|yes|option biases = 'yes' is neither true nor false",
          "objective|best|option objective = 'best' is none of explicit, implicit",
          "positive-from|most|option positive-from = 'most' is not a number",
          "mode|fast|option mode = 'fast' is none of early-stopped, converged"})
  void parse_badValue_namesOptionValueAndBound(String name, String value, String message) {
    PluginException refusal = assertThrows(
        PluginException.class, () -> MfOptions.parse(Map.of(name, value)));
    assertEquals(PluginException.Kind.INVALID_ARGUMENT, refusal.kind());
    assertEquals(message, refusal.getMessage());
  }

  @Test
  void parse_convergedWithoutL2_isRefused() {
    PluginException refusal = assertThrows(
        PluginException.class, () -> MfOptions.parse(Map.of("mode", "converged", "l2", "0")));
    assertEquals(
        "option l2 = 0.0 with mode = converged; it must be above 0, otherwise there is no"
            + " single point to converge to",
        refusal.getMessage());
  }

  @Test
  void parse_everythingGiven_comesBackInEffective() {
    Map<String, String> given = new HashMap<>(
        Map.of(
            "factors", "7", "learning-rate", "0.25", "batch-size", "9", "batches-per-epoch", "13",
            "epochs-max", "3", "patience", "2", "objective", "implicit", "threshold", "-1.5",
            "positive-from", "2.5"));
    given.putAll(
        Map.of(
            "negatives", "6", "l2", "0.5", "biases", "true", "init-deviation", "0.125", "mode",
            "converged", "tolerance", "0.001", "polish-steps-max", "11"));
    given.put("spread", "2");
    MfOptions options = MfOptions.parse(given);
    assertEquals(2, options.spread().rounds());
    assertEquals(options, MfOptions.parse(options.effective(1000)));
    assertEquals(7, options.common().factors());
    assertEquals(Objective.IMPLICIT, options.common().objective());
    assertEquals(Mode.CONVERGED, options.common().mode());
    assertEquals(11, options.common().polishStepsMax());
  }

  @Test
  void parse_spreadAutomatic_isForImplicitFeedback() {
    assertEquals(3, MfOptions.parse(Map.of()).spread().rounds());
    assertEquals(0, MfOptions.parse(Map.of("objective", "explicit")).spread().rounds());
  }

  @Test
  void batchesFor_zero_followsTheBatchSizeRoundedUp() {
    MfOptions options = MfOptions.parse(Map.of("batch-size", "100"));
    assertEquals(11, options.common().batchesFor(1001));
    assertEquals("11", options.effective(1001).get("batches-per-epoch"));
    assertEquals(1, options.common().batchesFor(1));
  }

  @Test
  void batchesFor_given_doesNotDependOnTheData() {
    MfOptions options = MfOptions.parse(Map.of("batches-per-epoch", "7"));
    assertEquals(7, options.common().batchesFor(1_000_000));
  }
}
