package io.lethe.evaluation;

/**
 * How good a model is on held-out interactions.
 *
 * @param auc area under the ROC curve over all interactions, positive against negative; NaN if one
 *     kind is missing
 * @param ndcgAt10 mean over users; NaN if nobody has a positive interaction
 * @param hitRateAt10 share of users with at least one positive item among their ten best; NaN alike
 * @param recallAt20 mean share of a user's positive items among the twenty best; NaN alike
 * @param interactions measured on
 * @param users with a positive interaction
 */
public record ModelQuality(
    double auc, double ndcgAt10, double hitRateAt10, double recallAt20, int interactions,
    int users) {}
