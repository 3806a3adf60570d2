package io.lethe.evaluation.plugin;

import io.lethe.checks.family.Family;
import io.lethe.engine.data.EntityIds;
import io.lethe.engine.data.EntityIndex;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.data.ValidationSplit;
import io.lethe.evaluation.SyntheticInteractions;
import io.lethe.evaluation.SyntheticSpec;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import io.lethe.spi.items.ItemFeatures;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a check trains on.
 *
 * @param training columns of their own
 * @param validation held out, columns of their own
 */
public record CheckData(Interactions training, Interactions validation) {

  private static final double VALIDATION_SHARE = 0.1;
  private static final int CATEGORIES = 5;
  private static final int NUMBERS = 11;
  private static final SyntheticSpec SMALL = new SyntheticSpec(200, 150, 6000, 1);

  /** Made-up ratings from 1 to 5: 6,000 of 200 users and 150 items. */
  public static CheckData madeUp() {
    return madeUp(SMALL);
  }

  static CheckData madeUp(SyntheticSpec spec) {
    return split(SyntheticInteractions.generate(spec));
  }

  /** A person's own rows, with the keys that a server gives their ids. */
  public static CheckData of(InteractionColumns rows) {
    EntityIndex index = EntityIndex.of(new EntityIds(rows.userIds(), rows.itemIds()));
    return split(
        new Interactions(index.keys(), rows.users(), rows.items(), rows.values(), rows.times()));
  }

  private static CheckData split(Interactions all) {
    ValidationSplit split = new ValidationSplit(SMALL.seed(), VALIDATION_SHARE);
    IntPredicate heldOut = position -> split
        .heldOut(all.keys(), all.user(position), all.item(position));
    return new CheckData(part(all, heldOut.negate()), part(all, heldOut));
  }

  private static Interactions part(Interactions all, IntPredicate counts) {
    return all.at(IntStream.range(0, all.size()).filter(counts).toArray());
  }

  /** With made-up features of the items if the family asks for such: a category and a number. */
  CheckData seenBy(Family family) {
    TrainingConfig config = new TrainingConfig(family.seed(), family.options());
    if (family.plugin().itemFeatures(config).isEmpty()) {
      return this;
    }
    int items = training.keys().itemCount();
    int[] starts = IntStream.rangeClosed(0, items).map(item -> 2 * item).toArray();
    int[] columns = new int[2 * items];
    float[] values = new float[2 * items];
    for (int item = 0; item < items; item++) {
      columns[2 * item] = item % CATEGORIES;
      values[2 * item] = 1;
      columns[2 * item + 1] = CATEGORIES;
      values[2 * item + 1] = (item % NUMBERS - NUMBERS / 2) / (float) CATEGORIES;
    }
    List<String> names = Stream
        .concat(
            IntStream.range(0, CATEGORIES).mapToObj(category -> "category:" + category),
            Stream.of("attr:number"))
        .toList();
    ItemFeatures features = new ItemFeatures(names, starts, columns, values);
    return new CheckData(
        training.withItemFeatures(features), validation.withItemFeatures(features));
  }

  /** Both parts, for a trainer. */
  TrainingData both() {
    return new TrainingData(InteractionView.of(training), InteractionView.of(validation));
  }

  /** What is trained on, and nothing held out. */
  TrainingData all() {
    return new TrainingData(InteractionView.of(training), InteractionView.of(nothing()));
  }

  /** The options of a training with nothing held out, after one with. */
  static Map<String, String> options(TrainedModel first) {
    return first.finalFit().isEmpty() ? first.effective() : first.finalFit();
  }

  Interactions nothing() {
    return training.at(new int[0]);
  }
}
