package io.lethe.training;

import io.lethe.spi.InteractionView;
import io.lethe.spi.PluginException;
import io.lethe.spi.TrainingOption;
import io.lethe.training.objective.LossTerms;
import io.lethe.training.objective.Objective;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The options that all families here share, checked.
 *
 * @param factors length of a user's and an item's vector, biases not counted
 * @param learningRate step size of Adam
 * @param batchSize interactions per minibatch, on average
 * @param batchesPerEpoch minibatches per epoch; 0 = as many as the batch size asks for
 * @param epochsMax most epochs
 * @param patience epochs without better held-out interactions before training stops
 * @param objective which loss terms an interaction stands for
 * @param threshold explicit: values above it are positive
 * @param positiveFrom implicit: values from here on are positive; NaN = to be taken from the data
 * @param negatives implicit: sampled items per positive interaction
 * @param l2 weight of {@code l2/2 * |row|^2}, once per row, beside the <em>sum</em> of the losses
 * @param initDeviation standard deviation of the first parameters
 * @param mode when training ends
 * @param tolerance converged mode: norm of the objective's gradient over that of its L2 part
 * @param polishStepsMax converged mode: most Newton steps
 */
public record TrainingOptions(
    int factors, float learningRate, int batchSize, int batchesPerEpoch, int epochsMax,
    int patience, Objective objective, float threshold, float positiveFrom, int negatives, float l2,
    float initDeviation, Mode mode, float tolerance, int polishStepsMax) {

  private static final int BATCHES_MAX = 1_000_000;
  private static final String AUTO = "auto";

  public TrainingOptions {
    if (mode == Mode.CONVERGED && !(l2 > 0)) {
      throw OptionValues.refusal(
          "option l2 = " + l2 + " with mode = converged; it must be above 0,"
              + " otherwise there is no single point to converge to");
    }
  }

  /**
   * The options a trainer understands.
   *
   * @param defaults by name, for those whose defaults a family sets itself
   */
  public static List<TrainingOption> all(Map<String, String> defaults) {
    return all(defaults, Set.of());
  }

  /**
   * The same, where the descriptions speak of nothing that a family does not offer.
   *
   * @param without names of options that are listed here and that a family keeps at their defaults
   */
  public static List<TrainingOption> all(Map<String, String> defaults, Set<String> without) {
    return described(!without.contains("objective"), !without.contains("mode")).stream()
        .map(
            option -> new TrainingOption(
                option.name(), defaults.getOrDefault(option.name(), option.defaultValue()),
                option.description()))
        .toList();
  }

  /**
   * Every option in words.
   *
   * @param rated whether a family knows the explicit objective beside the implicit one
   * @param converges whether a family knows the converged mode
   */
  private static List<TrainingOption> described(boolean rated, boolean converges) {
    String implicit = rated ? "implicit: " : "";
    String better = rated ? "validation NDCG (explicit: AUC)" : "validation NDCG";
    return List.of(
        option("factors", "48", "length of a user's and an item's vector, 1..1024"),
        option("learning-rate", "0.001", "step size of Adam, 1e-6..1"),
        option("batch-size", "1024", "interactions per minibatch on average, 1..1000000"),
        option(
            "batches-per-epoch", "0",
            "minibatches per epoch, 1..1000000;" + " 0 = interactions / batch-size, rounded up"),
        option("epochs-max", "200", "most epochs, 1..100000"),
        option(
            "patience", "10",
            "epochs without a better " + better + " before training stops, 1..100000"),
        option(
            "objective", "implicit",
            "implicit: what a user would choose, positive interactions against sampled items;"
                + " explicit: whether a user would like it, values against the threshold"),
        option("threshold", "3", "explicit: values above it are positive, -1e9..1e9"),
        option(
            "positive-from", AUTO,
            implicit + "values from here on are positive, others only seen, -1e9..1e9; auto ="
                + " the mean value, or every value if all are equal"),
        option("negatives", "4", implicit + "sampled items per positive interaction, 1..64"),
        option(
            "l2", "1",
            "weight of l2/2 * |row|^2, once per row, beside the sum of the losses," + " 0..1e6"
                + (converges ? "; above 0 in converged mode" : "")),
        option("init-deviation", "0.001", "standard deviation of the first parameters, 1e-6..10"),
        option(
            "mode", "early-stopped",
            "early-stopped: best " + better + "; converged: Newton steps to a"
                + " stationary point afterwards"),
        option(
            "tolerance", "1e-5",
            "converged: norm of the objective's gradient over that of its"
                + " L2 part at which it counts as stationary, 1e-7..0.1"),
        option("polish-steps-max", "100", "converged: most Newton steps, 1..10000"));
  }

  /** Reads the shared ones among a family's options. */
  public static TrainingOptions parse(OptionValues values) {
    return new TrainingOptions(
        values.integer("factors", 1, 1024), values.real("learning-rate", 1e-6f, 1),
        values.integer("batch-size", 1, BATCHES_MAX),
        values.integer("batches-per-epoch", 0, BATCHES_MAX),
        values.integer("epochs-max", 1, 100_000), values.integer("patience", 1, 100_000),
        values.choice("objective", Objective.class), values.real("threshold", -1e9f, 1e9f),
        values.realOr("positive-from", AUTO, Float.NaN, -1e9f, 1e9f),
        values.integer("negatives", 1, 64), values.real("l2", 0, 1e6f),
        values.real("init-deviation", 1e-6f, 10), values.choice("mode", Mode.class),
        values.real("tolerance", 1e-7f, 0.1f), values.integer("polish-steps-max", 1, 10_000));
  }

  /** Which loss terms interactions stand for, with one seed. */
  public LossTerms terms(long seed) {
    return new LossTerms(objective, threshold, positiveFrom, negatives, seed);
  }

  /**
   * These options with what is to be taken from the data.
   *
   * @throws PluginException of kind {@code INVALID_ARGUMENT} if nothing can be learnt from the data
   */
  public TrainingOptions resolved(InteractionView training) {
    ValueScale scale = ValueScale.of(training);
    TrainingOptions options = Float.isNaN(positiveFrom) && objective == Objective.IMPLICIT
        ? with(scale.relevantFrom(), initDeviation)
        : this;
    scale.checkLearnable(training, options.terms(0));
    return options;
  }

  /** These options with other first parameters. */
  public TrainingOptions withInitDeviation(float other) {
    return with(positiveFrom, other);
  }

  private TrainingOptions with(float otherPositiveFrom, float otherInitDeviation) {
    return new TrainingOptions(
        factors, learningRate, batchSize, batchesPerEpoch, epochsMax, patience, objective,
        threshold, otherPositiveFrom, negatives, l2, otherInitDeviation, mode, tolerance,
        polishStepsMax);
  }

  /** Minibatches per epoch over so many interactions. */
  public int batchesFor(int interactions) {
    return batchesPerEpoch > 0
        ? batchesPerEpoch
        : Math.min(BATCHES_MAX, Math.ceilDiv(interactions, batchSize));
  }

  /**
   * Every option as used on so many interactions; parses back to the same training.
   *
   * @param interactions those that are terms of the loss
   */
  public Map<String, String> effective(int interactions) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("factors", Integer.toString(factors));
    texts.put("learning-rate", Float.toString(learningRate));
    texts.put("batch-size", Integer.toString(batchSize));
    texts.put("batches-per-epoch", Integer.toString(batchesFor(interactions)));
    texts.put("epochs-max", Integer.toString(epochsMax));
    texts.put("patience", Integer.toString(patience));
    texts.put("objective", OptionValues.name(objective));
    texts.put("threshold", Float.toString(threshold));
    texts.put("positive-from", Float.isNaN(positiveFrom) ? AUTO : Float.toString(positiveFrom));
    texts.put("negatives", Integer.toString(negatives));
    texts.put("l2", Float.toString(l2));
    texts.put("init-deviation", Float.toString(initDeviation));
    texts.put("mode", OptionValues.name(mode));
    texts.put("tolerance", Float.toString(tolerance));
    texts.put("polish-steps-max", Integer.toString(polishStepsMax));
    return texts;
  }

  /**
   * Options for a training on all interactions, from the effective ones: as many epochs as were best,
   * and as many minibatches as more interactions ask for.
   *
   * @param chosen whether held-out interactions chose the epoch
   * @return empty if they did not
   */
  public Map<String, String> finalFit(
      Map<String, String> effective, int bestEpoch, boolean chosen) {
    if (!chosen) {
      return Map.of();
    }
    Map<String, String> texts = new LinkedHashMap<>(effective);
    texts.put("epochs-max", Integer.toString(bestEpoch));
    texts.put("batches-per-epoch", Integer.toString(batchesPerEpoch));
    return texts;
  }

  private static TrainingOption option(String name, String defaultValue, String description) {
    return new TrainingOption(name, defaultValue, description);
  }
}
