package io.lethe.store.checkpoint;

import io.lethe.spi.items.ItemFeatures;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.FileInput;
import io.lethe.store.disk.FileOutput;
import io.lethe.store.format.IdList;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The features of a version's items behind its ids: counts, names, and what each item has. */
final class ItemFeaturesPart {

  private ItemFeaturesPart() {}

  static void write(FileOutput out, ItemFeatures features) throws IOException {
    int rows = features.rows();
    int[] counts = new int[rows];
    Arrays.setAll(counts, item -> features.of(item).length);
    out.writeInt(features.count());
    out.writeInt(rows);
    out.writeInt(Arrays.stream(counts).sum());
    IdList.write(out, features.names());
    out.write(counts, rows);
    for (int item = 0; item < rows; item++) {
      out.write(features.of(item), counts[item]);
    }
    for (int item = 0; item < rows; item++) {
      out.write(features.valuesOf(item), counts[item]);
    }
  }

  static ItemFeatures read(FileInput in) throws IOException, DamagedFileException {
    int count = in.readInt();
    int rows = in.readInt();
    int values = in.readInt();
    List<String> names = IdList.read(in, count);
    int[] counts = ints(in, rows);
    int[] columns = ints(in, values);
    if ((long) values * Float.BYTES > in.remaining()) {
      throw in
          .damaged("%d values are due where %d bytes are left".formatted(values, in.remaining()));
    }
    float[] all = in.readFloats(values);
    try {
      return new ItemFeatures(names, starts(counts), columns, all);
    } catch (IllegalArgumentException unfit) {
      throw new DamagedFileException(in.name(), "its features: " + unfit.getMessage(), unfit);
    }
  }

  private static int[] ints(FileInput in, int count) throws IOException, DamagedFileException {
    if (count < 0 || (long) count * Integer.BYTES > in.remaining()) {
      throw in
          .damaged("%d numbers are due where %d bytes are left".formatted(count, in.remaining()));
    }
    return in.readInts(count);
  }

  private static int[] starts(int[] counts) {
    int[] starts = new int[counts.length + 1];
    IntStream.range(0, counts.length)
        .forEach(item -> starts[item + 1] = starts[item] + counts[item]);
    return starts;
  }
}
