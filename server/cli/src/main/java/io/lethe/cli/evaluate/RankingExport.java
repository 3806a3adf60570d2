package io.lethe.cli.evaluate;

import io.lethe.engine.data.InteractionColumns;
import io.lethe.evaluation.experiment.JsonText;
import io.lethe.evaluation.ranking.RankingExperiment;
import io.lethe.evaluation.ranking.RankingSplit;
import io.lethe.evaluation.ranking.UserLists;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Splits and lists as files for other programs: in a folder per split {@code train.csv} and
 * {@code test.csv} (user, item, rating, and the time where there is one), {@code split.json}, and
 * {@code lists/MODEL;seed=N.csv} (user, then items, the best first). They hold personal data.
 */
record RankingExport(Path folder) implements RankingExperiment.ListSink {

  private static final String NOT_IN_FILE_NAMES = "[^A-Za-z0-9,=.+-]";

  void write(RankingSplit split) throws IOException {
    Path own = Files.createDirectories(folderOf(split));
    rows(split, split.training(), own.resolve("train.csv"));
    rows(split, split.test(), own.resolve("test.csv"));
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("data", split.rows().name());
    about.put("split", split.name());
    about.put("positive-from", split.positiveFrom());
    about.put("facts", split.facts());
    Files.writeString(own.resolve("split.json"), JsonText.of(about) + "\n");
  }

  private Path folderOf(RankingSplit split) {
    return folder.resolve(plain(split.rows().name() + "-" + split.name()));
  }

  private static String plain(String name) {
    return name.replaceAll(NOT_IN_FILE_NAMES, "_");
  }

  private static void rows(RankingSplit split, BitSet wanted, Path file) throws IOException {
    InteractionColumns columns = split.rows().columns();
    boolean timed = split.rows().timed();
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write(timed ? "user,item,rating,timestamp\n" : "user,item,rating\n");
      for (int row = wanted.nextSetBit(0); row >= 0; row = wanted.nextSetBit(row + 1)) {
        out.write(
            "%s,%s,%s%s\n".formatted(
                quoted(columns.userIds().get(columns.users()[row])),
                quoted(columns.itemIds().get(columns.items()[row])), columns.values()[row],
                timed ? "," + split.rows().times()[row] : ""));
      }
    }
  }

  private static String quoted(String id) {
    boolean plain = id.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? id : '"' + id.replace("\"", "\"\"") + '"';
  }

  @Override
  public void accept(RankingSplit split, String model, long seed, UserLists lists) {
    try {
      Path own = Files.createDirectories(folderOf(split).resolve("lists"));
      try (Writer out = Files
          .newBufferedWriter(own.resolve(plain("%s,seed=%d".formatted(model, seed)) + ".csv"))) {
        for (int k = 0; k < lists.users().size(); k++) {
          out.write(quoted(lists.users().get(k)));
          for (String item : lists.items().get(k)) {
            out.write("," + quoted(item));
          }
          out.write("\n");
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
