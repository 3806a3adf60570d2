package io.lethe.plugins.ials;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;
import io.lethe.plugins.ials.Confidence.Weights;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.PluginException;
import io.lethe.training.ModelTensors;
import io.lethe.training.OptionValues;
import io.lethe.training.ShapeProperties;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Models to checkpoints and back; parameters are shared with the tensors, not copied. */
final class IalsArtifacts {

  private static final int FORMAT_VERSION = 1;
  private static final String USERS = "user";
  private static final String ITEMS = "item";
  private static final List<String> OPTIONS = List
      .of("reg", "alpha", "weights", "value-low", "value-high", "popularity");
  private static final String CONVERGED_TO = "converged-to";

  private IalsArtifacts() {}

  static ModelArtifact save(String plugin, IalsModel model) {
    IalsShape shape = model.shape();
    Confidence confidence = shape.confidence();
    Map<String, String> properties = Map.of(
        "reg", Float.toString(shape.reg()), "alpha", Float.toString(confidence.alpha()), "weights",
        OptionValues.name(confidence.weights()), "value-low", Float.toString(confidence.low()),
        "value-high", Float.toString(confidence.high()), CONVERGED_TO,
        Float.toString(shape.tolerance()), "popularity", Float.toString(shape.popularity()));
    return new ModelArtifact(
        plugin, FORMAT_VERSION, properties,
        List.of(
            ModelTensors.of(USERS, model.tables().users()),
            ModelTensors.of(ITEMS, model.tables().items())));
  }

  static IalsModel load(
      ModelArtifact artifact, InteractionView trainedOn, Kernels kernels, Workers workers) {
    ShapeProperties.checkFormat(artifact, FORMAT_VERSION);
    IalsShape shape = shape(artifact.properties());
    PairTables tables = ModelTensors.pair(artifact, USERS, ITEMS, trainedOn.all().keys());
    return new IalsModel(shape, tables, Scoring.counts(trainedOn), kernels, workers);
  }

  private static IalsShape shape(Map<String, String> properties) {
    Map<String, String> texts = new HashMap<>();
    OPTIONS.forEach(name -> texts.put(name, ShapeProperties.text(properties, name)));
    String convergedTo = ShapeProperties.text(properties, CONVERGED_TO);
    try {
      IalsOptions options = IalsOptions.parse(texts);
      Confidence confidence = options.confidence();
      // A range is resolved before anything is saved, so "auto" and ends in the wrong order are damage.
      if (confidence.weights() == Weights.VALUES && !(confidence.low() <= confidence.high())) {
        throw ModelTensors.damaged(
            "properties: value-low = %s is not at most value-high = %s"
                .formatted(texts.get("value-low"), texts.get("value-high")));
      }
      return new IalsShape(confidence, options.reg(), options.popularity(), tolerance(convergedTo));
    } catch (PluginException e) {
      throw e.kind() == PluginException.Kind.DAMAGED_ARTIFACT
          ? e
          : new PluginException(
              PluginException.Kind.DAMAGED_ARTIFACT, "properties: " + e.getMessage(), e);
    }
  }

  private static float tolerance(String text) {
    try {
      float value = Float.parseFloat(text);
      if (value >= 0 && value <= 1) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new PluginException(
          PluginException.Kind.DAMAGED_ARTIFACT,
          "properties: property %s = '%s' is not a number".formatted(CONVERGED_TO, text), e);
    }
    throw ModelTensors
        .damaged("properties: property %s = %s is outside 0..1".formatted(CONVERGED_TO, text));
  }
}
