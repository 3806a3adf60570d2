package io.lethe.store.checkpoint;

import io.lethe.spi.Tensor;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.FileInput;
import io.lethe.store.disk.FileOutput;
import io.lethe.store.format.IdList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The rows in which a tensor differs from its parent's.
 *
 * @param name of the tensor
 * @param rows of the tensor
 * @param width floats per row
 * @param indices of the rows that differ, ascending
 * @param values those rows, one after the other
 */
record RowChanges(String name, int rows, int width, int[] indices, float[] values) {

  /**
   * The difference between two tensors; empty if they are not cut alike. Chunks that both share are
   * not looked at: this costs what changed, by the page.
   */
  static Optional<RowChanges> between(Tensor before, Tensor after) {
    if (!before.name().equals(after.name()) || before.rows() != after.rows()
        || before.width() != after.width() || before.chunks().size() != after.chunks().size()) {
      return Optional.empty();
    }
    Differing differing = new Differing(after.width());
    int row = 0;
    for (int k = 0; k < after.chunks().size(); k++) {
      float[] old = before.chunks().get(k);
      float[] now = after.chunks().get(k);
      if (old.length != now.length) {
        return Optional.empty();
      }
      if (!Arrays.equals(old, now)) {
        differing.compare(old, now, row);
      }
      row += now.length / after.width();
    }
    return Optional.of(
        new RowChanges(
            after.name(), after.rows(), after.width(),
            Arrays.copyOf(differing.indices, differing.count),
            Arrays.copyOf(differing.values, differing.count * after.width())));
  }

  /** The parent's tensor with these rows; its chunks are taken over and changed. */
  Tensor applyTo(Tensor parent) throws DamagedFileException {
    if (!parent.name().equals(name) || parent.rows() != rows || parent.width() != width) {
      throw new DamagedFileException(
          name, "%d x %d rows are to be changed where the parent has %s of %d x %d"
              .formatted(rows, width, parent.name(), parent.rows(), parent.width()));
    }
    int next = 0;
    int first = 0;
    for (float[] chunk : parent.chunks()) {
      int end = first + chunk.length / width;
      for (; next < indices.length && indices[next] < end; next++) {
        System.arraycopy(values, next * width, chunk, (indices[next] - first) * width, width);
      }
      first = end;
    }
    return parent;
  }

  void write(FileOutput out) throws IOException {
    IdList.write(out, List.of(name));
    out.writeInt(rows);
    out.writeInt(width);
    out.writeInt(indices.length);
    out.write(indices, indices.length);
    out.write(values, values.length);
  }

  static RowChanges read(FileInput in) throws IOException, DamagedFileException {
    String name = IdList.read(in, 1).getFirst();
    int rows = in.readInt();
    int width = in.readInt();
    if (rows < 0 || width < 1) {
      throw in.damaged("a tensor of %d x %d".formatted(rows, width));
    }
    int[] indices = readAscending(in, rows);
    if ((long) indices.length * width > Integer.MAX_VALUE) {
      throw in.damaged("%d changed rows of %d floats".formatted(indices.length, width));
    }
    return new RowChanges(name, rows, width, indices, in.readFloats(indices.length * width));
  }

  /** A count, then that many numbers, each above the one before and below a bound. */
  static int[] readAscending(FileInput in, int bound) throws IOException, DamagedFileException {
    int[] numbers = in.readInts(in.readInt());
    int previous = -1;
    for (int number : numbers) {
      if (number <= previous || number >= bound) {
        throw in.damaged("number %d after %d, of %d".formatted(number, previous, bound));
      }
      previous = number;
    }
    return numbers;
  }

  /** Rows found to differ so far. */
  private static final class Differing {

    private final int width;
    private int[] indices = new int[0];
    private float[] values = new float[0];
    private int count;

    Differing(int width) {
      this.width = width;
    }

    void compare(float[] old, float[] now, int firstRow) {
      for (int from = 0; from < now.length; from += width) {
        if (!Arrays.equals(old, from, from + width, now, from, from + width)) {
          add(firstRow + from / width, now, from);
        }
      }
    }

    private void add(int row, float[] now, int from) {
      if (count == indices.length) {
        indices = Arrays.copyOf(indices, Math.max(1, 2 * count));
        values = Arrays.copyOf(values, Math.multiplyExact(indices.length, width));
      }
      indices[count] = row;
      System.arraycopy(now, from, values, count * width, width);
      count++;
    }
  }

  /** The changes of several tensors; empty if some do not go together. */
  static Optional<List<RowChanges>> between(List<Tensor> before, List<Tensor> after) {
    if (before.size() != after.size()) {
      return Optional.empty();
    }
    List<RowChanges> all = new ArrayList<>();
    for (int k = 0; k < after.size(); k++) {
      Optional<RowChanges> changes = between(before.get(k), after.get(k));
      if (changes.isEmpty()) {
        return Optional.empty();
      }
      all.add(changes.get());
    }
    return Optional.of(all);
  }
}
