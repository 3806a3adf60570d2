package io.lethe.training.gradient;

import io.lethe.spi.InteractionView;
import io.lethe.spi.TrainingOption;
import io.lethe.training.OptionValues;
import io.lethe.training.ValueScale;
import io.lethe.training.objective.LossTerms;
import io.lethe.training.objective.Objective;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The options of every family that is trained by its gradient, checked.
 *
 * @param rate step size of Adam
 * @param epochsMax most epochs, each a gradient over all interactions
 * @param tolerance norm of the objective's gradient over that of its L2 part at which training ends
 * @param threshold explicit: values above it are positive
 * @param positiveFrom implicit: values from here on are positive; NaN = to be taken from the data
 * @param negatives implicit: sampled items per positive interaction
 * @param l2 once per row, beside the sum of the losses
 * @param deviation standard deviation of users' and items' first rows
 */
record GradientOptions(
    float rate, int epochsMax, float tolerance, Objective objective, float threshold,
    float positiveFrom, int negatives, float l2, float deviation) {

  private static final String AUTO = "auto";
  private static final String EPOCHS_MAX = "epochs-max";

  static List<TrainingOption> all() {
    return List.of(
        new TrainingOption("factors", "16", "length of a user's and an item's row, 1..1024"),
        new TrainingOption("learning-rate", "0.03", "step size of Adam, 1e-6..1"),
        new TrainingOption(
            EPOCHS_MAX, "200", "most epochs, each one step by all interactions, 1..100000"),
        new TrainingOption(
            "tolerance", "0.01",
            "norm of the objective's gradient over that of its L2 part at which training ends,"
                + " 1e-7..1"),
        new TrainingOption(
            "objective", "implicit",
            "implicit: positive interactions against sampled items; explicit: values against the"
                + " threshold"),
        new TrainingOption("threshold", "3", "explicit: values above it are positive, -1e9..1e9"),
        new TrainingOption(
            "positive-from", AUTO,
            "implicit: values from here on are positive, others only seen, -1e9..1e9; auto = the mean"
                + " value, or every value if all are equal"),
        new TrainingOption(
            "negatives", "4", "implicit: sampled items per positive interaction, 1..64"),
        new TrainingOption(
            "l2", "3",
            "weight of l2/2 * |row|^2, once per row, beside the sum of the losses, 1e-6..1e6"),
        new TrainingOption(
            "init-deviation", "0.1",
            "standard deviation of users' and items' first rows, 1e-6..10"));
  }

  static GradientOptions parse(OptionValues values) {
    return new GradientOptions(
        values.real("learning-rate", 1e-6f, 1), values.integer(EPOCHS_MAX, 1, 100_000),
        values.real("tolerance", 1e-7f, 1), values.choice("objective", Objective.class),
        values.real("threshold", -1e9f, 1e9f),
        values.realOr("positive-from", AUTO, Float.NaN, -1e9f, 1e9f),
        values.integer("negatives", 1, 64), values.real("l2", 1e-6f, 1e6f),
        values.real("init-deviation", 1e-6f, 10));
  }

  LossTerms terms(long seed) {
    return new LossTerms(objective, threshold, positiveFrom, negatives, seed);
  }

  /** With what is to be taken from the data; refuses data that nothing can be learnt from. */
  GradientOptions resolved(InteractionView training) {
    ValueScale scale = ValueScale.of(training);
    GradientOptions resolved = Float.isNaN(positiveFrom) && objective == Objective.IMPLICIT
        ? new GradientOptions(
            rate, epochsMax, tolerance, objective, threshold, scale.relevantFrom(), negatives, l2,
            deviation)
        : this;
    scale.checkLearnable(training, resolved.terms(0));
    return resolved;
  }

  /**
   * Every option as used: those that were given, over what the data said.
   *
   * @param used texts of all options
   */
  Map<String, String> effective(Map<String, String> used) {
    Map<String, String> texts = new LinkedHashMap<>(used);
    texts.put("positive-from", Float.isNaN(positiveFrom) ? AUTO : Float.toString(positiveFrom));
    return texts;
  }
}
