package io.lethe.plugins.lightgcn;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.Tensor;
import io.lethe.training.ModelTensors;
import io.lethe.training.ShapeProperties;
import io.lethe.training.objective.ModelShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Models to checkpoints and back. Final embeddings are always saved, so that scores come back as
 * they were; layer 0 if it is known. The graph is made again from the interactions.
 */
final class LightGcnArtifacts {

  private static final int FORMAT_VERSION = 1;
  private static final String FINAL_USER_TENSOR = "final-user";
  private static final String FINAL_ITEM_TENSOR = "final-item";

  private LightGcnArtifacts() {}

  static ModelArtifact save(String plugin, LightGcnModel model) {
    Map<String, String> properties = new HashMap<>(ShapeProperties.of(model.shape()));
    properties.put("layers", Integer.toString(model.architecture().layers()));
    List<Tensor> tensors = new ArrayList<>();
    PairTables layer0 = model.layer0IfGiven();
    if (layer0 != null) {
      tensors.add(ModelTensors.of(ModelShape.USER_TENSOR, layer0.users()));
      tensors.add(ModelTensors.of(ModelShape.ITEM_TENSOR, layer0.items()));
    }
    tensors.add(ModelTensors.of(FINAL_USER_TENSOR, model.finals().users()));
    tensors.add(ModelTensors.of(FINAL_ITEM_TENSOR, model.finals().items()));
    return new ModelArtifact(plugin, FORMAT_VERSION, properties, tensors);
  }

  static LightGcnModel load(
      ModelArtifact artifact, InteractionView view, Kernels kernels, Workers workers) {
    ShapeProperties.checkFormat(artifact, FORMAT_VERSION);
    ModelShape shape = ShapeProperties.read(artifact.properties());
    int layers = (int) ShapeProperties
        .whole(artifact.properties(), "layers", Architecture.LAYERS_MIN, Architecture.LAYERS_MAX);
    EntityKeys keys = view.all().keys();
    PairTables finals = ModelTensors.pair(artifact, FINAL_USER_TENSOR, FINAL_ITEM_TENSOR, keys);
    boolean knowsLayer0 = artifact.tensors()
        .stream()
        .anyMatch(tensor -> tensor.name().equals(ModelShape.USER_TENSOR));
    PairTables layer0 = knowsLayer0
        ? ModelTensors.pair(artifact, ModelShape.USER_TENSOR, ModelShape.ITEM_TENSOR, keys)
        : null;
    Architecture architecture = new Architecture(shape, layers, kernels, workers);
    return LightGcnModel
        .ofFinals(architecture, view, null, architecture.product(finals, keys), layer0);
  }
}
