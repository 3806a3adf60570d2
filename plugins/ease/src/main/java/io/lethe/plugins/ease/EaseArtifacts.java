package io.lethe.plugins.ease;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.PluginException;
import io.lethe.spi.Tensor;
import io.lethe.training.ModelTensors;
import io.lethe.training.ShapeProperties;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Models to checkpoints and back; parameters are shared with the tensors, not copied. */
final class EaseArtifacts {

  private static final int FORMAT_VERSION = 1;
  private static final String HIGH = "inverse-high";
  private static final String LOW = "inverse-low";
  private static final String COLUMNS_HIGH = "columns-high";
  private static final String COLUMNS_LOW = "columns-low";
  private static final String SIGNS = "column-signs";
  private static final String KIND = "kind";
  private static final String INVERSE = "inverse";
  private static final String WEIGHTS = "weights";
  private static final String LAMBDA = "lambda";
  private static final String VALUE_LOW = "value-low";
  private static final String VALUE_HIGH = "value-high";

  private EaseArtifacts() {}

  static ModelArtifact save(String plugin, EaseModel learned) {
    EaseModel model = learned.inverse().whole() ? learned : learned.consolidate();
    Inverse inverse = model.inverse();
    Map<String, String> properties = properties(INVERSE, model.rule(), model.lambda());
    return new ModelArtifact(
        plugin, FORMAT_VERSION, properties,
        List.of(
            ModelTensors.of(HIGH, inverse.base().high()),
            ModelTensors.of(LOW, inverse.base().low()),
            ModelTensors.of(COLUMNS_HIGH, inverse.columns().high()),
            ModelTensors.of(COLUMNS_LOW, inverse.columns().low()),
            new Tensor(
                SIGNS, Inverse.CAPACITY, 1,
                List.of(Arrays.copyOf(inverse.signs(), Inverse.CAPACITY)))));
  }

  static ModelArtifact save(String plugin, WeightsModel model) {
    Map<String, String> properties = properties(
        WEIGHTS, model.objective().rule(), model.objective().lambda());
    return new ModelArtifact(
        plugin, FORMAT_VERSION, properties, List.of(ModelTensors.of(WEIGHTS, model.weights())));
  }

  private static Map<String, String> properties(String kind, WeightRule rule, float lambda) {
    return Map.of(
        KIND, kind, LAMBDA, Float.toString(lambda), VALUE_LOW, Float.toString(rule.low()),
        VALUE_HIGH, Float.toString(rule.high()));
  }

  static DifferentiableModel load(
      ModelArtifact artifact, InteractionView trainedOn, Kernels kernels, Factorizer factorizer) {
    ShapeProperties.checkFormat(artifact, FORMAT_VERSION);
    WeightRule rule = new WeightRule(number(artifact, VALUE_LOW), number(artifact, VALUE_HIGH));
    float lambda = number(artifact, LAMBDA);
    if (!(lambda > 0)) {
      throw ModelTensors
          .damaged("properties: property lambda = %s is not above 0".formatted(lambda));
    }
    Histories histories = Histories.of(trainedOn, rule);
    int items = histories.itemCount();
    String kind = ShapeProperties.text(artifact.properties(), KIND);
    return switch (kind) {
      case INVERSE -> new EaseModel(
          Inverse.of(
              table(artifact, HIGH, LOW, items, items),
              table(artifact, COLUMNS_HIGH, COLUMNS_LOW, Inverse.CAPACITY, items), signs(artifact)),
          histories, rule, lambda, kernels, factorizer);
      case WEIGHTS -> new WeightsModel(
          table(artifact.tensor(WEIGHTS), items, items), histories,
          new Objective(items, rule, lambda, factorizer.workers()), kernels);
      default ->
        throw ModelTensors.damaged("properties: property kind = '%s' is unknown".formatted(kind));
    };
  }

  private static SplitTable table(
      ModelArtifact artifact, String high, String low, int rows, int width) {
    return new SplitTable(
        table(artifact.tensor(high), rows, width), table(artifact.tensor(low), rows, width));
  }

  private static EmbeddingTable table(Tensor tensor, int rows, int width) {
    if (tensor.width() != width) {
      throw ModelTensors.damaged(
          "tensor %s is %d wide, the interactions name %d items"
              .formatted(tensor.name(), tensor.width(), width));
    }
    return ModelTensors.table(tensor, rows);
  }

  /** Ones and minus ones, then zeros. */
  private static float[] signs(ModelArtifact artifact) {
    EmbeddingTable table = table(artifact.tensor(SIGNS), Inverse.CAPACITY, 1);
    float[] signs = new float[Inverse.CAPACITY];
    int used = 0;
    for (int k = 0; k < signs.length; k++) {
      table.copyRow(k, signs, k);
      boolean sign = Math.abs(signs[k]) == 1 && used == k;
      if (!sign && signs[k] != 0) {
        throw ModelTensors.damaged("tensor %s holds %s in row %d".formatted(SIGNS, signs[k], k));
      }
      used += sign ? 1 : 0;
    }
    return Arrays.copyOf(signs, used);
  }

  private static float number(ModelArtifact artifact, String name) {
    String text = ShapeProperties.text(artifact.properties(), name);
    try {
      float number = Float.parseFloat(text);
      if (Float.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new PluginException(
          PluginException.Kind.DAMAGED_ARTIFACT,
          "properties: property %s = '%s' is not a number".formatted(name, text), e);
    }
    throw ModelTensors.damaged("properties: property %s = %s".formatted(name, text));
  }
}
