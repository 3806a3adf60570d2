package io.lethe.server.cli;

import io.lethe.engine.model.EntityIds;
import io.lethe.engine.model.EntityIndex;
import io.lethe.engine.model.InteractionColumns;
import io.lethe.engine.model.ValidationSplit;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.TrainingData;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The interactions of a file in three parts, by a hash of each pair: what is learnt from, what
 * stops training early, and what the model is measured on.
 */
record EvaluationSplit(InteractionView training, InteractionView validation, InteractionView test) {

  private static final double VALIDATION_SHARE = 0.1;

  /**
   * Splits.
   *
   * @param testShare share to measure on, above 0 and below 1; a tenth of the rest validates
   */
  static EvaluationSplit of(InteractionColumns rows, double testShare, long seed) {
    EntityIndex index = EntityIndex.of(new EntityIds(rows.userIds(), rows.itemIds()));
    Interactions all = new Interactions(index.keys(), rows.users(), rows.items(), rows.values());
    IntPredicate test = heldOut(all, new ValidationSplit(seed, testShare));
    IntPredicate validation = heldOut(all, new ValidationSplit(~seed, VALIDATION_SHARE));
    EvaluationSplit split = new EvaluationSplit(
        without(all, test.or(validation)), without(all, test.or(validation.negate())),
        without(all, test.negate()));
    if (split.training.size() == 0 || split.test.size() == 0) {
      throw new CommandException(
          ExitCode.FAILED, "%d interactions are too few to learn from some and measure on others"
              .formatted(all.size()));
    }
    return split;
  }

  TrainingData trainingData() {
    return new TrainingData(training, validation);
  }

  private static IntPredicate heldOut(Interactions all, ValidationSplit split) {
    return position -> split.heldOut(all.keys(), all.user(position), all.item(position));
  }

  private static InteractionView without(Interactions all, IntPredicate leftOut) {
    return new InteractionView(all, IntStream.range(0, all.size()).filter(leftOut).toArray());
  }
}
