package io.lethe.plugins.mf;

import io.lethe.spi.TrainingOption;
import io.lethe.training.OptionValues;
import io.lethe.training.TrainingOptions;
import io.lethe.training.objective.ModelShape;
import io.lethe.training.start.Spread;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How one model is trained, checked.
 *
 * @param common what all families have
 * @param biases whether users and items have a bias of their own
 * @param spread of the first rows
 */
record MfOptions(TrainingOptions common, boolean biases, Spread spread) {

  private static final int SPREAD_ROUNDS = 3;
  private static final float SPREAD_DEVIATION = 0.05f;

  /** The options a trainer understands, with their defaults. */
  static List<TrainingOption> all() {
    List<TrainingOption> options = new ArrayList<>(TrainingOptions.all(Map.of()));
    options.add(
        new TrainingOption("biases", "false", "true: users and items have a bias of their own"));
    options.add(Spread.option(SPREAD_ROUNDS));
    return List.copyOf(options);
  }

  /** Reads option texts; what is absent takes its default. */
  static MfOptions parse(Map<String, String> given) {
    OptionValues values = new OptionValues(all(), given);
    TrainingOptions common = TrainingOptions.parse(values);
    return new MfOptions(
        common, values.flag("biases"),
        Spread.parse(values, common.objective(), SPREAD_ROUNDS, SPREAD_DEVIATION));
  }

  /** The same with other common ones. */
  MfOptions with(TrainingOptions others) {
    return new MfOptions(others, biases, spread.from(common, others));
  }

  ModelShape shape(long seed) {
    return new ModelShape(common.terms(seed), biases, common.l2());
  }

  /** Every option as used on so many interactions; parses back to the same training. */
  Map<String, String> effective(int interactions) {
    Map<String, String> texts = new HashMap<>(common.effective(interactions));
    texts.put("biases", Boolean.toString(biases));
    texts.put("spread", Integer.toString(spread.rounds()));
    return texts;
  }
}
