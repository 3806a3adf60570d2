package io.lethe.spi;

import java.time.Duration;

/**
 * A report after one epoch.
 *
 * @param phase what runs now, such as {@code "train"} or {@code "polish"}
 * @param epoch epochs done in this phase
 * @param epochsMax the most there can be
 * @param loss mean training loss per interaction in this epoch
 * @param validationAuc NaN without validation interactions
 * @param validationNdcg at 10, of the validation interactions; NaN where it is not measured
 * @param validationEpoch the epoch after which the two were measured: {@code epoch}, or an earlier one
 *     where not every epoch is measured
 * @param remaining estimate of the time to the end of the phase at the latest
 */
public record TrainingProgress(
    String phase, int epoch, int epochsMax, double loss, double validationAuc,
    double validationNdcg, int validationEpoch, Duration remaining) {

  /** A report of a training that measures after each epoch. */
  public TrainingProgress(
      String phase, int epoch, int epochsMax, double loss, double validationAuc,
      double validationNdcg, Duration remaining) {
    this(phase, epoch, epochsMax, loss, validationAuc, validationNdcg, epoch, remaining);
  }

  /** A report of a training that does not rank while it is under way. */
  public TrainingProgress(
      String phase, int epoch, int epochsMax, double loss, double validationAuc,
      Duration remaining) {
    this(phase, epoch, epochsMax, loss, validationAuc, Double.NaN, remaining);
  }
}
