package io.lethe.plugins.lightgcn;

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
 * @param layers of propagation
 * @param spread of the first rows
 */
record LightGcnOptions(TrainingOptions common, int layers, Spread spread) {

  private static final int SPREAD_ROUNDS = 1;
  private static final float SPREAD_DEVIATION = 0.03f;

  /** A minibatch costs propagations over the whole graph, so there are few, with long steps. */
  private static final Map<String, String> DEFAULTS = Map.of(
      "batches-per-epoch", "8", "learning-rate", "0.02", "init-deviation", "0.1", "negatives",
      "16");

  /** The options a trainer understands, with their defaults. */
  static List<TrainingOption> all() {
    List<TrainingOption> options = new ArrayList<>(TrainingOptions.all(DEFAULTS));
    options.add(
        new TrainingOption(
            "layers", "2", "times that embeddings are passed on along the graph, %d..%d"
                .formatted(Architecture.LAYERS_MIN, Architecture.LAYERS_MAX)));
    options.add(Spread.option(SPREAD_ROUNDS));
    return List.copyOf(options);
  }

  /** Reads option texts; what is absent takes its default. */
  static LightGcnOptions parse(Map<String, String> given) {
    OptionValues values = new OptionValues(all(), given);
    TrainingOptions common = TrainingOptions.parse(values);
    return new LightGcnOptions(
        common, values.integer("layers", Architecture.LAYERS_MIN, Architecture.LAYERS_MAX),
        Spread.parse(values, common.objective(), SPREAD_ROUNDS, SPREAD_DEVIATION));
  }

  /** The same with other common ones. */
  LightGcnOptions with(TrainingOptions others) {
    return new LightGcnOptions(others, layers, spread.from(common, others));
  }

  ModelShape shape(long seed) {
    return new ModelShape(common.terms(seed), false, common.l2());
  }

  /** Every option as used on so many interactions; parses back to the same training. */
  Map<String, String> effective(int interactions) {
    Map<String, String> texts = new HashMap<>(common.effective(interactions));
    texts.put("layers", Integer.toString(layers));
    texts.put("spread", Integer.toString(spread.rounds()));
    return texts;
  }
}
