package io.lethe.benchmarks.quality;

import io.lethe.evaluation.QualityMeter;
import io.lethe.evaluation.RemovalSplit;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.RecommenderModel;

/** Measures a model as {@link PeerFigure} tells of it. */
final class PeerMeter {

  private final RemovalSplit split;
  private final Interactions forget;
  private final RecommenderModel retrained;
  private final QualityMeter quality;

  PeerMeter(RemovalSplit split, RecommenderModel retrained) {
    this.split = split;
    this.forget = split.removal().forget();
    this.retrained = retrained;
    this.quality = new QualityMeter(
        split.removal().retained(), InteractionView.of(split.test()), split.threshold());
  }

  /** The figures, named as {@link PeerFigure}'s. */
  record Found(double auc, double test, double forgotten, double label) {}

  Found measure(RecommenderModel model) {
    double label = 0;
    for (int k = 0; k < forget.size(); k++) {
      double positive = probability(model, forget, k);
      label += forget.value(k) > split.threshold() ? positive : 1 - positive;
    }
    return new Found(
        quality.areaUnderCurve(model), difference(model, split.test()), difference(model, forget),
        label / forget.size());
  }

  private double difference(RecommenderModel model, Interactions pairs) {
    double sum = 0;
    for (int k = 0; k < pairs.size(); k++) {
      sum += Math.abs(probability(model, pairs, k) - probability(retrained, pairs, k));
    }
    return sum / pairs.size();
  }

  private static double probability(RecommenderModel model, Interactions pairs, int position) {
    float[] score = new float[1];
    model.score(pairs.user(position), new int[]{pairs.item(position)}, score);
    return 1 / (1 + Math.exp(-(double) score[0]));
  }
}
