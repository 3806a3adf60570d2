package io.lethe.cli.evaluate;

import io.lethe.cli.demo.DemoData;
import io.lethe.cli.options.InputOptionsMixin;
import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.engine.data.EntityIds;
import io.lethe.engine.data.EntityIndex;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.data.ValidationSplit;
import io.lethe.evaluation.experiment.Dataset;
import io.lethe.spi.Interactions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Makes data sets of folders with a fixed split, and of rating files by a hash of each pair. */
final class EvaluationData {

  private static final double VALIDATION_SHARE = 0.2;
  private static final double WRONG_SHARE = 0.02;
  /** Of the hashes that split rating files; the grid's seeds do not move the parts. */
  private static final long SPLIT_SEED = 1;

  private final InputOptionsMixin input;
  private final float threshold;
  private final double testShare;
  private final ItemsFile known;

  /**
   * How to read.
   *
   * @param threshold ratings above it are positive; folders hold labels already
   * @param testShare of a file's ratings, above 0 and below 1
   * @param known what is known of the items
   */
  EvaluationData(InputOptionsMixin input, float threshold, double testShare, ItemsFile known) {
    this.input = input;
    this.threshold = threshold;
    this.testShare = testShare;
    this.known = known;
  }

  Dataset read(Path path) throws IOException {
    return Files.isDirectory(path)
        ? known(SplitFolder.read(path))
        : split(input.read(path).timed(Instant.now()), path.getFileName().toString());
  }

  /** Made-up ratings, as the demo has them. */
  Dataset madeUp() {
    return split(DemoData.synthetic(SPLIT_SEED).rows(), "made-up");
  }

  /** A split folder's items are named by their indices. */
  private Dataset known(Dataset data) {
    int items = data.training().keys().itemCount();
    List<String> ids = IntStream.range(0, items).mapToObj(String::valueOf).toList();
    return new Dataset(
        known.named(data.name(), ids), data.training(), data.wrong(), data.validation(),
        data.test(), known, ids);
  }

  private Dataset split(InteractionColumns rows, String name) {
    EntityIndex index = EntityIndex.of(new EntityIds(rows.userIds(), rows.itemIds()));
    float[] labels = new float[rows.size()];
    boolean implicit = alike(rows.values());
    for (int k = 0; k < labels.length; k++) {
      labels[k] = implicit || rows.values()[k] > threshold ? 1 : 0;
    }
    Interactions all = new Interactions(
        index.keys(), rows.users(), rows.items(), labels, rows.times());
    IntPredicate test = drawn(all, SPLIT_SEED, testShare);
    IntPredicate validation = drawn(all, SPLIT_SEED + 1, VALIDATION_SHARE);
    Interactions training = part(all, test.or(validation).negate());
    Interactions heldOut = part(all, test);
    if (training.size() == 0 || heldOut.size() == 0) {
      throw new CommandException(
          ExitCode.FAILED,
          "%s: %d interactions are too few to learn from some and measure on others"
              .formatted(name, all.size()));
    }
    int[] wrong = implicit
        ? new int[0]
        : IntStream.range(0, training.size())
            .filter(drawn(training, SPLIT_SEED + 2, WRONG_SHARE))
            .toArray();
    return new Dataset(
        known.named(name, rows.itemIds()), training, wrong,
        part(all, validation.and(test.negate())), heldOut, known, rows.itemIds());
  }

  /** Whether there is one value only, as in implicit feedback: then all are positive. */
  private static boolean alike(float[] values) {
    return IntStream.range(1, values.length).allMatch(k -> values[k] == values[0]);
  }

  private static IntPredicate drawn(Interactions all, long seed, double share) {
    ValidationSplit split = new ValidationSplit(seed, share);
    return position -> split.heldOut(all.keys(), all.user(position), all.item(position));
  }

  private static Interactions part(Interactions all, IntPredicate counts) {
    return all.at(IntStream.range(0, all.size()).filter(counts).toArray());
  }
}
