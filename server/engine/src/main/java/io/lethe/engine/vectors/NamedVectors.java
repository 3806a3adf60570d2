package io.lethe.engine.vectors;

import io.lethe.engine.data.EntityIndex;
import io.lethe.spi.ImportedVectors;
import io.lethe.spi.Tensor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Vectors by external ids. Holds personal data.
 *
 * @param userIds of the rows of {@code users}, distinct
 * @param itemIds of the rows of {@code items}, distinct
 * @param users one row for each user
 * @param items one row for each item, as wide
 * @param userBiases one number for each user, or empty
 * @param itemBiases one number for each item, or empty
 */
public record NamedVectors(
    List<String> userIds, List<String> itemIds, Tensor users, Tensor items, float[] userBiases,
    float[] itemBiases) {

  /** Floats in a chunk of aligned rows, at most, unless a single row is longer. */
  private static final int CHUNK_FLOATS_MAX = 1 << 20;

  public NamedVectors {
    userIds = List.copyOf(userIds);
    itemIds = List.copyOf(itemIds);
    check("users", userIds, users, userBiases);
    check("items", itemIds, items, itemBiases);
    if (users.width() != items.width()) {
      throw new IllegalArgumentException(
          "users have vectors of %d numbers, items of %d".formatted(users.width(), items.width()));
    }
  }

  private static void check(String side, List<String> ids, Tensor rows, float[] biases) {
    if (ids.size() != rows.rows() || (biases.length != 0 && biases.length != rows.rows())) {
      throw new IllegalArgumentException(
          "%d ids, %d vectors and %d biases of %s"
              .formatted(ids.size(), rows.rows(), biases.length, side));
    }
  }

  /**
   * The rows of the users and items that an index knows, by index. Others are left out: of what was erased
   * no row is in the log that the index is made of, so nobody comes back. O(rows of file and index).
   */
  public ImportedVectors alignedTo(EntityIndex index) {
    Side ofUsers = new Side(userIds, users, userBiases, index::user, index.userCount());
    Side ofItems = new Side(itemIds, items, itemBiases, index::item, index.itemCount());
    return new ImportedVectors(
        ofUsers.aligned(), ofItems.aligned(), ofUsers.biases(), ofItems.biases(), ofUsers.brought,
        ofItems.brought);
  }

  private static final class Side {

    private final Tensor rows;
    private final float[] given;
    private final int[] indices;
    private final int count;
    private final BitSet brought = new BitSet();

    Side(List<String> ids, Tensor rows, float[] given, ToIntFunction<String> index, int count) {
      this.rows = rows;
      this.given = given;
      this.indices = ids.stream().mapToInt(index).toArray();
      this.count = count;
      for (int known : indices) {
        if (known != EntityIndex.UNKNOWN) {
          brought.set(known);
        }
      }
    }

    Tensor aligned() {
      int width = rows.width();
      int rowsPerChunk = Math.max(1, CHUNK_FLOATS_MAX / width);
      List<float[]> chunks = new ArrayList<>();
      for (int row = 0; row < count; row += rowsPerChunk) {
        chunks.add(new float[Math.multiplyExact(Math.min(rowsPerChunk, count - row), width)]);
      }
      int row = 0;
      for (float[] chunk : rows.chunks()) {
        for (int at = 0; at < chunk.length; at += width, row++) {
          int index = indices[row];
          if (index != EntityIndex.UNKNOWN) {
            System.arraycopy(
                chunk, at, chunks.get(index / rowsPerChunk), index % rowsPerChunk * width, width);
          }
        }
      }
      return new Tensor(rows.name(), count, width, chunks);
    }

    float[] biases() {
      if (given.length == 0) {
        return given;
      }
      float[] biases = new float[count];
      for (int row = 0; row < indices.length; row++) {
        if (indices[row] != EntityIndex.UNKNOWN) {
          biases[indices[row]] = given[row];
        }
      }
      return biases;
    }
  }
}
