package io.lethe.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Who rated what, in a gzipped CSV file with a header whose first columns are user and item.
 *
 * @param itemsByUser users in the file's order
 */
public record Ratings(Map<String, List<String>> itemsByUser) {

  /** Reads a file. */
  public static Ratings read(Path file) throws IOException {
    Map<String, List<String>> itemsByUser = new LinkedHashMap<>();
    try (InputStream bytes = new GZIPInputStream(Files.newInputStream(file));
        BufferedReader lines = new BufferedReader(
            new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
      lines.lines().skip(1).forEach(line -> {
        String[] cells = line.split(",", 3);
        itemsByUser.computeIfAbsent(cells[0], user -> new ArrayList<>()).add(cells[1]);
      });
    }
    return new Ratings(itemsByUser);
  }

  /** Users ordered by how near their number of ratings is to the median's, nearest first. */
  public List<String> mostMedian() {
    List<Integer> counts = itemsByUser.values().stream().map(List::size).sorted().toList();
    int median = counts.get(counts.size() / 2);
    return itemsByUser.entrySet()
        .stream()
        .sorted(Comparator.comparingInt(user -> Math.abs(user.getValue().size() - median)))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** More of them, as they could come. */
  Arriving arriving() {
    return new Arriving(this);
  }

  /**
   * Interactions as a shop sees them come: at any time as many users are about as the ratings have,
   * at first those; one that has given as many interactions as the mean user of the ratings makes
   * room for a new one. So histories stay as long as the ratings have them, however much comes. Items
   * are of the catalogue, each as often as the ratings have it. Safe for concurrent use.
   */
  static final class Arriving {

    private final String[] about;
    private final int[] left;
    private final int mean;
    private final List<String> rated;
    private final SplittableRandom random = new SplittableRandom(7);

    private Arriving(Ratings ratings) {
      this.about = ratings.itemsByUser().keySet().toArray(String[]::new);
      this.rated = ratings.itemsByUser().values().stream().flatMap(List::stream).toList();
      this.mean = Math.max(1, rated.size() / about.length);
      this.left = random.ints(about.length, 1, mean + 1).toArray();
    }

    /** Some rows, made of a user and an item each. */
    <T> List<T> next(int count, BiFunction<String, String, T> row) {
      return endless(row).limit(count).toList();
    }

    /** Rows without end. */
    <T> Stream<T> endless(BiFunction<String, String, T> row) {
      return Stream.generate(() -> one(row));
    }

    private synchronized <T> T one(BiFunction<String, String, T> row) {
      int k = random.nextInt(about.length);
      if (left[k] == 0) {
        about[k] = "new-" + Long.toHexString(random.nextLong());
        left[k] = mean;
      }
      left[k]--;
      return row.apply(about[k], rated.get(random.nextInt(rated.size())));
    }
  }
}
