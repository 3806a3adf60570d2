package io.lethe.store.vectors;

import io.lethe.engine.vectors.NamedVectors;
import io.lethe.spi.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Vectors and ids as files of other programs have them: arrays in a {@code .npz} of NumPy or a
 * safetensors file, ids in text files.
 *
 * @param tensors the arrays
 * @param users ids of the users' rows, one a line
 * @param items ids of the items' rows
 * @param names which arrays
 */
public record VectorFiles(Path tensors, Path users, Path items, Names names) {

  /**
   * Names of arrays.
   *
   * @param users a matrix, one row for each user
   * @param items a matrix, one row for each item
   * @param userBiases a column; without an array of this name users have no bias
   * @param itemBiases likewise
   */
  public record Names(String users, String items, String userBiases, String itemBiases) {

    /** As the exporters write them. */
    public static final Names USUAL = new Names("users", "items", "user_biases", "item_biases");
  }

  /**
   * Reads and checks everything.
   *
   * @throws io.lethe.engine.LetheException of kind {@code ARGUMENT_INVALID}, naming file, array, row or
   *     line, value and bound; never an id
   */
  public NamedVectors read() throws IOException {
    List<String> userIds = IdLines.read(users);
    List<String> itemIds = IdLines.read(items);
    try (ArrayFile file = ArrayFile.open(tensors)) {
      FloatReader reader = new FloatReader(tensors, file);
      Tensor ofUsers = reader.matrix(required(file, names.users()));
      Tensor ofItems = reader.matrix(required(file, names.items()));
      if (ofUsers.width() != ofItems.width()) {
        throw ArrayFile.bad(
            tensors, "users have vectors of %d numbers, items of %d"
                .formatted(ofUsers.width(), ofItems.width()));
      }
      checkRows(users, userIds, ofUsers.name(), ofUsers.rows());
      checkRows(items, itemIds, ofItems.name(), ofItems.rows());
      float[] userBiases = biases(reader, file, names.userBiases(), users, userIds);
      float[] itemBiases = biases(reader, file, names.itemBiases(), items, itemIds);
      return new NamedVectors(userIds, itemIds, ofUsers, ofItems, userBiases, itemBiases);
    }
  }

  private static Optional<ArrayInfo> find(ArrayFile file, String name) {
    return file.arrays().stream().filter(array -> array.name().equals(name)).findFirst();
  }

  private ArrayInfo required(ArrayFile file, String name) {
    return find(file, name).orElseThrow(
        () -> ArrayFile.bad(
            tensors,
            "there is no array %s; there are: %s".formatted(
                name,
                String.join(", ", file.arrays().stream().map(ArrayInfo::toString).toList()))));
  }

  private float[] biases(
      FloatReader reader, ArrayFile file, String name, Path idFile, List<String> ids)
      throws IOException {
    Optional<ArrayInfo> array = find(file, name);
    if (array.isEmpty()) {
      return new float[0];
    }
    float[] column = reader.column(array.get());
    checkRows(idFile, ids, name, column.length);
    return column;
  }

  private void checkRows(Path idFile, List<String> ids, String array, int rows) {
    if (ids.size() != rows) {
      throw ArrayFile.bad(
          tensors, "array %s has %d rows, and %s has %d ids"
              .formatted(array, rows, idFile.getFileName(), ids.size()));
    }
    if (rows == 0) {
      throw ArrayFile.bad(tensors, "array %s has 0 rows; at least 1".formatted(array));
    }
  }
}
