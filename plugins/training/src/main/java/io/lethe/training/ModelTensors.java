package io.lethe.training;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.PairTables;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.PluginException;
import io.lethe.spi.Tensor;

/** Tables to tensors of a checkpoint and back; parameters are shared, not copied. */
public final class ModelTensors {

  private ModelTensors() {}

  /** A table as a tensor. */
  public static Tensor of(String name, EmbeddingTable table) {
    return new Tensor(name, table.rows(), table.width(), table.pages());
  }

  /**
   * Two tensors as tables.
   *
   * @throws PluginException of kind {@code DAMAGED_ARTIFACT} if one is missing, of another shape or
   *     not finite
   */
  public static PairTables pair(
      ModelArtifact artifact, String userTensor, String itemTensor, EntityKeys keys) {
    EmbeddingTable users = table(artifact.tensor(userTensor), keys.userCount());
    EmbeddingTable items = table(artifact.tensor(itemTensor), keys.itemCount());
    if (users.width() != items.width()) {
      throw damaged("user rows are %d wide, item rows %d".formatted(users.width(), items.width()));
    }
    return new PairTables(users, items);
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

  static PluginException damaged(String message) {
    return new PluginException(PluginException.Kind.DAMAGED_ARTIFACT, message);
  }
}
