package io.lethe.cli.models;

import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Table;
import io.lethe.cli.terminal.Units;
import io.lethe.client.ModelVersion;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A version that was just trained, for people. */
public final class VersionReport {

  private VersionReport() {}

  /** Prints it. */
  public static void print(Screen screen, ModelVersion version) {
    ModelVersion.Metrics metrics = version.metrics();
    screen.table(
        Table.of("", "")
            .row("family", version.plugin())
            .row("options", options(version))
            .row("NDCG@10", onHeldOut(metrics.ndcgAt10()) + beside(metrics.popularNdcgAt10()))
            .row("Recall@20", onHeldOut(metrics.recallAt20()))
            .row("fitting", fitting(version)),
        false);
    if (metrics.ndcgAt10().orElse(1) < metrics.popularNdcgAt10().orElse(0)) {
      screen.line(
          "These lists are worse than the same most popular items for everybody: the data tells "
              + "little of who likes what. Another family (--plugin) or more data may help.");
    }
  }

  /**
   * Says what a training that was told no family and no options chose otherwise than the version that
   * answered before; nothing where it chose the same.
   */
  static void tellOtherChoices(Screen screen, ModelVersion before, ModelVersion now) {
    String other = before.plugin().equals(now.plugin())
        ? otherOptions(before.training().options(), now.training().options())
        : "family " + before.plugin();
    if (!other.isEmpty()) {
      screen.line(
          "Chosen anew: %s had %s. 'lethe activate %s' goes back to it, and 'lethe train --again' then"
              .formatted(before.name(), other, before.name()) + " keeps what it has.");
    }
  }

  private static String fitting(ModelVersion version) {
    OptionalInt epochs = version.metrics().epochs();
    return version.metrics().buildTime().map(Units::duration).orElse("not measured")
        + (epochs.isPresent() ? ", the last fit in " + Units.count(epochs.getAsInt(), "epoch") : "")
        + "; reading the interactions, measuring and taking over are not in it";
  }

  private static String otherOptions(Map<String, String> before, Map<String, String> now) {
    return new TreeMap<>(before).entrySet()
        .stream()
        .filter(option -> !option.getValue().equals(now.get(option.getKey())))
        .map(option -> option.getKey() + "=" + option.getValue())
        .collect(Collectors.joining(" "));
  }

  private static String beside(OptionalDouble popular) {
    return popular.isEmpty() ? "" : "; the most popular items: " + measured(popular);
  }

  private static String options(ModelVersion version) {
    return new TreeMap<>(version.training().options()).entrySet()
        .stream()
        .map(option -> option.getKey() + "=" + option.getValue())
        .collect(Collectors.joining(" "));
  }

  private static String onHeldOut(OptionalDouble measure) {
    return measure.isEmpty() ? "not measured" : measured(measure) + "  on held-out interactions";
  }

  /** How many passes over the data its training made; empty where it made none that are known. */
  static String epochs(ModelVersion version) {
    OptionalInt epochs = version.metrics().epochs();
    return epochs.isPresent() ? Units.count(epochs.getAsInt()) : "";
  }

  /** Empty where it was not measured. */
  public static String measured(OptionalDouble measure) {
    return measure.isPresent() ? Units.decimals(measure.getAsDouble(), 4) : "";
  }
}
