package io.lethe.plugins.ials;

import io.lethe.plugins.ials.Confidence.Weights;
import io.lethe.spi.TrainingOption;
import io.lethe.training.OptionValues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How one model is trained, checked.
 *
 * @param factors length of a user's and an item's vector
 * @param reg weight of a row's square beside the sum of the squared errors of all pairs
 * @param confidence what an interaction counts
 * @param popularity what each interaction of an item adds to its scores; NaN leaves it to the held-out
 *     interactions
 * @param epochsMax most epochs
 * @param patience epochs clearly below the best validation NDCG before training stops
 * @param initDeviation standard deviation of the first parameters
 * @param mode when training ends
 * @param tolerance converged mode: where the polish stops
 * @param polishStepsMax converged mode: most steps
 */
record IalsOptions(
    int factors, float reg, Confidence confidence, float popularity, int epochsMax, int patience,
    float initDeviation, Mode mode, float tolerance, int polishStepsMax) {

  /** When training ends. */
  enum Mode {
    /** At the epoch with the best validation NDCG. */
    EARLY_STOPPED,
    /** At a stationary point of the whole objective. */
    CONVERGED
  }

  private static final String AUTO = "auto";

  private static final List<TrainingOption> ALL = List.of(
      new TrainingOption("factors", "64", "length of a user's and an item's vector, 1..512"),
      new TrainingOption(
          "reg", "20",
          "weight of |row|^2 beside the sum over all pairs, 1e-6..1e6; an interaction"
              + " counts 1 + alpha there"),
      new TrainingOption(
          "alpha", "1",
          "what an interaction counts more than a pair without one, times its weight, 0..1e6"),
      new TrainingOption(
          "weights", "values",
          "values: an interaction weighs from .5 (lowest value) to 1 (highest);"
              + " equal: each weighs 1"),
      new TrainingOption("value-low", AUTO, "value of weight .5; auto: the lowest there is"),
      new TrainingOption(
          "value-high", AUTO,
          "value of weight 1; auto: the largest without the outermost hundredth"),
      new TrainingOption(
          "popularity", AUTO,
          "what each interaction of an item adds to its scores, 0..1; auto: the best NDCG on held-out"
              + " interactions, 0 without any"),
      new TrainingOption("epochs-max", "16", "most epochs, 1..10000"),
      new TrainingOption(
          "patience", "4",
          "epochs clearly below the best validation NDCG before training stops, 1..10000"),
      new TrainingOption(
          "init-deviation", "0.1", "standard deviation of the first parameters, 1e-6..10"),
      new TrainingOption(
          "mode", "early-stopped",
          "early-stopped: the last epoch about as good as the best by validation NDCG; converged: steps to a"
              + " stationary point after it"),
      new TrainingOption(
          "tolerance", "1e-5",
          "converged: norm of the objective's gradient over that of its L2" + " part, 1e-6..1"),
      new TrainingOption("polish-steps-max", "200", "converged: most steps, 1..100000"));

  /** The options a trainer understands, with their defaults. */
  static List<TrainingOption> all() {
    return ALL;
  }

  /** Reads option texts; what is absent takes its default. */
  static IalsOptions parse(Map<String, String> given) {
    OptionValues values = new OptionValues(ALL, given);
    Confidence confidence = new Confidence(
        values.choice("weights", Weights.class), end("value-low", given, values),
        end("value-high", given, values), values.real("alpha", 0, 1e6f));
    return new IalsOptions(
        values.integer("factors", 1, 512), values.real("reg", 1e-6f, 1e6f), confidence,
        popularity(given, values), values.integer("epochs-max", 1, 10_000),
        values.integer("patience", 1, 10_000), values.real("init-deviation", 1e-6f, 10),
        values.choice("mode", Mode.class), values.real("tolerance", 1e-6f, 1),
        values.integer("polish-steps-max", 1, 100_000));
  }

  private static float popularity(Map<String, String> given, OptionValues values) {
    return AUTO.equals(given.getOrDefault("popularity", AUTO).strip())
        ? Float.NaN
        : values.real("popularity", 0, 1);
  }

  private static float end(String name, Map<String, String> given, OptionValues values) {
    return AUTO.equals(given.getOrDefault(name, AUTO).strip())
        ? Float.NaN
        : values.real(name, -1e30f, 1e30f);
  }

  IalsOptions with(Confidence resolved) {
    return new IalsOptions(
        factors, reg, resolved, popularity, epochsMax, patience, initDeviation, mode, tolerance,
        polishStepsMax);
  }

  IalsOptions with(float chosenPopularity) {
    return new IalsOptions(
        factors, reg, confidence, chosenPopularity, epochsMax, patience, initDeviation, mode,
        tolerance, polishStepsMax);
  }

  IalsOptions withEpochs(int epochs) {
    return new IalsOptions(
        factors, reg, confidence, popularity, epochs, patience, initDeviation, mode, tolerance,
        polishStepsMax);
  }

  /** Every option as used; parses back to the same training. */
  Map<String, String> effective() {
    Map<String, String> texts = new HashMap<>();
    texts.put("factors", Integer.toString(factors));
    texts.put("reg", Float.toString(reg));
    texts.put("alpha", Float.toString(confidence.alpha()));
    texts.put("weights", OptionValues.name(confidence.weights()));
    texts.put("value-low", end(confidence.low()));
    texts.put("value-high", end(confidence.high()));
    texts.put("popularity", end(popularity));
    texts.put("epochs-max", Integer.toString(epochsMax));
    texts.put("patience", Integer.toString(patience));
    texts.put("init-deviation", Float.toString(initDeviation));
    texts.put("mode", OptionValues.name(mode));
    texts.put("tolerance", Float.toString(tolerance));
    texts.put("polish-steps-max", Integer.toString(polishStepsMax));
    return texts;
  }

  private static String end(float value) {
    return Float.isNaN(value) ? AUTO : Float.toString(value);
  }
}
