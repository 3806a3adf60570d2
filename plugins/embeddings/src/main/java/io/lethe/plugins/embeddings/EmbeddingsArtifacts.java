package io.lethe.plugins.embeddings;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.PluginException;
import io.lethe.training.ModelTensors;
import io.lethe.training.ProductModel;
import io.lethe.training.ShapeProperties;
import io.lethe.training.objective.ModelShape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Models to checkpoints and back; parameters are shared with the tensors, not copied. */
final class EmbeddingsArtifacts {

  private static final int FORMAT_VERSION = 1;
  private static final String SCALE = "scale";
  private static final String OFFSET = "offset";
  private static final String USER_BIAS = "user-bias";
  private static final String ITEM_BIAS = "item-bias";
  private static final int BIASED_WIDTH_MIN = 3;

  private EmbeddingsArtifacts() {}

  static ModelArtifact save(String plugin, EmbeddingsModel model) {
    ProductModel logits = model.logits();
    Map<String, String> properties = new HashMap<>(ShapeProperties.of(logits.shape()));
    properties.put(SCALE, Float.toString(model.head().scale()));
    properties.put(OFFSET, Float.toString(model.head().offset()));
    properties.put(USER_BIAS, Boolean.toString(!model.held().user()));
    properties.put(ITEM_BIAS, Boolean.toString(!model.held().item()));
    return new ModelArtifact(
        plugin, FORMAT_VERSION, properties,
        List.of(
            ModelTensors.of(ModelShape.USER_TENSOR, logits.tables().users()),
            ModelTensors.of(ModelShape.ITEM_TENSOR, logits.tables().items())));
  }

  static EmbeddingsModel load(
      ModelArtifact artifact, EntityKeys keys, Kernels kernels, Workers workers) {
    ShapeProperties.checkFormat(artifact, FORMAT_VERSION);
    Map<String, String> properties = artifact.properties();
    ModelShape unbiased = ShapeProperties.read(properties);
    ModelShape shape = new ModelShape(unbiased.terms(), true, unbiased.l2());
    PairTables tables = ModelTensors
        .pair(artifact, ModelShape.USER_TENSOR, ModelShape.ITEM_TENSOR, keys);
    if (tables.width() < BIASED_WIDTH_MIN) {
      throw ModelTensors.damaged(
          "rows of %d numbers; at least %d: a vector, a bias and a constant"
              .formatted(tables.width(), BIASED_WIDTH_MIN));
    }
    Head head = new Head(real(properties, SCALE), real(properties, OFFSET));
    if (!(head.scale() > 0)) {
      throw ModelTensors.damaged("properties: property scale = " + head.scale() + "; above 0");
    }
    HeldBiases held = new HeldBiases(!flag(properties, USER_BIAS), !flag(properties, ITEM_BIAS));
    return new EmbeddingsModel(head, held, new ProductModel(shape, tables, keys, kernels, workers));
  }

  private static float real(Map<String, String> properties, String name) {
    String text = ShapeProperties.text(properties, name);
    try {
      float value = Float.parseFloat(text);
      if (Float.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new PluginException(
          PluginException.Kind.DAMAGED_ARTIFACT,
          "properties: property %s = '%s' is no number".formatted(name, text), e);
    }
    throw ModelTensors
        .damaged("properties: property %s = '%s' is not finite".formatted(name, text));
  }

  private static boolean flag(Map<String, String> properties, String name) {
    return switch (ShapeProperties.text(properties, name)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw ModelTensors.damaged(
          "properties: property %s = '%s' is neither true nor false"
              .formatted(name, properties.get(name)));
    };
  }
}
