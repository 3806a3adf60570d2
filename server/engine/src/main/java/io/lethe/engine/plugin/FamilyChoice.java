package io.lethe.engine.plugin;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.spi.DataShape;
import io.lethe.spi.RecommenderPlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the model family for a training: the one that was named, or one by the data's size. Immutable. */
public final class FamilyChoice {

  private final Plugins plugins;
  private final List<String> order;

  /**
   * A choice.
   *
   * @param order names of families, the preferred one first; names that are not installed are passed
   *     over
   */
  public FamilyChoice(Plugins plugins, List<String> order) {
    this.plugins = plugins;
    this.order = List.copyOf(order);
  }

  /**
   * The named family, or without a name the first of the order that is installed and does not refuse
   * data of this size.
   *
   * @param name of a plugin; empty to choose
   * @throws LetheException of kind {@code PLUGIN_NOT_FOUND}; of kind {@code ARGUMENT_INVALID} with
   *     the family's own words if the data is too large for it
   */
  public RecommenderPlugin of(String name, DataShape shape) {
    if (name.isEmpty()) {
      return first(shape);
    }
    RecommenderPlugin plugin = plugins.catalog().find(name);
    Optional<String> refusal = refusal(plugin, shape);
    if (refusal.isPresent()) {
      throw new LetheException(
          ErrorKind.ARGUMENT_INVALID, refusal.get(), Map.of("field", "plugin"));
    }
    return plugin;
  }

  private RecommenderPlugin first(DataShape shape) {
    List<String> refusals = new ArrayList<>();
    String absent = plugins.catalog().failures().isEmpty() ? "not installed" : "not in use";
    for (String name : order) {
      Optional<RecommenderPlugin> installed = plugins.catalog().installed(name);
      Optional<String> refusal = installed.flatMap(plugin -> refusal(plugin, shape));
      if (installed.isPresent() && refusal.isEmpty()) {
        return installed.get();
      }
      refusals.add(name + ": " + refusal.orElse(absent));
    }
    throw new LetheException(
        ErrorKind.PLUGIN_NOT_FOUND, "none of the families in training.families fits: "
            + String.join("; ", refusals) + plugins.catalog().refused(),
        Map.of("plugin", ""));
  }

  private static Optional<String> refusal(RecommenderPlugin plugin, DataShape shape) {
    return PluginCalls.call(plugin, () -> plugin.refusal(shape));
  }
}
