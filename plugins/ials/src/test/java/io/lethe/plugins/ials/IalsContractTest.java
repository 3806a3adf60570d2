package io.lethe.plugins.ials;

import io.lethe.spi.RecommenderPlugin;
import io.lethe.testkit.PluginContract;
import java.util.Map;

class IalsContractTest extends PluginContract {

  @Override
  protected RecommenderPlugin plugin() {
    return new IalsPlugin();
  }

  @Override
  protected Map<String, String> options() {
    return Map.of(
        "factors", "17", "reg", "0.5", "alpha", "2", "epochs-max", "12", "init-deviation", "0.1");
  }
}
