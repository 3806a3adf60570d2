package io.lethe.client;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How a training fares.
 *
 * @param plugin the plugin that trains; empty until it is chosen
 * @param epoch passes over the data completed
 * @param epochsMax passes after which it ends at the latest
 * @param loss mean loss per interaction in the last pass
 * @param validationAuc after pass {@code validationEpoch}, 0 to 1
 * @param validationNdcg at ten, after that pass, 0 to 1
 * @param validationEpoch the latest pass after which the two were measured, from 1; not every pass is
 * @param fraction share of the work done, 0 to 1, were every pass needed
 * @param eta estimated time left, were every pass needed
 */
public record TrainingProgress(
    Stage stage, String plugin, int epoch, int epochsMax, OptionalDouble loss,
    OptionalDouble validationAuc, OptionalDouble validationNdcg, OptionalInt validationEpoch,
    double fraction, Optional<Duration> eta) {

  /** What is being done. */
  public enum Stage {
    /** Not begun. */
    QUEUED,
    /** Reading the imported interactions. */
    READING,
    /** Passing over the data. */
    TRAINING,
    /** Writing the version and making it active. */
    PUBLISHING,
    /** The server is newer than this client. */
    UNKNOWN
  }
}
