package io.lethe.spi;

/**
 * A model that knows by itself where training on fewer interactions would have ended: in closed form,
 * or by solving its own objective on and on from where it is. A host asks this before it computes an
 * influence update from derivatives.
 */
public interface RefittableModel extends RecommenderModel {

  /**
   * The model that reflects {@code removal.retained()} and nothing else. Leaves this one as it is.
   *
   * <p>Users and items keep their indices; one that is left without interactions has what a training
   * would give it that knew its index and no interaction of it. The same arguments give the same bits,
   * whatever the number of threads.
   *
   * @param removal its {@code trained()} is what this model reflects
   * @throws PluginException of kind {@code NOT_FINITE} if no result can be trusted: the host trains
   *     anew; of kind {@code CANCELLED} if the calling thread is interrupted
   */
  Refit refit(Removal removal);

  /**
   * In how many rows of parameters {@link #refit} would change something. O(forget set), or an upper
   * bound at that cost.
   */
  long refitRows(Removal removal);

  /**
   * Whether this model's arrays, and what its plugin saves of it, hold nothing that it no longer
   * reflects. A refit may keep its parent's arrays and put beside them what changed: both together
   * still tell what was taken out.
   */
  boolean consolidated();

  /**
   * The same model, {@link #consolidated}: the same parameters up to rounding. May cost O(parameters),
   * so hosts call it after the refitted model answers, and before they destroy what it came from.
   * Shares no array that holds what this model no longer reflects.
   *
   * @return itself if it is consolidated
   */
  RefittableModel consolidate();
}
