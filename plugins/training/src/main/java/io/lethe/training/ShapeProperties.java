package io.lethe.training;

import io.lethe.spi.ModelArtifact;
import io.lethe.spi.PluginException;
import io.lethe.training.objective.LossTerms;
import io.lethe.training.objective.ModelShape;
import io.lethe.training.objective.Objective;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The properties of a checkpoint from which a model's shape is made again. */
public final class ShapeProperties {

  private static final List<String> OPTIONS = List.of("objective", "threshold", "negatives", "l2");

  private static final String POSITIVE_FROM = "positive-from";
  /** Of models that take every value for a positive one, and of all before there was a choice. */
  private static final String ANY = Float.toString(Float.NEGATIVE_INFINITY);

  private ShapeProperties() {}

  /** The properties of a shape, but for its biases. */
  public static Map<String, String> of(ModelShape shape) {
    LossTerms terms = shape.terms();
    return Map.of(
        "objective", OptionValues.name(terms.objective()), "threshold",
        Float.toString(terms.threshold()), POSITIVE_FROM, Float.toString(terms.positiveFrom()),
        "negatives", Integer.toString(terms.negatives()), "seed", Long.toString(terms.seed()), "l2",
        Float.toString(shape.l2()));
  }

  /**
   * The shape that properties tell of, without biases.
   *
   * @throws PluginException of kind {@code DAMAGED_ARTIFACT} if one is missing or out of bounds
   */
  public static ModelShape read(Map<String, String> properties) {
    Map<String, String> options = new HashMap<>();
    OPTIONS.forEach(name -> options.put(name, text(properties, name)));
    String positiveFrom = properties.getOrDefault(POSITIVE_FROM, ANY);
    if (!positiveFrom.equals(ANY) && !positiveFrom.equals("NaN")) {
      options.put(POSITIVE_FROM, positiveFrom);
    }
    long seed = whole(properties, "seed", Long.MIN_VALUE, Long.MAX_VALUE);
    try {
      OptionValues values = new OptionValues(TrainingOptions.all(Map.of()), options);
      LossTerms terms = new LossTerms(
          values.choice("objective", Objective.class), values.real("threshold", -1e9f, 1e9f),
          positiveFrom.equals(ANY) || positiveFrom.equals("NaN")
              ? Float.NEGATIVE_INFINITY
              : values.real(POSITIVE_FROM, -1e9f, 1e9f),
          values.integer("negatives", 1, 64), seed);
      return new ModelShape(terms, false, values.real("l2", 0, 1e6f));
    } catch (PluginException e) {
      throw new PluginException(
          PluginException.Kind.DAMAGED_ARTIFACT, "properties: " + e.getMessage(), e);
    }
  }

  /** A property that must be there. */
  public static String text(Map<String, String> properties, String name) {
    String value = properties.get(name);
    if (value == null) {
      throw ModelTensors.damaged("properties: property " + name + " is missing");
    }
    return value;
  }

  /** A property that is a whole number within bounds. */
  public static long whole(Map<String, String> properties, String name, long least, long most) {
    String text = text(properties, name);
    long value;
    try {
      value = Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new PluginException(
          PluginException.Kind.DAMAGED_ARTIFACT,
          "properties: property %s = '%s' is not a whole number".formatted(name, text), e);
    }
    if (value < least || value > most) {
      throw ModelTensors.damaged(
          "properties: property %s = %d is outside %d..%d".formatted(name, value, least, most));
    }
    return value;
  }

  /** Refuses a checkpoint of another format. */
  public static void checkFormat(ModelArtifact artifact, int readable) {
    if (artifact.formatVersion() != readable) {
      throw ModelTensors.damaged(
          "format version %d; this plugin reads %d".formatted(artifact.formatVersion(), readable));
    }
  }
}
