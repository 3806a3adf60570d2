package @PACKAGE@;

import io.lethe.spi.RecommenderPlugin;
import io.lethe.testkit.PluginContract;
import java.util.Map;

/** The contract of every plugin: options, training, saving, lists. */
class @CLASS@PluginTest extends PluginContract {

  @Override
  protected RecommenderPlugin plugin() {
    return new @CLASS@Plugin();
  }

  @Override
  protected Map<String, String> options() {
    return Map.of();
  }

  /** Nothing in it is random. */
  @Override
  protected boolean seedMatters() {
    return false;
  }
}
