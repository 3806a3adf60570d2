package io.lethe.plugins.ease;

import io.lethe.spi.PluginException;
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
    if (!many) {
      Optional<EaseModel> updated = new Downdate(
          from, change.after(), model.lambda(), model.workers()).apply(change)
          .map(inverse -> model.with(inverse, change.after()));
      double residual = updated.map(next -> next.residual(change.items())).orElse(Double.NaN);
      if (updated.isPresent() && residual <= EaseModel.TOLERANCE) {
        return new Updated(updated.get(), residual);
      }
    }
    EaseModel anew = model.anew(change.after());
    double residual = anew.residual(change.items());
    if (!Double.isFinite(residual)) {
      throw new PluginException(
          PluginException.Kind.NOT_FINITE, "the residual of the new inverse is " + residual);
    }
    return new Updated(anew, residual);
  }
}
