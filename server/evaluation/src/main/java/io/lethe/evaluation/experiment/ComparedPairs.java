package io.lethe.evaluation.experiment;

import io.lethe.evaluation.Predictions;
import io.lethe.evaluation.measure.Gap;
import io.lethe.evaluation.measure.Losses;
import io.lethe.evaluation.measure.MembershipInference;
import io.lethe.spi.Interactions;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.ScoreScale;
import java.util.Arrays;
import java.util.List;

/** Pairs on which models are compared with the retrained one. Immutable. */
final class ComparedPairs {

  private final Interactions forgotten;
  private final Interactions others;
  private final List<Group> groups;

  /** Predicts with both models once. */
  ComparedPairs(
      PairDraws draws, RecommenderModel original, RecommenderModel retrained, boolean wrongLabels) {
    this.forgotten = draws.forgotten();
    this.others = draws.neverTrained(wrongLabels);
    this.groups = List.of(
        new Group(forgotten, Measure.GAP_FORGOTTEN, Measure.DP_FORGOTTEN, original, retrained),
        new Group(
            draws.neighbours(), Measure.GAP_NEIGHBOURS, Measure.DP_NEIGHBOURS, original, retrained),
        new Group(draws.unseen(), Measure.GAP_RANDOM, Measure.DP_RANDOM, original, retrained),
        new Group(draws.test(), Measure.GAP_TEST, Measure.DP_TEST, original, retrained));
  }

  void measure(RecommenderModel model, Values values) {
    values.put(Measure.FORGOTTEN, forgotten.size());
    values.put(Measure.MIA_OTHERS, others.size());
    groups.forEach(group -> group.measure(model, values));
    if (model.scoreScale() == ScoreScale.LOGIT) {
      double[] ofLabels = Losses.ofLabels(Predictions.of(model, forgotten), forgotten);
      values.put(Measure.LABEL_PROBABILITY, Arrays.stream(ofLabels).average().orElse(Double.NaN));
    }
  }

  /** Whether the distance on the forgotten pairs that others are held against is noise. */
  boolean forgottenTooSmall(RecommenderModel otherSeed) {
    return groups.getFirst().tooSmall(otherSeed);
  }

  MembershipInference attack(RecommenderModel model) {
    return MembershipInference.of(losses(model, forgotten), losses(model, others));
  }

  private static double[] losses(RecommenderModel model, Interactions pairs) {
    return Losses.of(model.scoreScale(), Predictions.of(model, pairs), pairs);
  }

  /** One kind of pairs with what the retrained model says about them. */
  private static final class Group {

    private final Interactions pairs;
    private final Measure relative;
    private final Measure mean;
    private final double[] target;
    private final Gap scale;

    Group(
        Interactions pairs, Measure relative, Measure mean, RecommenderModel original,
        RecommenderModel retrained) {
      this.pairs = pairs;
      this.relative = relative;
      this.mean = mean;
      this.target = Predictions.of(retrained, pairs);
      this.scale = Gap.of(Predictions.of(original, pairs), target);
    }

    boolean tooSmall(RecommenderModel otherSeed) {
      double level = Gap.of(target, new double[target.length]).rms();
      Gap seeds = Gap.of(Predictions.of(otherSeed, pairs), target);
      return Noise.hides(scale.rms(), seeds.rms(), level);
    }

    void measure(RecommenderModel model, Values values) {
      Gap gap = Gap.of(Predictions.of(model, pairs), target);
      values.put(relative, gap.relativeTo(scale));
      values.put(mean, gap.mean());
    }
  }
}
