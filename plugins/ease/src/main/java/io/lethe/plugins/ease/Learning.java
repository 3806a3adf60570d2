package io.lethe.plugins.ease;

import io.lethe.spi.Addition;
import io.lethe.spi.DataShape;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.Learned;
import io.lethe.spi.PluginException;
import io.lethe.training.OptionValues;

/**
 * Learns what came after a training, exactly: {@code X'X} gains what the histories gained, and its
 * inverse a column or two for each of them, as in a refit. A new item begins as a training has it that
 * knows its index and no interaction, alone with {@code P_jj = 1/lambda}.
 */
final class Learning {

  private Learning() {}

  /**
   * The model after an addition. O(columns * history * items + interactions); now and then a fold, or
   * where many users changed at once a factorization.
   *
   * @throws PluginException of kind {@code INVALID_ARGUMENT} if there are more items now than the family
   *     takes
   */
  static Learned of(EaseModel model, Addition addition) {
    Factorizer.checkInterrupt();
    EntityKeys keys = addition.after().all().keys();
    if (keys.itemCount() > model.itemCount()) {
      MemoryBound.ofThisJvm()
          .refusal(new DataShape(keys.userCount(), keys.itemCount(), addition.after().size()))
          .ifPresent(why -> {
            throw OptionValues.refusal(why);
          });
    }
    Change change = Change.of(model.histories(), addition, model.rule());
    int rank = change.rank();
    if (rank == 0 && change.items().length == 0 && keys.userCount() == model.userCount()
        && keys.itemCount() == model.itemCount()) {
      return new Learned(model, 0, 0);
    }
    Inverse grown = model.inverse().grown(keys.itemCount(), model.lambda());
    Updated next = Updated.of(model, grown, change);
    return new Learned(
        bounded(next.model(), grown.used() + rank), next.residual(),
        rank == 0 ? 0 : keys.itemCount());
  }

  /** Once columns were folded, the histories that changed since may as well join the others. */
  private static EaseModel bounded(EaseModel next, int columns) {
    return next.inverse().used() < columns && !next.histories().compact()
        ? next.with(next.inverse(), next.histories().compacted())
        : next;
  }
}
