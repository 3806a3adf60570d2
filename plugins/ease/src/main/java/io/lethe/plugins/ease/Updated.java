package io.lethe.plugins.ease;

import io.lethe.spi.Addition;
import io.lethe.spi.DataShape;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.Learned;
import io.lethe.spi.PluginException;
import io.lethe.training.OptionValues;
import java.util.Optional;

/**
 * A model after a change of its histories, by columns where that is cheaper than a factorization and
 * within tolerance.
 *
 * @param residual of the new inverse on the items of the change, finite
 */
record Updated(EaseModel model, double residual) {

  /** More columns than this part of the items cost more than they save. */
  private static final double ANEW_FROM_PART = 0.1;

  /**
   * Changes a model, which stays as it is. O(columns * history * items), or O(items^3).
   *
   * @param from the model's inverse, over the items that the change knows
   * @throws PluginException of kind {@code NOT_FINITE} if no inverse can be trusted
   */
  static Updated of(EaseModel model, Inverse from, Change change) {
    int rank = change.rank();
    boolean many = from.used() + rank > Inverse.CAPACITY && rank > ANEW_FROM_PART * from.size();
    Optional<Updated> updated = many ? Optional.empty() : byColumns(model, from, change);
    return updated.orElseGet(() -> anew(model, change));
  }

  /** Empty where a step is badly conditioned, or the result not within tolerance. */
  private static Optional<Updated> byColumns(EaseModel model, Inverse from, Change change) {
    return new Downdate(from, change.after(), model.lambda(), model.workers()).apply(change)
        .map(inverse -> model.with(inverse, change.after()))
        .map(next -> new Updated(next, next.residual(change.items())))
        .filter(next -> next.residual() <= EaseModel.TOLERANCE);
  }

  private static Updated anew(EaseModel model, Change change) {
    EaseModel anew = model.anew(change.after());
    double residual = anew.residual(change.items());
    if (!Double.isFinite(residual)) {
      throw new PluginException(
          PluginException.Kind.NOT_FINITE, "the residual of the new inverse is " + residual);
    }
    return new Updated(anew, residual);
  }

  /**
   * The model after an addition, exactly: {@code X'X} gains what the histories gained, and its inverse
   * a column or two for each of them. A new item begins as a training has it that knows its index and no
   * interaction, alone with {@code P_jj = 1/lambda}. O(columns * history * items + interactions), and
   * for every {@link Inverse#CAPACITY} columns a fold. A version serves meanwhile, and a training may run:
   * this never factorizes, and holds one base of its own at most.
   *
   * @throws PluginException of kind {@code INVALID_ARGUMENT} if there are more items now than the family
   *     takes; of kind {@code NOT_FINITE} if no columns lead to an inverse that can be trusted
   */
  static Learned learned(EaseModel model, Addition addition) {
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
    Updated next = byColumns(model, grown, change).orElseThrow(
        () -> new PluginException(
            PluginException.Kind.NOT_FINITE,
            "%d columns lead to no inverse within %s: what came waits for the next training"
                .formatted(rank, EaseModel.TOLERANCE)));
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
