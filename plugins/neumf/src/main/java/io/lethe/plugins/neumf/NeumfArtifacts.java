package io.lethe.plugins.neumf;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.loss.Loss;
import io.lethe.kernels.nd4j.autodiff.NetworkParameters;
import io.lethe.kernels.nd4j.autodiff.NetworkShape;
import io.lethe.kernels.nd4j.autodiff.NetworkShape.Layer;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.PluginException;
import io.lethe.spi.Tensor;
import io.lethe.training.ModelTensors;
import io.lethe.training.OptionValues;
import io.lethe.training.ShapeProperties;
import io.lethe.training.objective.ModelShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Models to checkpoints and back; parameters are shared with the tensors, not copied. */
final class NeumfArtifacts {

  private static final int FORMAT_VERSION = 1;
  private static final String FACTORS = "factors";
  private static final String LAYERS = "layers";
  private static final String ACTIVATION = "activation";
  private static final String OBJECTIVE = "objective";
  /** Models that were saved before there was a choice have none, and the logistic one. */
  private static final String LOSS = "loss";

  private NeumfArtifacts() {}

  static ModelArtifact save(String plugin, NeumfModel model) {
    NeumfShape shape = model.shape();
    Map<String, String> properties = new HashMap<>(
        ShapeProperties.of(new ModelShape(shape.terms(), false, shape.l2())));
    properties.put(FACTORS, Integer.toString(shape.factors()));
    properties.put(LAYERS, NeumfOptions.text(shape.hidden()));
    properties.put(ACTIVATION, OptionValues.name(shape.activation()));
    properties.put(LOSS, OptionValues.name(shape.loss()));
    NetworkParameters parameters = model.parameters();
    List<Tensor> tensors = new ArrayList<>();
    tensors.add(ModelTensors.of(NetworkShape.USERS, parameters.users()));
    tensors.add(ModelTensors.of(NetworkShape.ITEMS, parameters.items()));
    List<Layer> layers = shape.network().layers();
    for (int k = 0; k < layers.size(); k++) {
      tensors.add(ModelTensors.of(layers.get(k).name(), parameters.layers().get(k)));
    }
    return new ModelArtifact(plugin, FORMAT_VERSION, properties, tensors);
  }

  static NeumfModel load(ModelArtifact artifact, EntityKeys keys, Networks networks) {
    ShapeProperties.checkFormat(artifact, FORMAT_VERSION);
    NeumfShape shape = shape(artifact.properties());
    NetworkShape wanted = shape.network();
    List<EmbeddingTable> layers = new ArrayList<>();
    for (Layer layer : wanted.layers()) {
      int rows = artifact.tensor(layer.name()).rows();
      if (rows != layer.rows()) {
        throw ModelTensors.damaged(
            "tensor %s has %d rows, the properties say %d"
                .formatted(layer.name(), rows, layer.rows()));
      }
      layers.add(table(artifact, layer.name(), rows, layer.width()));
    }
    NetworkParameters parameters = new NetworkParameters(
        table(artifact, NetworkShape.USERS, keys.userCount(), wanted.width()),
        table(artifact, NetworkShape.ITEMS, keys.itemCount(), wanted.width()), layers);
    return new NeumfModel(shape, networks.of(shape), parameters);
  }

  private static EmbeddingTable table(ModelArtifact artifact, String name, int rows, int width) {
    Tensor tensor = artifact.tensor(name);
    if (tensor.width() != width) {
      throw ModelTensors.damaged(
          "tensor %s is %d wide, the properties say %d".formatted(name, tensor.width(), width));
    }
    return ModelTensors.table(tensor, rows);
  }

  private static NeumfShape shape(Map<String, String> properties) {
    ModelShape common = ShapeProperties.read(properties);
    Map<String, String> options = new HashMap<>();
    for (String name : List.of(FACTORS, LAYERS, ACTIVATION, OBJECTIVE)) {
      options.put(name, ShapeProperties.text(properties, name));
    }
    options.put(LOSS, properties.getOrDefault(LOSS, OptionValues.name(Loss.LOGISTIC)));
    try {
      NeumfOptions read = NeumfOptions.parse(options);
      return new NeumfShape(
          common.terms(), read.loss(), read.common().factors(), read.hidden(), read.activation(),
          common.l2());
    } catch (PluginException e) {
      throw new PluginException(
          PluginException.Kind.DAMAGED_ARTIFACT, "properties: " + e.getMessage(), e);
    }
  }
}
