package io.lethe.plugins.neumf;

import static java.util.stream.Collectors.joining;

import io.lethe.kernels.loss.Loss;
import io.lethe.spi.TrainingOption;
import io.lethe.training.OptionValues;
import io.lethe.training.TrainingOptions;
import io.lethe.training.objective.Objective;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How one model is trained, checked.
 *
 * @param common what all families have; training is always early-stopped
 * @param loss of an interaction's score and of those drawn against it
 * @param hidden widths of the hidden layers, from the embeddings on
 * @param activation of the hidden layers
 */
record NeumfOptions(
    TrainingOptions common, Loss loss, List<Integer> hidden, Activation activation) {

  static final int LAYERS_MAX = 4;
  static final int LAYER_WIDTH_MAX = 1024;

  private static final Map<String, String> DEFAULTS = Map.of(
      "factors", "32", "batch-size", "2048", "learning-rate", "0.002", "init-deviation", "0.05");

  /** There is no single stationary point to converge to: units of a layer may change places. */
  private static final Set<String> NOT_OFFERED = Set.of("mode", "tolerance", "polish-steps-max");

  NeumfOptions {
    hidden = List.copyOf(hidden);
    if (loss.compares() && common.objective() == Objective.EXPLICIT) {
      throw OptionValues.refusal(
          "option loss = %s with objective = explicit, which draws no items to compare with; take"
              .formatted(OptionValues.name(loss))
              + " objective = implicit, or loss = logistic or squared");
    }
  }

  /** The options a trainer understands, with their defaults. */
  static List<TrainingOption> all() {
    return withoutUnoffered(known());
  }

  private static List<TrainingOption> withoutUnoffered(List<TrainingOption> options) {
    return options.stream().filter(option -> !NOT_OFFERED.contains(option.name())).toList();
  }

  private static List<TrainingOption> known() {
    List<TrainingOption> options = new ArrayList<>(TrainingOptions.all(DEFAULTS, NOT_OFFERED));
    options.add(
        new TrainingOption(
            "loss", "logistic",
            "logistic or squared: of each score by itself; pairwise: of its difference to each"
                + " sampled item's (BPR); listwise: softmax over it and the sampled items'"));
    options.add(
        new TrainingOption(
            "layers", "32,16",
            "widths of the hidden layers, separated by commas, 1..%d of them, each 1..%d"
                .formatted(LAYERS_MAX, LAYER_WIDTH_MAX)));
    options.add(
        new TrainingOption(
            "activation", "swish", "of the hidden layers: swish or tanh; relu has a kink and"
                + " leaves no exact Hessian products"));
    return List.copyOf(options);
  }

  /** Reads option texts; what is absent takes its default. */
  static NeumfOptions parse(Map<String, String> given) {
    OptionValues offered = new OptionValues(all(), given);
    OptionValues known = new OptionValues(known(), given);
    return new NeumfOptions(
        TrainingOptions.parse(known), offered.choice("loss", Loss.class),
        offered.integers("layers", 1, LAYER_WIDTH_MAX, LAYERS_MAX),
        offered.choice("activation", Activation.class));
  }

  /** The same with other common ones. */
  NeumfOptions with(TrainingOptions others) {
    return new NeumfOptions(others, loss, hidden, activation);
  }

  NeumfShape shape(long seed) {
    return new NeumfShape(
        common.terms(seed), loss, common.factors(), hidden, activation, common.l2());
  }

  /** Every option as used on so many interactions; parses back to the same training. */
  Map<String, String> effective(int interactions) {
    Map<String, String> texts = new HashMap<>(common.effective(interactions));
    texts.keySet().removeAll(NOT_OFFERED);
    texts.put("loss", OptionValues.name(loss));
    texts.put("layers", text(hidden));
    texts.put("activation", OptionValues.name(activation));
    return texts;
  }

  /** Widths as the option spells them. */
  static String text(List<Integer> hidden) {
    return hidden.stream().map(String::valueOf).collect(joining(","));
  }
}
