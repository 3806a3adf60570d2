package io.lethe.server.grpc.remote;

import io.lethe.v1.TrainModelMetadata;
import java.time.Duration;

/**
 * How far a training is.
 *
 * @param stage such as {@code TRAINING}
 * @param loss NaN before the first epoch has ended
 * @param auc likewise, and without held-out interactions
 */
public record TrainingNews(
    String stage, int epoch, int epochsMax, double loss, double auc, Duration remaining) {

  static TrainingNews of(TrainModelMetadata metadata) {
    return new TrainingNews(
        metadata.getStage().name().replace("STAGE_", ""), metadata.getEpoch(),
        metadata.getEpochsMax(), metadata.hasLoss() ? metadata.getLoss() : Double.NaN,
        metadata.hasValidationAuc() ? metadata.getValidationAuc() : Double.NaN,
        Times.duration(metadata.getEta()));
  }
}
