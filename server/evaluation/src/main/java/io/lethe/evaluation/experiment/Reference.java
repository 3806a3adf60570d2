package io.lethe.evaluation.experiment;

import io.lethe.evaluation.experiment.Stopwatch.Timed;
import io.lethe.evaluation.strategy.ForgetRequest;
import io.lethe.spi.InteractionView;
import io.lethe.spi.TrainedModel;

/**
 * What a request should lead to.
 *
 * @param request what goes
 * @param retained what stays
 * @param retrained on what stays, coupled to the original
 * @param otherSeed the same with another seed: the noise floor
 */
record Reference(
    ForgetRequest request, InteractionView retained, Timed<TrainedModel> retrained,
    Timed<TrainedModel> otherSeed) {}
