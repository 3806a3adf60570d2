package io.lethe.plugins.ease;

import io.lethe.spi.RecommenderPlugin;
import io.lethe.testkit.ExactForgettingContract;
import java.util.Map;
import java.util.OptionalDouble;

class EaseContractTest extends ExactForgettingContract {

  private final EasePlugin plugin = new EasePlugin();

  @Override
  protected RecommenderPlugin plugin() {
    return plugin;
  }

  /** So little data needs less of a penalty than is tried by default. */
  @Override
  protected Map<String, String> options() {
    return Map.of("lambda", "3");
  }

  @Override
  protected boolean seedMatters() {
    return false;
  }

  /** A user is nothing but its history. */
  @Override
  protected OptionalDouble ownHistoryDistance() {
    return OptionalDouble.of(1e-9);
  }

  @Override
  protected boolean learns() {
    return true;
  }
}
