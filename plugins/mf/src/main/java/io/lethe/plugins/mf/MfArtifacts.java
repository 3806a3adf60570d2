package io.lethe.plugins.mf;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.PluginException;
import io.lethe.spi.Tensor;
import java.util.List;
import java.util.Map;

/** Models to checkpoints and back; parameters are shared with the tensors, not copied. */
final class MfArtifacts {

  private static final int FORMAT_VERSION = 1;

  private MfArtifacts() {}

  static ModelArtifact save(String plugin, MfModel model) {
    ModelShape shape = model.shape();
    LossTerms terms = shape.terms();
    Map<String, String> properties = Map.of(
        "objective", OptionValues.name(terms.objective()), "threshold",
        Float.toString(terms.threshold()), "negatives", Integer.toString(terms.negatives()), "seed",
        Long.toString(terms.seed()), "biases", Boolean.toString(shape.biases()), "l2",
        Float.toString(shape.l2()));
    return new ModelArtifact(
        plugin, FORMAT_VERSION, properties,
        List.of(
            tensor(ModelShape.USER_TENSOR, model.tables().users()),
            tensor(ModelShape.ITEM_TENSOR, model.tables().items())));
  }

  private static Tensor tensor(String name, EmbeddingTable table) {
    return new Tensor(name, table.rows(), table.width(), table.pages());
  }

  static MfModel load(ModelArtifact artifact, EntityKeys keys, Kernels kernels, Workers workers) {
    if (artifact.formatVersion() != FORMAT_VERSION) {
      throw damaged(
          "format version %d; this plugin reads %d"
              .formatted(artifact.formatVersion(), FORMAT_VERSION));
    }
    ModelShape shape = shape(artifact.properties());
    EmbeddingTable users = table(artifact.tensor(ModelShape.USER_TENSOR), keys.userCount());
    EmbeddingTable items = table(artifact.tensor(ModelShape.ITEM_TENSOR), keys.itemCount());
    if (users.width() != items.width()) {
      throw damaged("user rows are %d wide, item rows %d".formatted(users.width(), items.width()));
    }
    return new MfModel(shape, new PairTables(users, items), kernels, workers);
  }

  private static ModelShape shape(Map<String, String> properties) {
    try {
      OptionValues values = new OptionValues(MfOptions.all(), optionsIn(properties));
      LossTerms terms = new LossTerms(
          values.choice("objective", Objective.class), values.real("threshold", -1e9f, 1e9f),
          values.integer("negatives", 1, 64), Long.parseLong(property(properties, "seed")));
      return new ModelShape(terms, values.flag("biases"), values.real("l2", 0, 1e6f));
    } catch (PluginException | NumberFormatException e) {
      throw new PluginException(
          PluginException.Kind.DAMAGED_ARTIFACT, "properties: " + e.getMessage(), e);
    }
  }

  private static Map<String, String> optionsIn(Map<String, String> properties) {
    return Map.of(
        "objective", property(properties, "objective"), "threshold",
        property(properties, "threshold"), "negatives", property(properties, "negatives"), "biases",
        property(properties, "biases"), "l2", property(properties, "l2"));
  }

  private static String property(Map<String, String> properties, String name) {
    String value = properties.get(name);
    if (value == null) {
      throw damaged("property " + name + " is missing");
    }
    return value;
  }

  private static EmbeddingTable table(Tensor tensor, int rows) {
    if (tensor.rows() != rows) {
      throw damaged(
          "tensor %s has %d rows, the interactions name %d"
              .formatted(tensor.name(), tensor.rows(), rows));
    }
    for (float[] chunk : tensor.chunks()) {
      for (float value : chunk) {
        if (!Float.isFinite(value)) {
          throw damaged("tensor " + tensor.name() + " holds " + value);
        }
      }
    }
    int rowsPerPage = EmbeddingTable.zeros(0, tensor.width()).rowsPerPage();
    return paged(tensor, rowsPerPage)
        ? EmbeddingTable.ofPages(rows, tensor.width(), rowsPerPage, tensor.chunks())
        : EmbeddingTable.copyOf(rows, tensor.width(), tensor.chunks());
  }

  /** Whether chunks are just what pages of a table would be. */
  private static boolean paged(Tensor tensor, int rowsPerPage) {
    if (tensor.chunks().size() != Math.ceilDiv(tensor.rows(), rowsPerPage)) {
      return false;
    }
    int full = rowsPerPage * tensor.width();
    return tensor.chunks()
        .stream()
        .limit(Math.max(0, tensor.chunks().size() - 1))
        .allMatch(chunk -> chunk.length == full)
        && (tensor.chunks().isEmpty() || tensor.chunks().getLast().length <= full);
  }

  private static PluginException damaged(String message) {
    return new PluginException(PluginException.Kind.DAMAGED_ARTIFACT, message);
  }
}
