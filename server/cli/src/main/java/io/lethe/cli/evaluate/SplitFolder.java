package io.lethe.cli.evaluate;

import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.evaluation.experiment.Dataset;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.Interactions;
import io.lethe.store.input.bytes.WholeGzip;
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
import org.jspecify.annotations.Nullable;

/**
 * A folder with a fixed split: {@code train_normal}, {@code train_random} (with wrong labels, to be
 * forgotten), {@code valid} and {@code test}, each a gzipped CSV of user index, item index and label
 * 0 or 1 under a header.
 */
public final class SplitFolder {

  private static final String ENDING = ".csv.gz";
  private static final int BUFFER_BYTES = 1 << 16;
  private static final String SPLIT_PREFIX = "split";

  private SplitFolder() {}

  /**
   * Reads a folder whole.
   *
   * @throws CommandException naming file, line and fault if a part is missing or malformed
   */
  public static Dataset read(Path folder) throws IOException {
    List<int[]> training = rows(folder, "train_normal");
    int right = training.size();
    training.addAll(rows(folder, "train_random").stream().map(SplitFolder::turned).toList());
    EntityKeys keys = new EntityKeys(keys(training, 0), keys(training, 1));
    return new Dataset(
        name(folder), columns(keys, training), IntStream.range(right, training.size()).toArray(),
        columns(keys, rows(folder, "valid")), columns(keys, rows(folder, "test")));
  }

  /** The folder's name, or that of the one around it where it only says that it is a split. */
  private static String name(Path folder) {
    Path whole = folder.toAbsolutePath().normalize();
    String own = lastPart(whole);
    Path around = whole.getParent();
    return around != null && own.startsWith(SPLIT_PREFIX) ? lastPart(around) : own;
  }

  private static String lastPart(Path folder) {
    Path last = folder.getFileName();
    return last == null ? folder.toString() : last.toString();
  }

  /** The true label of a row with a wrong one. */
  private static int[] turned(int[] row) {
    return new int[]{row[0], row[1], 1 - row[2]};
  }

  private static List<int[]> rows(Path folder, String part) throws IOException {
    Path file = folder.resolve(part + ENDING);
    if (!Files.isReadable(file)) {
      throw new CommandException(
          ExitCode.FAILED, "%s is no folder with a split: there is no %s to read"
              .formatted(folder, file.getFileName()));
    }
    List<int[]> rows = new ArrayList<>();
    try (WholeGzip bytes = new WholeGzip(Files.newInputStream(file), BUFFER_BYTES);
        BufferedReader reader = new BufferedReader(
            new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
      reader.readLine();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        rows.add(row(line, file, rows.size() + 2));
      }
    }
    return rows;
  }

  private static int[] row(String line, Path file, int number) {
    String[] fields = line.split(",", -1);
    try {
      int[] row = {Integer.parseInt(fields[0]), Integer.parseInt(fields[1]),
          (int) Double.parseDouble(fields[2])};
      if (row[0] >= 0 && row[1] >= 0 && (row[2] == 0 || row[2] == 1)) {
        return row;
      }
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException malformed) {
      throw malformed(file, number, malformed);
    }
    throw malformed(file, number, null);
  }

  private static CommandException malformed(Path file, int number, @Nullable Exception cause) {
    CommandException error = new CommandException(
        ExitCode.FAILED,
        "%s, line %d: not a user index, an item index and a label 0 or 1".formatted(file, number));
    if (cause != null) {
      error.initCause(cause);
    }
    return error;
  }

  private static long[] keys(List<int[]> rows, int column) {
    int most = rows.stream().mapToInt(row -> row[column]).max().orElse(-1);
    return LongStream.rangeClosed(0, most).toArray();
  }

  private static Interactions columns(EntityKeys keys, List<int[]> rows) {
    float[] labels = new float[rows.size()];
    for (int k = 0; k < labels.length; k++) {
      labels[k] = rows.get(k)[2];
    }
    return new Interactions(
        keys, rows.stream().mapToInt(row -> row[0]).toArray(),
        rows.stream().mapToInt(row -> row[1]).toArray(), labels);
  }
}
