package io.lethe.engine.learning;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a model has learned beyond the training of the version that answers.
 *
 * @param supported whether the version's family learns between trainings
 * @param position rows of the log below this are learned
 * @param interactions how many it has learned since the training
 * @param waiting interactions that came and are not learned yet, of each pair the last row
 * @param undone each of them times the share of the gradient that its step left, at most 1: an upper
 *     estimate of how many a training would still have to learn
 * @param took how long the last step took; zero before the first one
 * @param refusal why this version learns no more before the next one answers; empty if it does
 */
public record LearningStatus(
    boolean supported, long position, long interactions, long waiting, double undone, Duration took,
    Optional<String> refusal) {}
