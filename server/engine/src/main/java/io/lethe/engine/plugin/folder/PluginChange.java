package io.lethe.engine.plugin.folder;

import io.lethe.engine.plugin.HostedPlugin;
import io.lethe.engine.plugin.InstalledPlugin;
import io.lethe.engine.plugin.PluginCatalog;
import java.util.ArrayList;
import java.util.List;

/**
 * What reading the plugin folder again meant for one plugin.
 *
 * @param plugin its name; empty where an entry did not come to that
 * @param version its own; likewise
 * @param digest SHA-256 of its jars; likewise
 * @param folder name of the entry
 * @param reason why it is refused; else empty
 */
public record PluginChange(
    Outcome outcome, String plugin, String version, String digest, String folder, String reason) {

  /** What happened. */
  public enum Outcome {
    /** Trainings may take it from now on. */
    ADDED,
    /** Likewise, and another one of its name has gone. */
    REPLACED,
    /** It is there as it was. */
    KEPT,
    /** Trainings may take it no more. */
    REMOVED,
    /** It cannot be used. */
    REFUSED
  }

  private static PluginChange of(Outcome outcome, InstalledPlugin installed) {
    return new PluginChange(
        outcome, installed.plugin().name(), installed.plugin().version(),
        HostedPlugin.digestOf(installed.plugin()), installed.folder(), "");
  }

  /** From one catalog to another: the plugins of the latter, those that went, those refused. */
  static List<PluginChange> between(PluginCatalog before, PluginCatalog after) {
    List<InstalledPlugin> gone = lacking(before, after);
    List<InstalledPlugin> come = lacking(after, before);
    List<PluginChange> changes = new ArrayList<>();
    for (InstalledPlugin now : after.plugins()) {
      changes.add(
          of(
              !come.contains(now)
                  ? Outcome.KEPT
                  : hasName(gone, now) ? Outcome.REPLACED : Outcome.ADDED,
              now));
    }
    gone.stream()
        .filter(had -> !hasName(come, had))
        .forEach(had -> changes.add(of(Outcome.REMOVED, had)));
    after.failures()
        .forEach(
            failure -> changes.add(
                new PluginChange(
                    Outcome.REFUSED, failure.plugin(), failure.version(), failure.digest(),
                    failure.folder(), failure.reason())));
    return changes;
  }

  private static List<InstalledPlugin> lacking(PluginCatalog one, PluginCatalog other) {
    return one.plugins()
        .stream()
        .filter(each -> other.plugins().stream().noneMatch(each::sameAs))
        .toList();
  }

  private static boolean hasName(List<InstalledPlugin> among, InstalledPlugin plugin) {
    return among.stream().anyMatch(each -> each.plugin().name().equals(plugin.plugin().name()));
  }
}
