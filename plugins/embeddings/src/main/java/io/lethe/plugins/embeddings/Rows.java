package io.lethe.plugins.embeddings;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.PairTables;
import io.lethe.spi.ImportedVectors;
import io.lethe.spi.Tensor;
import io.lethe.training.OptionValues;

/**
 * Imported vectors as rows whose product is the logit: a user's is {@code [c p, scale b_u + offset, 1]},
 * an item's {@code [scale/c q, 1, scale b_i]}. {@code c} makes both sides equally long, all rows
 * together: then one L2 fits both, as in a model whose L2 training chose.
 */
final class Rows {

  private Rows() {}

  static PairTables of(ImportedVectors vectors, Head head) {
    EmbeddingTable users = table(vectors.users());
    EmbeddingTable items = table(vectors.items());
    double ofUsers = length(users);
    double ofItems = length(items);
    if (ofUsers == 0 || ofItems == 0) {
      throw OptionValues
          .refusal("the vectors of all %s are zero".formatted(ofUsers == 0 ? "users" : "items"));
    }
    double share = Math.sqrt(head.scale() * ofItems / ofUsers);
    int width = users.width() + 2;
    EmbeddingTable userRows = EmbeddingTable.zeros(users.rows(), width);
    EmbeddingTable itemRows = EmbeddingTable.zeros(items.rows(), width);
    for (int user = 0; user < users.rows(); user++) {
      float[] row = userRows.pageOf(user);
      int at = userRows.offsetOf(user);
      scaled(users, user, share, row, at);
      float bias = vectors.userBiases().length == 0 ? 0 : vectors.userBiases()[user];
      row[at + HeldBiases.userBias(width)] = head.scale() * bias + head.offset();
      row[at + width - 1] = 1;
    }
    for (int item = 0; item < items.rows(); item++) {
      float[] row = itemRows.pageOf(item);
      int at = itemRows.offsetOf(item);
      scaled(items, item, head.scale() / share, row, at);
      row[at + width - 2] = 1;
      row[at + HeldBiases.itemBias(width)] = vectors.itemBiases().length == 0
          ? 0
          : head.scale() * vectors.itemBiases()[item];
    }
    return new PairTables(userRows, itemRows);
  }

  private static void scaled(EmbeddingTable from, int row, double by, float[] to, int at) {
    float[] page = from.pageOf(row);
    int begin = from.offsetOf(row);
    for (int c = 0; c < from.width(); c++) {
      to[at + c] = (float) (by * page[begin + c]);
    }
  }

  /** A tensor as a table, copied. */
  static EmbeddingTable table(Tensor tensor) {
    return EmbeddingTable.copyOf(tensor.rows(), tensor.width(), tensor.chunks());
  }

  static double dot(EmbeddingTable left, int leftRow, EmbeddingTable right, int rightRow) {
    float[] one = left.pageOf(leftRow);
    float[] other = right.pageOf(rightRow);
    int a = left.offsetOf(leftRow);
    int b = right.offsetOf(rightRow);
    double dot = 0;
    for (int c = 0; c < left.width(); c++) {
      dot += (double) one[a + c] * other[b + c];
    }
    return dot;
  }

  private static double length(EmbeddingTable table) {
    double squares = 0;
    for (int row = 0; row < table.rows(); row++) {
      squares += dot(table, row, table, row);
    }
    return Math.sqrt(squares);
  }
}
