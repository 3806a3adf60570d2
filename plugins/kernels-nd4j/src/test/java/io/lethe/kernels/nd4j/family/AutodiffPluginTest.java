package io.lethe.kernels.nd4j.family;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.PluginContext;
import io.lethe.spi.PluginException;
import io.lethe.spi.TrainingConfig;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AutodiffPluginTest {

  private static final PluginContext ALONE = new PluginContext(
      Runnable::run, 1, InstantSource.system());

  @Test
  void lossThatCompares_nothingDrawn_isRefusedWithBothNames() {
    TrainingConfig config = new TrainingConfig(
        1, Map.of("objective", "explicit", "loss", "listwise"));
    PluginException refused = assertThrows(
        PluginException.class, () -> new TinyFamily().trainer(config, ALONE));
    assertEquals(PluginException.Kind.INVALID_ARGUMENT, refused.kind());
    String text = String.valueOf(refused.getMessage());
    assertTrue(text.contains("objective = explicit") && text.contains("listwise"), text);
  }
}
