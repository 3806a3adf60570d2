package io.lethe.plugins.ease;

import io.lethe.spi.TrainingOption;
import io.lethe.training.OptionValues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one model is trained, checked.
 *
 * @param lambda L2 on the weights; empty: chosen by held-out interactions
 * @param weights what values count for
 * @param low value that weighs least; empty: the least one of the data
 * @param high value that weighs most; empty: the largest one of the data
 */
record EaseOptions(
    Optional<Float> lambda, Weights weights, Optional<Float> low, Optional<Float> high) {

  /** What values count for. */
  enum Weights {
    /** A value weighs from .5 to 1. */
    VALUES,
    /** Every interaction weighs 1. */
    EQUAL
  }

  /** Without held-out interactions there is nothing to choose by. */
  static final float LAMBDA_DEFAULT = 200;

  private static final String AUTO = "auto";
  private static final float LAMBDA_LEAST = 1e-3f;
  private static final float LAMBDA_MOST = 1e9f;
  private static final float VALUE_MOST = 1e9f;

  /** The options a trainer understands, with their defaults. */
  static List<TrainingOption> all() {
    return List.of(
        new TrainingOption(
            "lambda", AUTO,
            "L2 on the weights of items from items, 0.001..1e9; auto: the one with the best NDCG at 50 "
                + "on held-out interactions, 200 without any"),
        new TrainingOption(
            "weights", "values",
            "values: an interaction weighs from .5 at value-low to 1 at value-high; equal: all weigh 1"),
        new TrainingOption(
            "value-low", AUTO,
            "value that weighs .5, -1e9..1e9; auto: the least of the data without its outermost hundredth"),
        new TrainingOption(
            "value-high", AUTO,
            "value that weighs 1, -1e9..1e9; auto: the largest of the data without its outermost hundredth"));
  }

  /** Reads option texts; what is absent takes its default. */
  static EaseOptions parse(Map<String, String> given) {
    OptionValues values = new OptionValues(all(), given);
    EaseOptions options = new EaseOptions(
        number(values, given, "lambda", LAMBDA_LEAST, LAMBDA_MOST),
        values.choice("weights", Weights.class),
        number(values, given, "value-low", -VALUE_MOST, VALUE_MOST),
        number(values, given, "value-high", -VALUE_MOST, VALUE_MOST));
    if (options.low.isPresent() && options.high.isPresent()
        && options.low.get() > options.high.get()) {
      throw OptionValues.refusal(
          "option value-low = %s is above value-high = %s"
              .formatted(options.low.get(), options.high.get()));
    }
    return options;
  }

  private static Optional<Float> number(
      OptionValues values, Map<String, String> given, String name, float least, float most) {
    return given.getOrDefault(name, AUTO).strip().equals(AUTO)
        ? Optional.empty()
        : Optional.of(values.real(name, least, most));
  }

  /** These options with what the data and the held-out interactions decided. */
  EaseOptions resolved(float chosenLambda, WeightRule rule) {
    return switch (weights) {
      case VALUES -> new EaseOptions(
          Optional.of(chosenLambda), weights, Optional.of(rule.low()), Optional.of(rule.high()));
      case EQUAL -> new EaseOptions(Optional.of(chosenLambda), weights, low, high);
    };
  }

  /** Every option as text; parses back to the same options. */
  Map<String, String> texts() {
    Map<String, String> texts = new HashMap<>();
    texts.put("lambda", text(lambda));
    texts.put("weights", OptionValues.name(weights));
    texts.put("value-low", text(low));
    texts.put("value-high", text(high));
    return texts;
  }

  private static String text(Optional<Float> number) {
    return number.map(value -> Float.toString(value)).orElse(AUTO);
  }
}
