package io.lethe.engine.plugin;

import io.lethe.spi.RecommenderPlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Decides which of the plugins that were found are used. Two of one name live side by side if their
 * versions differ. Two of one name and version must be the same bytes, or it would be unclear which of
 * them a version means.
 */
final class Namesakes {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final int DIGITS_TOLD = 12;

  private final ModelMakers makers;
  private final List<PluginFailure> refused = new ArrayList<>();
  private final List<PluginWarning> warnings = new ArrayList<>();

  Namesakes(ModelMakers makers) {
    this.makers = makers;
  }

  List<PluginFailure> refused() {
    return refused;
  }

  List<PluginWarning> warnings() {
    return warnings;
  }

  List<InstalledPlugin> settled(List<InstalledPlugin> found) {
    Map<String, List<InstalledPlugin>> claims = new TreeMap<>();
    for (InstalledPlugin installed : found) {
      String refusal = refusal(installed.plugin());
      if (refusal.isEmpty()) {
        String claim = installed.plugin().name() + " " + installed.plugin().version();
        claims.computeIfAbsent(claim, absent -> new ArrayList<>()).add(installed);
      } else {
        refused.add(PluginFailure.of(installed, refusal));
      }
    }
    List<InstalledPlugin> used = new ArrayList<>();
    claims.forEach((claim, claimants) -> used.addAll(chosen(claim, claimants)));
    return used;
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

  /** One at most. */
  private List<InstalledPlugin> chosen(String claim, List<InstalledPlugin> claimants) {
    InstalledPlugin first = claimants.getFirst();
    if (claimants.size() == 1) {
      return claimants;
    }
    if (claimants.stream().allMatch(first::sameAs)) {
      for (InstalledPlugin twin : claimants.subList(1, claimants.size())) {
        warnings.add(
            new PluginWarning(
                twin.folder(),
                "holds the same plugin %s as %s, which is used".formatted(claim, first.folder())));
      }
      return List.of(first);
    }
    List<InstalledPlugin> incumbents = claimants.stream().filter(makers::include).toList();
    boolean decided = !incumbents.isEmpty()
        && incumbents.stream().allMatch(incumbents.getFirst()::sameAs);
    String reason = "plugin %s is offered by files that differ: %s%s".formatted(
        claim, String.join(" and ", claimants.stream().map(Namesakes::told).toList()),
        decided
            ? "; %s is used, which made models or was there first"
                .formatted(incumbents.getFirst().file())
            : "; none is used: give one another version(), or take it away");
    claimants.stream()
        .filter(claimant -> !decided || !claimant.sameAs(incumbents.getFirst()))
        .forEach(claimant -> refused.add(PluginFailure.of(claimant, reason)));
    return decided ? List.of(incumbents.getFirst()) : List.of();
  }

  private static String told(InstalledPlugin claimant) {
    String digest = HostedPlugin.digestOf(claimant.plugin());
    return digest.isEmpty()
        ? claimant.file()
        : "%s (SHA-256 %s...)".formatted(claimant.file(), digest.substring(0, DIGITS_TOLD));
  }
}
