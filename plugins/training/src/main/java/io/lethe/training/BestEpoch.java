package io.lethe.training;

/**
 * The epoch whose parameters are kept: the one with the best validation AUC, or the last one where
 * there is no AUC to tell. Confined to one training run.
 */
public final class BestEpoch {

  private final int patience;
  private final FactorTables kept;
  private double auc = Double.NEGATIVE_INFINITY;
  private int epoch;

  /**
   * Nothing seen yet.
   *
   * @param patience epochs without improvement after which it is time to stop
   * @param start parameters before the first epoch
   */
  public BestEpoch(int patience, FactorTables start) {
    this.patience = patience;
    this.kept = start.copy();
  }

  /**
   * Looks at the parameters after an epoch.
   *
   * @param done epochs done, from 1
   * @param validationAuc NaN if there is none
   */
  public void offer(int done, double validationAuc, FactorTables tables) {
    if (Double.isNaN(validationAuc) || validationAuc > auc) {
      auc = Double.isNaN(validationAuc) ? auc : validationAuc;
      epoch = done;
      kept.copyFrom(tables);
    }
  }

  /** Whether patience has run out after so many epochs. */
  public boolean stop(int done) {
    return done - epoch >= patience;
  }

  /** Number of the kept epoch, from 1. */
  public int epoch() {
    return epoch;
  }

  /** Its validation AUC, NaN if there is none. */
  public double auc() {
    return auc == Double.NEGATIVE_INFINITY ? Double.NaN : auc;
  }

  /** Its parameters. */
  public FactorTables tables() {
    return kept;
  }
}
