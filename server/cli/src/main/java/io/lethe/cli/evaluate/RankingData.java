package io.lethe.cli.evaluate;

import io.lethe.cli.demo.DemoData;
import io.lethe.cli.options.InputOptionsMixin;
import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.evaluation.experiment.Dataset;
import io.lethe.evaluation.ranking.RankingSplit;
import io.lethe.evaluation.ranking.RatedRows;
import io.lethe.evaluation.ranking.SplitRule;
import io.lethe.evaluation.ranking.Splitter;
import io.lethe.spi.Interactions;
import io.lethe.store.input.InteractionFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Splits data for rankings: files by a rule, folders as they are split already. */
record RankingData(InputOptionsMixin input, SplitRule rule, ItemsFile known) {

  private static final long DEMO_SEED = 1;

  RankingSplit read(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return fixed(SplitFolder.read(path));
    }
    InteractionFile file = input.read(path);
    return split(rows(path.getFileName().toString(), file.timed(Instant.now()), file.times()));
  }

  /** Made-up ratings, as the demo has them. */
  RankingSplit madeUp() {
    return split(rows("made-up", DemoData.synthetic(DEMO_SEED).rows(), new double[0]));
  }

  private RatedRows rows(String name, InteractionColumns columns, double[] times) {
    return new RatedRows(known.named(name, columns.itemIds()), columns, times, known);
  }

  private RankingSplit split(RatedRows rows) {
    try {
      return Splitter.split(rows, rule);
    } catch (IllegalArgumentException unsuitable) {
      throw new CommandException(ExitCode.FAILED, String.valueOf(unsuitable.getMessage()));
    }
  }

  /** Learns from training and validation rows; lists are held against positive test rows. */
  private RankingSplit fixed(Dataset data) {
    List<Interactions> parts = List.of(data.training(), data.validation(), data.test());
    int size = parts.stream().mapToInt(Interactions::size).sum();
    int[] users = new int[size];
    int[] items = new int[size];
    float[] values = new float[size];
    BitSet training = new BitSet();
    BitSet test = new BitSet();
    int row = 0;
    for (Interactions part : parts) {
      for (int k = 0; k < part.size(); k++, row++) {
        users[row] = part.user(k);
        items[row] = part.item(k);
        values[row] = part.value(k);
        boolean held = part == data.test();
        training.set(row, !held);
        test.set(row, held && part.value(k) > Dataset.THRESHOLD);
      }
    }
    InteractionColumns columns = new InteractionColumns(
        names(data.training().keys().userCount()), names(data.training().keys().itemCount()), users,
        items, values);
    return new RankingSplit(
        rows(data.name(), columns, new double[0]), "fixed", Dataset.THRESHOLD, training, test,
        true);
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(String::valueOf).toList();
  }
}
