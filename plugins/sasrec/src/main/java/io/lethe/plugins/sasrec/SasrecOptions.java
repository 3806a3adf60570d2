package io.lethe.plugins.sasrec;

import io.lethe.plugins.sasrec.attention.AttentionShape;
import io.lethe.spi.TrainingOption;
import io.lethe.training.OptionValues;
import io.lethe.training.TrainingOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How one model is trained, checked.
 *
 * @param common what all families have; training is always implicit and early-stopped
 * @param blocks of attention
 * @param window the latest interactions that a block attends to
 */
record SasrecOptions(TrainingOptions common, int blocks, int window) {

  static final int BLOCKS_MAX = 4;
  static final int WINDOW_MAX = 1000;

  private static final Map<String, String> DEFAULTS = Map.of(
      "negatives", "16", "batch-size", "1024", "learning-rate", "0.002", "init-deviation", "0.05");

  /** What comes next is a choice or none, and layers have no single point to converge to. */
  private static final Set<String> NOT_OFFERED = Set
      .of("objective", "threshold", "mode", "tolerance", "polish-steps-max");

  /** The options a trainer understands, with their defaults. */
  static List<TrainingOption> all() {
    return known().stream().filter(option -> !NOT_OFFERED.contains(option.name())).toList();
  }

  private static List<TrainingOption> known() {
    List<TrainingOption> options = new ArrayList<>(TrainingOptions.all(DEFAULTS, NOT_OFFERED));
    options.add(
        new TrainingOption(
            "blocks", "1", "blocks of attention, one on the other, 1..%d".formatted(BLOCKS_MAX)));
    options.add(
        new TrainingOption(
            "window", "50",
            "latest interactions that a block attends to, 1..%d".formatted(WINDOW_MAX)));
    return List.copyOf(options);
  }

  /** Reads option texts; what is absent takes its default. */
  static SasrecOptions parse(Map<String, String> given) {
    OptionValues offered = new OptionValues(all(), given);
    return new SasrecOptions(
        TrainingOptions.parse(new OptionValues(known(), given)),
        offered.integer("blocks", 1, BLOCKS_MAX), offered.integer("window", 1, WINDOW_MAX));
  }

  /** The same with other common ones. */
  SasrecOptions with(TrainingOptions others) {
    return new SasrecOptions(others, blocks, window);
  }

  SasrecShape shape(long seed) {
    return new SasrecShape(
        common.terms(seed), new AttentionShape(common.factors(), blocks, window), common.l2());
  }

  /** Every option as used on so many choices; parses back to the same training. */
  Map<String, String> effective(int choices) {
    Map<String, String> texts = new HashMap<>(common.effective(choices));
    texts.keySet().removeAll(NOT_OFFERED);
    texts.put("blocks", Integer.toString(blocks));
    texts.put("window", Integer.toString(window));
    return texts;
  }
}
