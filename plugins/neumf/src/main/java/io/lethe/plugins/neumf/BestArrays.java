package io.lethe.plugins.neumf;

/**
 * The parameters of the epoch with the best validation AUC, or of the last one where there is no AUC
 * to tell. Confined to one training run.
 */
final class BestArrays {

  private final int patience;
  private final TrainedArrays kept;
  private double auc = Double.NEGATIVE_INFINITY;
  private int epoch;

  /**
   * Nothing seen yet.
   *
   * @param patience epochs without improvement after which it is time to stop
   */
  BestArrays(int patience, TrainedArrays start) {
    this.patience = patience;
    this.kept = start.copy();
  }

  /**
   * Looks at the parameters after an epoch.
   *
   * @param done epochs done, from 1
   * @param validationAuc NaN if there is none
   */
  void offer(int done, double validationAuc, TrainedArrays arrays) {
    if (Double.isNaN(validationAuc) || validationAuc > auc) {
      auc = Double.isNaN(validationAuc) ? auc : validationAuc;
      epoch = done;
      kept.copyFrom(arrays);
    }
  }

  /** Whether patience has run out after so many epochs. */
  boolean stop(int done) {
    return done - epoch >= patience;
  }

  /** Number of the kept epoch, from 1. */
  int epoch() {
    return epoch;
  }

  /** Its validation AUC, NaN if there is none. */
  double auc() {
    return auc == Double.NEGATIVE_INFINITY ? Double.NaN : auc;
  }

  /** Its parameters. */
  TrainedArrays arrays() {
    return kept;
  }
}
