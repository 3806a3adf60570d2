package io.lethe.plugins.ials;

import io.lethe.spi.RecommenderPlugin;
import io.lethe.testkit.PluginContract;
import java.util.Map;
import java.util.OptionalDouble;

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

  /** The last half sweep moved the items, and a training of 40 users is stopped early. */
  @Override
  protected OptionalDouble ownHistoryDistance() {
    return OptionalDouble.of(.05);
  }

  @Override
  protected boolean learns() {
    return true;
  }

  @Override
  protected boolean tellsWhatMoved() {
    return true;
  }
}
