package io.lethe.training;

/**
 * The epoch whose parameters are kept: the one that does best on held-out interactions, or the last
 * one where there are none to tell. Confined to one training run.
 */
public final class BestEpoch {

  /** Times the patience that a training by lists lasts at least, and that it waits on the plateau. */
  private static final int LISTS_PATIENCE = 4;

  private final int patience;
  private final double plateau;
  private final FactorTables kept;
  private double best = Double.NEGATIVE_INFINITY;
  private int epoch;

  /**
   * Nothing seen yet.
   *
   * @param patience epochs without improvement after which it is time to stop
   * @param plateau the goodness of the most popular items, on which lists begin: {@value
   *     #LISTS_PATIENCE} times as many epochs without leaving it, and as many in all, because one of the
   *     first epochs may be above it by luck; minus infinity if there is none
   * @param start parameters before the first epoch
   */
  public BestEpoch(int patience, double plateau, FactorTables start) {
    this.patience = patience;
    this.plateau = plateau;
    this.kept = start.copy();
  }

  /**
   * Looks at the parameters after an epoch.
   *
   * @param done epochs done, from 1
   * @param goodness on held-out interactions; NaN if there are none
   * @return whether it is the best so far
   */
  public boolean offer(int done, double goodness, FactorTables tables) {
    boolean better = Double.isNaN(goodness) || goodness > best;
    if (better) {
      best = Double.isNaN(goodness) ? best : goodness;
      epoch = done;
      kept.copyFrom(tables);
    }
    return better;
  }

  /** Whether patience has run out after so many epochs. */
  public boolean stop(int done) {
    long many = (long) LISTS_PATIENCE * patience;
    long least = plateau == Double.NEGATIVE_INFINITY ? 0 : many;
    long lasting = best > plateau ? patience : many;
    return done >= least && done - epoch >= lasting;
  }

  /** Number of the kept epoch, from 1. */
  public int epoch() {
    return epoch;
  }

  /** Its parameters. */
  public FactorTables tables() {
    return kept;
  }
}
