package io.lethe.training;

/**
 * The epoch whose parameters are kept: the one that does best on held-out interactions, or the last
 * one where there are none to tell. Confined to one training run.
 */
public final class BestEpoch {

  private static final int PLATEAU_PATIENCE = 4;

  private final int patience;
  private final double plateau;
  private final FactorTables kept;
  private double best = Double.NEGATIVE_INFINITY;
  private int epoch;

  /**
   * Nothing seen yet.
   *
   * @param patience epochs without improvement after which it is time to stop
   * @param plateau up to this goodness, {@value #PLATEAU_PATIENCE} times as many: training may be
   *     about to leave it
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
    long lasting = best > plateau ? patience : (long) PLATEAU_PATIENCE * patience;
    return done - epoch >= lasting;
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
