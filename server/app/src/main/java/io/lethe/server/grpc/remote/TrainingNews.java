package io.lethe.server.grpc.remote;

import io.lethe.v1.TrainModelMetadata;
import java.time.Duration;

/**
 * How far a training is.
 *
 * @param stage such as {@code TRAINING}
 * @param loss NaN before the first epoch has ended
 * @param auc likewise, and without held-out interactions
 * @param ndcg likewise, at 10, and where the plugin does not measure it
 */
public record TrainingNews(
    String stage, int epoch, int epochsMax, double loss, double auc, double ndcg,
    Duration remaining) {

  static TrainingNews of(TrainModelMetadata metadata) {
    return new TrainingNews(
        metadata.getStage().name().replace("STAGE_", ""), metadata.getEpoch(),
        metadata.getEpochsMax(), metadata.hasLoss() ? metadata.getLoss() : Double.NaN,
        metadata.hasValidationAuc() ? metadata.getValidationAuc() : Double.NaN,
        metadata.hasValidationNdcg() ? metadata.getValidationNdcg() : Double.NaN,
        Times.duration(metadata.getEta()));
  }
}
