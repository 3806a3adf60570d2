package io.lethe.plugins.mf;

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
final class MfArtifacts {

  private static final int FORMAT_VERSION = 1;

  private MfArtifacts() {}

  static ModelArtifact save(String plugin, ProductModel model) {
    Map<String, String> properties = new HashMap<>(ShapeProperties.of(model.shape()));
    properties.put("biases", Boolean.toString(model.shape().biases()));
    return new ModelArtifact(
        plugin, FORMAT_VERSION, properties,
        List.of(
            ModelTensors.of(ModelShape.USER_TENSOR, model.tables().users()),
            ModelTensors.of(ModelShape.ITEM_TENSOR, model.tables().items())));
  }

  static ProductModel load(
      ModelArtifact artifact, EntityKeys keys, Kernels kernels, Workers workers) {
    ShapeProperties.checkFormat(artifact, FORMAT_VERSION);
    Map<String, String> properties = artifact.properties();
    ModelShape unbiased = ShapeProperties.read(properties);
    ModelShape shape = new ModelShape(unbiased.terms(), biases(properties), unbiased.l2());
    PairTables tables = ModelTensors
        .pair(artifact, ModelShape.USER_TENSOR, ModelShape.ITEM_TENSOR, keys);
    return new ProductModel(shape, tables, keys, kernels, workers);
  }

  private static boolean biases(Map<String, String> properties) {
    return switch (ShapeProperties.text(properties, "biases")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new PluginException(
          PluginException.Kind.DAMAGED_ARTIFACT,
          "properties: property biases = '%s' is neither true nor false"
              .formatted(properties.get("biases")));
    };
  }
}
