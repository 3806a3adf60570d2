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
import java.util.zip.GZIPInputStream;

/**
 * Who rated what, in a gzipped CSV file with a header whose first columns are user and item.
 *
 * @param itemsByUser users in the file's order
 */
record Ratings(Map<String, List<String>> itemsByUser) {

  static Ratings read(Path file) throws IOException {
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
  List<String> mostMedian() {
    List<Integer> counts = itemsByUser.values().stream().map(List::size).sorted().toList();
    int median = counts.get(counts.size() / 2);
    return itemsByUser.entrySet()
        .stream()
        .sorted(Comparator.comparingInt(user -> Math.abs(user.getValue().size() - median)))
        .map(Map.Entry::getKey)
        .toList();
  }
}
