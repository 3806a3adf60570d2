package io.lethe.plugins.mf;

import io.lethe.spi.TrainingOption;
import io.lethe.training.ModelShape;
import io.lethe.training.Objective;
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
 * @param spread rounds in which the first rows are passed along positive interactions
 */
record MfOptions(TrainingOptions common, boolean biases, int spread) {

  private static final String AUTO = "auto";
  private static final int SPREAD_ROUNDS = 3;

  /** The options a trainer understands, with their defaults. */
  static List<TrainingOption> all() {
    List<TrainingOption> options = new ArrayList<>(TrainingOptions.all(Map.of()));
    options.add(
        new TrainingOption("biases", "false", "true: users and items have a bias of their own"));
    options.add(
        new TrainingOption(
            "spread", AUTO,
            "rounds in which the first rows are passed along positive interactions, 0..10; 0 = as"
                + " drawn; auto = " + SPREAD_ROUNDS + " for implicit, 0 for explicit"));
    return List.copyOf(options);
  }

  /** Reads option texts; what is absent takes its default. */
  static MfOptions parse(Map<String, String> given) {
    OptionValues values = new OptionValues(all(), given);
    TrainingOptions common = TrainingOptions.parse(values);
    int automatic = common.objective() == Objective.IMPLICIT ? SPREAD_ROUNDS : 0;
    return new MfOptions(
        common, values.flag("biases"), values.integerOr("spread", AUTO, automatic, 0, 10));
  }

  /**
   * The same with other common ones. A training that begins again, with larger first rows, does so from
   * rows as drawn.
   */
  MfOptions with(TrainingOptions others) {
    boolean again = others.initDeviation() != common.initDeviation();
    return new MfOptions(others, biases, again ? 0 : spread);
  }

  ModelShape shape(long seed) {
    return new ModelShape(common.terms(seed), biases, common.l2());
  }

  /** Every option as used on so many interactions; parses back to the same training. */
  Map<String, String> effective(int interactions) {
    Map<String, String> texts = new HashMap<>(common.effective(interactions));
    texts.put("biases", Boolean.toString(biases));
    texts.put("spread", Integer.toString(spread));
    return texts;
  }
}
