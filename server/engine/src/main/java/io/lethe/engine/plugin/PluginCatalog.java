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
import java.util.stream.Collectors;

/**
 * The plugins of this server, and the entries of its plugin folder that yielded none. Several versions
 * of one name may be there: trainings take the newest. Immutable.
 */
public final class PluginCatalog implements Plugins {

  /** A message has room for so many. */
  private static final int REFUSED_TOLD_MAX = 6;

  /** By name, the newest first. */
  private final Map<String, List<InstalledPlugin>> byName = new TreeMap<>();
  private final List<PluginFailure> failures;
  private final List<PluginWarning> warnings;

  private PluginCatalog(
      List<InstalledPlugin> found, List<PluginFailure> failed, List<PluginWarning> warned,
      ModelMakers makers) {
    Namesakes namesakes = new Namesakes(makers);
    for (InstalledPlugin used : namesakes.settled(found)) {
      byName.computeIfAbsent(used.plugin().name(), absent -> new ArrayList<>()).add(used);
    }
    byName.values().forEach(each -> each.sort(new VersionOrder()));
    List<PluginFailure> failing = new ArrayList<>(failed);
    failing.addAll(namesakes.refused());
    failing.sort(Comparator.comparing(PluginFailure::folder));
    List<PluginWarning> warnings = new ArrayList<>(warned);
    warnings.addAll(namesakes.warnings());
    this.failures = List.copyOf(failing);
    this.warnings = List.copyOf(warnings);
  }

  /**
   * A catalog of plugins that were found.
   *
   * @param failed entries that yielded none
   */
  public static PluginCatalog of(List<InstalledPlugin> found, List<PluginFailure> failed) {
    return of(found, failed, List.of(), ModelMakers.none());
  }

  /**
   * The same in a server that has models.
   *
   * @param makers go on where another plugin says that it has their name and version
   */
  public static PluginCatalog of(
      List<InstalledPlugin> found, List<PluginFailure> failed, List<PluginWarning> warnings,
      ModelMakers makers) {
    return new PluginCatalog(found, failed, warnings, makers);
  }

  @Override
  public PluginCatalog catalog() {
    return this;
  }

  /** Usable plugins, by name and then the newest first. */
  public List<InstalledPlugin> plugins() {
    return byName.values().stream().flatMap(List::stream).toList();
  }

  /** What could not be used, by entry. */
  public List<PluginFailure> failures() {
    return failures;
  }

  /** What authors should know of entries that may well be used. */
  public List<PluginWarning> warnings() {
    return warnings;
  }

  /** The newest plugin of a name, if one is installed. */
  Optional<RecommenderPlugin> installed(String name) {
    return named(name).stream().findFirst().map(InstalledPlugin::plugin);
  }

  /** For the end of a message that misses a plugin: which entries are refused, and why. */
  String refused() {
    return failures.isEmpty()
        ? ""
        : failures.stream()
            .limit(REFUSED_TOLD_MAX)
            .map(failure -> failure.folder() + ": " + failure.reason())
            .collect(
                Collectors.joining(
                    "; ", "; refused in the plugin folder: ",
                    failures.size() > REFUSED_TOLD_MAX
                        ? "; and %d more".formatted(failures.size() - REFUSED_TOLD_MAX)
                        : ""));
  }

  private List<InstalledPlugin> named(String name) {
    return byName.getOrDefault(name, List.of());
  }

  /**
   * The newest plugin of a name.
   *
   * @throws LetheException of kind {@code PLUGIN_NOT_FOUND}, listing the names there are
   */
  public RecommenderPlugin find(String name) {
    return installed(name).orElseThrow(
        () -> new LetheException(
            ErrorKind.PLUGIN_NOT_FOUND,
            "there is no plugin %s; there are: %s%s".formatted(
                name, byName.isEmpty() ? "none" : String.join(", ", byName.keySet()), refused()),
            Map.of("plugin", name)));
  }

  /** The very plugin, if it is among these. Reads the jars of those that have its name and version. */
  public Optional<RecommenderPlugin> exactly(String name, String version, String digest) {
    return named(name).stream()
        .map(InstalledPlugin::plugin)
        .filter(plugin -> plugin.version().equals(version))
        .filter(plugin -> HostedPlugin.digestOf(plugin).equals(digest))
        .findFirst();
  }

  /** The very plugin, else the one of its version, else the newest of its name. */
  @Override
  public RecommenderPlugin maker(String name, String version, String digest) {
    return exactly(name, version, digest)
        .or(
            () -> named(name).stream()
                .map(InstalledPlugin::plugin)
                .filter(plugin -> plugin.version().equals(version))
                .findFirst())
        .orElseGet(() -> find(name));
  }
}
