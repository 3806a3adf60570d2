package io.lethe.engine.plugin;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.spi.RecommenderPlugin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The plugins of this server, and the folders that yielded none. Immutable. */
public final class PluginCatalog {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  private final Map<String, InstalledPlugin> byName = new TreeMap<>();
  private final List<PluginFailure> failures;
  private final List<PluginWarning> warnings;

  private PluginCatalog(
      List<InstalledPlugin> found, List<PluginFailure> failed, List<PluginWarning> warnings,
      ModelMakers makers) {
    List<PluginFailure> failing = new ArrayList<>(failed);
    Map<String, List<InstalledPlugin>> claims = new TreeMap<>();
    for (InstalledPlugin installed : found) {
      String refusal = refusal(installed.plugin());
      if (refusal.isEmpty()) {
        claims.computeIfAbsent(installed.plugin().name(), absent -> new ArrayList<>())
            .add(installed);
      } else {
        failing.add(new PluginFailure(installed.folder(), refusal));
      }
    }
    claims.forEach((name, claimants) -> settle(name, claimants, makers, failing));
    failing.sort(Comparator.comparing(PluginFailure::folder));
    this.failures = List.copyOf(failing);
    this.warnings = List.copyOf(warnings);
  }

  /**
   * A catalog of plugins that were found.
   *
   * @param failed folders that yielded none
   */
  public static PluginCatalog of(List<InstalledPlugin> found, List<PluginFailure> failed) {
    return of(found, failed, List.of(), ModelMakers.none());
  }

  static PluginCatalog of(
      List<InstalledPlugin> found, List<PluginFailure> failed, List<PluginWarning> warnings,
      ModelMakers makers) {
    return new PluginCatalog(found, failed, warnings, makers);
  }

  private static String refusal(RecommenderPlugin plugin) {
    if (plugin.spiVersion() != RecommenderPlugin.SPI_VERSION) {
      return "plugin %s was compiled against SPI version %d; this server has version %d"
          .formatted(plugin.name(), plugin.spiVersion(), RecommenderPlugin.SPI_VERSION);
    }
    if (!NAME.matcher(plugin.name()).matches()) {
      return "its plugin's name %s is not [a-z][a-z0-9-]{0,31}".formatted(plugin.name());
    }
    return "";
  }

  /**
   * Of namesakes the one is used that made models which are there: a newcomer does not take their place.
   * Where that does not decide it, none is.
   */
  private void settle(
      String name, List<InstalledPlugin> claimants, ModelMakers makers,
      List<PluginFailure> failing) {
    List<InstalledPlugin> incumbents = claimants.size() == 1
        ? claimants
        : claimants.stream()
            .filter(claimant -> makers.made(name, claimant.plugin().version()))
            .toList();
    if (incumbents.size() == 1) {
      byName.put(name, incumbents.getFirst());
    }
    String folders = String.join(", ", claimants.stream().map(InstalledPlugin::folder).toList());
    String reason = "plugin %s is claimed by several: %s".formatted(name, folders);
    for (InstalledPlugin claimant : claimants) {
      if (incumbents.size() != 1) {
        failing.add(new PluginFailure(claimant.folder(), reason));
      } else if (!claimant.equals(incumbents.getFirst())) {
        failing.add(
            new PluginFailure(
                claimant.folder(), "%s; that of %s made the models that are there, and is used"
                    .formatted(reason, incumbents.getFirst().folder())));
      }
    }
  }

  /** Usable plugins, by name. */
  public List<InstalledPlugin> plugins() {
    return List.copyOf(byName.values());
  }

  /** What could not be used, by folder. */
  public List<PluginFailure> failures() {
    return failures;
  }

  /** What authors should know of folders that may well be used. */
  public List<PluginWarning> warnings() {
    return warnings;
  }

  /** The plugin of a name, if it is installed. */
  Optional<RecommenderPlugin> installed(String name) {
    return Optional.ofNullable(byName.get(name)).map(InstalledPlugin::plugin);
  }

  /**
   * The plugin of a name.
   *
   * @throws LetheException of kind {@code PLUGIN_NOT_FOUND}, listing the names there are
   */
  public RecommenderPlugin find(String name) {
    InstalledPlugin installed = byName.get(name);
    if (installed == null) {
      throw new LetheException(
          ErrorKind.PLUGIN_NOT_FOUND, "there is no plugin %s; there are: %s"
              .formatted(name, String.join(", ", byName.keySet())),
          Map.of("plugin", name));
    }
    return installed.plugin();
  }
}
