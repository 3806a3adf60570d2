package io.lethe.plugins.embeddings;

import io.lethe.spi.ImportedVectors;
import io.lethe.spi.TrainingOption;
import io.lethe.training.OptionValues;
import io.lethe.training.objective.LossTerms;
import io.lethe.training.objective.Objective;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * How the loss is made that influence is computed with.
 *
 * @param file the host's name of the vectors
 * @param leftOut what the host was told that the training elsewhere left out
 * @param positiveFrom values from here on are positive; negative infinity for every value
 * @param negatives sampled items per positive interaction
 * @param scale logit per unit of score; NaN = to be fitted
 * @param offset logit of a score of 0; NaN = to be fitted
 * @param l2 weight of {@code l2/2 * |row|^2}; NaN = to be fitted
 */
record EmbeddingsOptions(
    String file, long leftOut, float positiveFrom, int negatives, float scale, float offset,
    float l2) {

  private static final String ANY = "any";
  private static final String AUTO = "auto";
  private static final float SCALE_MIN = 1e-6f;
  private static final float LARGEST = 1e6f;
  private static final float VALUE_MAX = 1e9f;

  /** The options there are, with their defaults. */
  static List<TrainingOption> all() {
    List<TrainingOption> options = new ArrayList<>(ImportedVectors.options());
    Collections.addAll(
        options,
        new TrainingOption(
            "positive-from", ANY,
            "interactions of at least this value are what the vectors were trained on, -1e9..1e9;"
                + " any = every interaction"),
        new TrainingOption("negatives", "4", "sampled items per positive interaction, 1..64"),
        new TrainingOption(
            "scale", AUTO, "logit per unit of score, 1e-6..1e6; auto = fitted to the interactions"),
        new TrainingOption(
            "offset", AUTO, "logit of a score of 0, -1e6..1e6; auto = fitted to the interactions"),
        new TrainingOption(
            "l2", AUTO,
            "weight of l2/2 * |row|^2 beside the sum of the losses, 0..1e6; auto = fitted to the"
                + " interactions"));
    return List.copyOf(options);
  }

  /** Reads option texts; what is absent takes its default. */
  static EmbeddingsOptions parse(Map<String, String> given) {
    OptionValues values = new OptionValues(all(), given);
    return new EmbeddingsOptions(
        values.text(ImportedVectors.FILE),
        values.whole(ImportedVectors.LEFT_OUT, 0, Long.MAX_VALUE),
        values.realOr("positive-from", ANY, Float.NEGATIVE_INFINITY, -VALUE_MAX, VALUE_MAX),
        values.integer("negatives", 1, 64),
        values.realOr("scale", AUTO, Float.NaN, SCALE_MIN, LARGEST),
        values.realOr("offset", AUTO, Float.NaN, -LARGEST, LARGEST),
        values.realOr("l2", AUTO, Float.NaN, 0, LARGEST));
  }

  LossTerms terms(long seed) {
    return new LossTerms(Objective.IMPLICIT, 0, positiveFrom, negatives, seed);
  }

  /** Every option as used; parses back to the same model. */
  Map<String, String> effective(Head head, float fittedL2) {
    return Map.of(
        ImportedVectors.FILE, file, ImportedVectors.LEFT_OUT, Long.toString(leftOut),
        "positive-from", Float.isInfinite(positiveFrom) ? ANY : Float.toString(positiveFrom),
        "negatives", Integer.toString(negatives), "scale", Float.toString(head.scale()), "offset",
        Float.toString(head.offset()), "l2", Float.toString(fittedL2));
  }
}
