package io.lethe.engine.recommend;

/**
 * An item and its score.
 *
 * @param score the model's logit; finite
 */
public record ScoredItem(String item, float score) {}
