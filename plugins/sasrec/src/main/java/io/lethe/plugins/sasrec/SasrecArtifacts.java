package io.lethe.plugins.sasrec;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Workers;
import io.lethe.plugins.sasrec.attention.AttentionShape;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.PluginContext;
import io.lethe.spi.Tensor;
import io.lethe.training.ModelTensors;
import io.lethe.training.ShapeProperties;
import io.lethe.training.objective.ModelShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Models to checkpoints and back; parameters are shared with the tensors, not copied. */
final class SasrecArtifacts {

  private static final int FORMAT_VERSION = 1;
  private static final String FACTORS = "factors";
  private static final String BLOCKS = "blocks";
  private static final String WINDOW = "window";

  private SasrecArtifacts() {}

  static ModelArtifact save(String plugin, SasrecModel model) {
    SasrecShape shape = model.shape();
    Map<String, String> properties = new HashMap<>(
        ShapeProperties.of(new ModelShape(shape.terms(), false, shape.l2())));
    properties.put(FACTORS, Integer.toString(shape.width()));
    properties.put(BLOCKS, Integer.toString(shape.attention().blocks()));
    properties.put(WINDOW, Integer.toString(shape.attention().window()));
    List<Tensor> tensors = new ArrayList<>();
    tensors.add(ModelTensors.of(SasrecShape.ITEMS, model.tables().items()));
    List<AttentionShape.Layer> layers = shape.attention().layers();
    for (int k = 0; k < layers.size(); k++) {
      tensors.add(ModelTensors.of(layers.get(k).name(), model.tables().layers().get(k)));
    }
    return new ModelArtifact(plugin, FORMAT_VERSION, properties, tensors);
  }

  static SasrecModel load(
      ModelArtifact artifact, InteractionView trainedOn, PluginContext context) {
    ShapeProperties.checkFormat(artifact, FORMAT_VERSION);
    SasrecShape shape = shape(artifact.properties());
    List<EmbeddingTable> layers = new ArrayList<>();
    for (AttentionShape.Layer layer : shape.attention().layers()) {
      layers.add(table(artifact, layer.name(), layer.rows(), layer.width()));
    }
    int items = trainedOn.all().keys().itemCount();
    Tables tables = new Tables(table(artifact, SasrecShape.ITEMS, items, shape.rowWidth()), layers);
    return new SasrecModel(
        shape, tables, Sequences.of(trainedOn, shape.terms()),
        shape.terms().ring(trainedOn.all().keys()),
        new Workers(context.executor(), context.parallelism()));
  }

  private static EmbeddingTable table(ModelArtifact artifact, String name, int rows, int width) {
    Tensor tensor = artifact.tensor(name);
    if (tensor.width() != width) {
      throw ModelTensors.damaged(
          "tensor %s is %d wide, the properties say %d".formatted(name, tensor.width(), width));
    }
    return ModelTensors.table(tensor, rows);
  }

  private static SasrecShape shape(Map<String, String> properties) {
    ModelShape common = ShapeProperties.read(properties);
    return new SasrecShape(
        common.terms(),
        new AttentionShape(
            (int) ShapeProperties.whole(properties, FACTORS, 1, 1024),
            (int) ShapeProperties.whole(properties, BLOCKS, 1, SasrecOptions.BLOCKS_MAX),
            (int) ShapeProperties.whole(properties, WINDOW, 1, SasrecOptions.WINDOW_MAX)),
        common.l2());
  }
}
