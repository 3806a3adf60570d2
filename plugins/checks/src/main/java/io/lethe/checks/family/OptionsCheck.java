package io.lethe.checks.family;

import io.lethe.checks.Measure;
import io.lethe.checks.Promise;
import io.lethe.spi.PluginException;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether options can be read, taken by default, and refused. */
public final class OptionsCheck {

  private static final String UNKNOWN = "no-such-option";

  private OptionsCheck() {}

  /** Measures; makes two trainers and trains none. */
  public static List<Measure> measures(Family family) {
    List<TrainingOption> options = family.plugin().options();
    long bad = options.stream()
        .filter(
            option -> !option.name().matches("[a-z][a-z0-9-]*") || option.description().isBlank())
        .count();
    return List.of(
        none(
            "number of options whose name is not [a-z][a-z0-9-]* or that no text describes", bad,
            "options() names one as no person would type it"),
        none(
            "number of trainers that refuse the defaults", refused(family, options),
            "options() declares a default that trainer() does not take"),
        none(
            "number of unknown options that are not refused by name", unknownTaken(family),
            "trainer() ignores options that it does not know, or throws no PluginException of kind"
                + " INVALID_ARGUMENT that names the option"));
  }

  private static long refused(Family family, List<TrainingOption> options) {
    Map<String, String> defaults = new HashMap<>();
    options.forEach(option -> defaults.put(option.name(), option.defaultValue()));
    try {
      var _ = family.plugin().trainer(new TrainingConfig(family.seed(), defaults), family.alone());
      return 0;
    } catch (PluginException refusal) {
      return 1;
    }
  }

  private static long unknownTaken(Family family) {
    TrainingConfig config = new TrainingConfig(family.seed(), Map.of(UNKNOWN, "1"));
    try {
      var _ = family.plugin().trainer(config, family.alone());
      return 1;
    } catch (PluginException refusal) {
      boolean right = refusal.kind() == PluginException.Kind.INVALID_ARGUMENT
          && String.valueOf(refusal.getMessage()).contains(UNKNOWN);
      return right ? 0 : 1;
    }
  }

  private static Measure none(String what, long found, String cause) {
    return new Measure(Promise.OPTIONS, "none", -1, what, found, 0, 0, cause);
  }
}
