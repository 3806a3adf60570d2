package io.lethe.store.vectors;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.spi.Tensor;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipException;

/** Matrices and columns of a file as 32-bit floats, all finite. */
record FloatReader(Path path, ArrayFile file) {

  /** Floats of a chunk, at most, unless a single row is longer. */
  private static final int CHUNK_FLOATS_MAX = 1 << 20;

  private static final int WIDTH_MAX = 1024;

  /** Rows of an array stored column by column, of which a whole column is read at once. */
  private static final int COLUMN_ROWS_MAX = 1 << 27;

  /**
   * A matrix. One that is stored column by column is held twice while it is turned.
   *
   * @throws io.lethe.engine.LetheException of kind {@code ARGUMENT_INVALID}, naming array, row and value
   */
  Tensor matrix(ArrayInfo array) throws IOException {
    if (array.shape().size() != 2 || array.shape().get(0) > Integer.MAX_VALUE
        || array.shape().get(1) < 1 || array.shape().get(1) > WIDTH_MAX) {
      throw ArrayFile
          .bad(path, "%s is no matrix of rows x 1 to %d numbers".formatted(array, WIDTH_MAX));
    }
    int rows = array.shape().get(0).intValue();
    int width = array.shape().get(1).intValue();
    if (!array.byColumns()) {
      return new Tensor(array.name(), rows, width, floats(array, rows, width));
    }
    if (rows > COLUMN_ROWS_MAX) {
      throw ArrayFile.bad(
          path, "%s is stored column by column, with more than %d rows; save it row by row"
              .formatted(array, COLUMN_ROWS_MAX));
    }
    return new Tensor(array.name(), rows, width, turned(floats(array, width, rows), rows, width));
  }

  /** One number for each row: an array of one dimension, or of two with a width of 1. */
  float[] column(ArrayInfo array) throws IOException {
    List<Long> shape = array.shape();
    boolean fits = !shape.isEmpty() && shape.get(0) <= CHUNK_FLOATS_MAX * (long) WIDTH_MAX
        && (shape.size() == 1 || (shape.size() == 2 && shape.get(1) == 1));
    if (!fits) {
      throw ArrayFile.bad(path, "%s is no column of one number for each row".formatted(array));
    }
    int rows = shape.get(0).intValue();
    // Before the whole is allocated: a file may claim any number of rows.
    List<float[]> chunks = floats(array, rows, 1);
    float[] column = new float[rows];
    int next = 0;
    for (float[] chunk : chunks) {
      System.arraycopy(chunk, 0, column, next, chunk.length);
      next += chunk.length;
    }
    return column;
  }

  /** Columns, as many as fit into each chunk, as chunks of rows. */
  private static List<float[]> turned(List<float[]> columns, int rows, int width) {
    int columnsPerChunk = Math.max(1, CHUNK_FLOATS_MAX / Math.max(1, rows));
    int rowsPerChunk = Math.max(1, CHUNK_FLOATS_MAX / width);
    List<float[]> chunks = new ArrayList<>();
    for (int first = 0; first < rows; first += rowsPerChunk) {
      int count = Math.min(rowsPerChunk, rows - first);
      float[] chunk = new float[count * width];
      for (int column = 0; column < width; column++) {
        float[] from = columns.get(column / columnsPerChunk);
        int start = column % columnsPerChunk * rows + first;
        for (int row = 0; row < count; row++) {
          chunk[row * width + column] = from[start + row];
        }
      }
      chunks.add(chunk);
    }
    return chunks;
  }

  /** The lines of an array, its rows or its columns, in the file's order. */
  private List<float[]> floats(ArrayInfo array, int lines, int length) throws IOException {
    NumberType type = array.type()
        .orElseThrow(
            () -> ArrayFile.bad(
                path, "%s holds no floating-point numbers of 16, 32 or 64 bits".formatted(array)));
    int linesPerChunk = Math.max(1, CHUNK_FLOATS_MAX / Math.max(1, length));
    List<float[]> chunks = new ArrayList<>();
    try (InputStream in = file.numbers(array)) {
      for (int line = 0; line < lines; line += linesPerChunk) {
        int count = Math.min(linesPerChunk, lines - line) * length;
        byte[] bytes = in.readNBytes(count * type.bytes());
        if (bytes.length < count * type.bytes()) {
          throw ArrayFile.bad(
              path,
              "%s ends before the end of %s %d".formatted(
                  array, array.byColumns() ? "column" : "row",
                  1 + line + bytes.length / type.bytes() / length));
        }
        chunks.add(floats(array, type, ByteBuffer.wrap(bytes).order(array.order()), line, length));
      }
      if (file instanceof NpzFile && in.read() >= 0) {
        throw ArrayFile.bad(
            path, "bytes follow the last %s of %s"
                .formatted(array.byColumns() ? "column" : "row", array));
      }
    } catch (ZipException | EOFException damaged) {
      throw new LetheException(
          ErrorKind.ARGUMENT_INVALID,
          "%s: %s is damaged: %s".formatted(path.getFileName(), array, damaged.getMessage()),
          Map.of("field", "tensors"), damaged);
    }
    return chunks;
  }

  private float[] floats(
      ArrayInfo array, NumberType type, ByteBuffer bytes, int firstLine, int length) {
    float[] floats = new float[bytes.remaining() / type.bytes()];
    for (int k = 0; k < floats.length; k++) {
      double number = type.read(bytes);
      floats[k] = (float) number;
      if (!Float.isFinite(floats[k])) {
        throw ArrayFile.bad(
            path,
            "array %s holds %s in row %d; all numbers must be finite 32-bit floats".formatted(
                array.name(), number,
                1 + (array.byColumns() ? k % length : firstLine + k / length)));
      }
    }
    return floats;
  }
}
