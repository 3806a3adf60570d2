package io.lethe.plugins.mf;

import io.lethe.spi.TrainingOption;
import io.lethe.training.ModelShape;
import io.lethe.training.OptionValues;
import io.lethe.training.TrainingOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How one model is trained, checked.
 *
 * @param common what all families have
 * @param biases whether users and items have a bias of their own
 */
record MfOptions(TrainingOptions common, boolean biases) {

  /** The options a trainer understands, with their defaults. */
  static List<TrainingOption> all() {
    List<TrainingOption> options = new ArrayList<>(TrainingOptions.all(Map.of()));
    options.add(
        new TrainingOption("biases", "false", "true: users and items have a bias of their own"));
    return List.copyOf(options);
  }

  /** Reads option texts; what is absent takes its default. */
  static MfOptions parse(Map<String, String> given) {
    OptionValues values = new OptionValues(all(), given);
    return new MfOptions(TrainingOptions.parse(values), values.flag("biases"));
  }

  /** The same with other common ones. */
  MfOptions with(TrainingOptions others) {
    return new MfOptions(others, biases);
  }

  ModelShape shape(long seed) {
    return new ModelShape(common.terms(seed), biases, common.l2());
  }

  /** Every option as used on so many interactions; parses back to the same training. */
  Map<String, String> effective(int interactions) {
    Map<String, String> texts = new HashMap<>(common.effective(interactions));
    texts.put("biases", Boolean.toString(biases));
    return texts;
  }
}
