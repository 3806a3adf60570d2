package io.lethe.plugins.lightgcn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.spi.PluginException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LightGcnOptionsTest {

  @Test
  void parse_layersOutOfBounds_namesOptionValueAndBound() {
    PluginException refusal = assertThrows(
        PluginException.class, () -> LightGcnOptions.parse(Map.of("layers", "5")));
    assertEquals(PluginException.Kind.INVALID_ARGUMENT, refusal.kind());
    assertEquals("option layers = 5 is outside 1..4", refusal.getMessage());
  }

  @Test
  void parse_nothingGiven_takesAFixedNumberOfMinibatches() {
    LightGcnOptions options = LightGcnOptions.parse(Map.of());
    assertEquals(8, options.common().batchesFor(50_000));
    assertEquals(8, options.common().batchesFor(5_000_000));
    assertEquals(2, options.layers());
    assertEquals(16, options.common().negatives());
  }

  @Test
  void effective_parsesBackToTheSame() {
    LightGcnOptions options = LightGcnOptions
        .parse(Map.of("layers", "3", "batches-per-epoch", "5", "l2", "0.25"));
    assertEquals(options, LightGcnOptions.parse(options.effective(777)));
  }
}
