package io.lethe.benchmarks.quality;

import io.lethe.evaluation.QualityMeter;
import io.lethe.evaluation.experiment.Dataset;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.Removal;

/** Measures a model as {@link PeerFigure} tells of it. */
final class PeerMeter {

  private final Interactions test;
  private final Interactions forget;
  private final RecommenderModel retrained;
  private final QualityMeter quality;

  PeerMeter(Dataset data, RecommenderModel retrained) {
    Removal removal = Removal.of(InteractionView.of(data.trainingWithWrongLabels()), data.wrong());
    this.test = data.test();
    this.forget = removal.forget();
    this.retrained = retrained;
    this.quality = new QualityMeter(
        removal.retained(), InteractionView.of(test), Dataset.THRESHOLD);
  }

  /** The figures, named as {@link PeerFigure}'s. */
  record Found(double auc, double test, double forgotten, double label) {}

  Found measure(RecommenderModel model) {
    double label = 0;
    for (int k = 0; k < forget.size(); k++) {
      double positive = probability(model, forget, k);
      label += forget.value(k) > Dataset.THRESHOLD ? positive : 1 - positive;
    }
    return new Found(
        quality.areaUnderCurve(model), difference(model, test), difference(model, forget),
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
