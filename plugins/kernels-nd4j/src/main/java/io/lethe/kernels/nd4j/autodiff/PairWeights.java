package io.lethe.kernels.nd4j.autodiff;

/**
 * What a gradient is of: {@code sum over pairs of loss * (log(1 + exp(z)) - label * z) + score * z},
 * z the pair's logit. Arrays are the maker's; a pass only reads them.
 *
 * @param loss weight of each pair's logistic loss
 * @param labels 1 for positive, 0 for negative
 * @param score weight of each pair's score
 */
public record PairWeights(double[] loss, double[] labels, double[] score) {}
