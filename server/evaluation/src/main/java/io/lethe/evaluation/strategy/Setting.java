package io.lethe.evaluation.strategy;

import io.lethe.spi.Interactions;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;

/**
 * What every strategy starts from.
 *
 * @param plugin the model family
 * @param context what the host lends the plugin
 * @param config seed and the original's effective options: training with it is coupled to the
 *     original
 * @param original trained on all of {@code training}
 * @param training what the original learned from
 * @param validation for early stopping and calibration
 * @param threshold values above it are positive
 */
public record Setting(
    RecommenderPlugin plugin, PluginContext context, TrainingConfig config, TrainedModel original,
    Interactions training, Interactions validation, float threshold) {}
