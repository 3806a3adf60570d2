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
 * @param remaining estimate of the time to the end of the phase at the latest
 */
public record TrainingProgress(
    String phase, int epoch, int epochsMax, double loss, double validationAuc,
    Duration remaining) {}
