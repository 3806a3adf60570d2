package io.lethe.benchmarks.living;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Ratings in the order in which they happened, from a gzipped CSV file with a header and the columns
 * user, item, value and seconds.
 */
record TimedRatings(List<Row> rows) {

  /** One rating; its user is named so that a file can be searched for the name. */
  record Row(String user, String item, float value, long seconds) {}

  static TimedRatings read(Path file) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (InputStream bytes = new GZIPInputStream(Files.newInputStream(file));
        BufferedReader lines = new BufferedReader(
            new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
      lines.lines().skip(1).forEach(line -> {
        String[] cells = line.split(",", 5);
        rows.add(
            new Row(
                "person-%s-of-this-run".formatted(cells[0]), cells[1], Float.parseFloat(cells[2]),
                (long) Double.parseDouble(cells[3])));
      });
    }
    rows.sort(Comparator.comparingLong(Row::seconds));
    return new TimedRatings(rows);
  }

  /** As a file that {@code lethe import} reads. */
  static void write(Path file, List<Row> rows) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("user,item,value");
    rows.forEach(row -> lines.add(row.user() + "," + row.item() + "," + row.value()));
    Files.write(file, lines);
  }

  static byte[] bytes(String user) {
    return user.getBytes(StandardCharsets.UTF_8);
  }
}
