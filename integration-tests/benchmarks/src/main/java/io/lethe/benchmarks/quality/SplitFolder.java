package io.lethe.benchmarks.quality;

import io.lethe.evaluation.RemovalSplit;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.Interactions;
import io.lethe.unlearning.Effort;
import io.lethe.unlearning.ErasedEntities;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * A folder with {@code train_normal}, {@code train_random} (to forget), {@code valid} and {@code
 * test}, each a gzipped CSV of user index, item index and label with a header.
 */
final class SplitFolder {

  private static final float THRESHOLD = 0.5f;

  private SplitFolder() {}

  static RemovalSplit read(Path folder) throws IOException {
    List<float[]> training = rows(folder, "train_normal");
    int retained = training.size();
    training.addAll(rows(folder, "train_random"));
    EntityKeys keys = new EntityKeys(keys(training, 0), keys(training, 1));
    return new RemovalSplit(
        columns(keys, training), IntStream.range(retained, training.size()).toArray(),
        ErasedEntities.none(), Effort.FAST, columns(keys, rows(folder, "valid")),
        columns(keys, rows(folder, "test")), THRESHOLD);
  }

  private static List<float[]> rows(Path folder, String name) throws IOException {
    Path file = folder.resolve(name + ".csv.gz");
    try (GZIPInputStream bytes = new GZIPInputStream(Files.newInputStream(file));
        BufferedReader reader = new BufferedReader(
            new InputStreamReader(bytes, StandardCharsets.UTF_8));
        Stream<String> lines = reader.lines()) {
      return new ArrayList<>(lines.skip(1).map(SplitFolder::row).toList());
    }
  }

  private static float[] row(String line) {
    String[] cells = line.split(",", -1);
    return new float[]{Float.parseFloat(cells[0]), Float.parseFloat(cells[1]),
        Float.parseFloat(cells[2])};
  }

  private static long[] keys(List<float[]> rows, int column) {
    int last = rows.stream().mapToInt(row -> (int) row[column]).max().orElse(-1);
    return LongStream.rangeClosed(0, last).toArray();
  }

  private static Interactions columns(EntityKeys keys, List<float[]> rows) {
    int[] users = new int[rows.size()];
    int[] items = new int[rows.size()];
    float[] values = new float[rows.size()];
    for (int k = 0; k < users.length; k++) {
      users[k] = (int) rows.get(k)[0];
      items[k] = (int) rows.get(k)[1];
      values[k] = rows.get(k)[2];
    }
    return new Interactions(keys, users, items, values);
  }
}
