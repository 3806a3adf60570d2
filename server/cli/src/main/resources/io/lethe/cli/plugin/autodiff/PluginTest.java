package @PACKAGE@;

import io.lethe.spi.RecommenderPlugin;
import io.lethe.testkit.DifferentiablePluginContract;
import java.util.Map;

/** The whole contract: options, training, saving, lists, and every derivative. */
class @CLASS@PluginTest extends DifferentiablePluginContract {

  private final @CLASS@Plugin plugin = new @CLASS@Plugin();

  @Override
  protected RecommenderPlugin plugin() {
    return plugin;
  }

  @Override
  protected Map<String, String> options() {
    return Map.of("factors", "4", "negatives", "2", "epochs-max", "40", "l2", "1");
  }
}
