package io.lethe.engine.recommend;

/**
 * An item and its score.
 *
 * @param score the model's, on its own scale: a logit or a preference, or the number of its
 *     interactions where that is what ranks; finite
 */
public record ScoredItem(String item, float score) {}
