package io.lethe.evaluation.experiment;

import io.lethe.evaluation.ModelQuality;
import io.lethe.evaluation.QualityMeter;
import io.lethe.evaluation.measure.MembershipInference;
import io.lethe.evaluation.measure.TopLists;
import io.lethe.evaluation.measure.UserMovement;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.RecommenderModel;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Measures models beside the retrained one, for one forget set. Immutable. */
final class Judge {

  private final ComparedPairs pairs;
  private final QualityMeter all;
  private final QualityMeter either;
  private final QualityMeter both;
  private final QualityMeter ranking;
  private final TopLists lists;
  private final UserMovement movement;
  private final double retrainedAuc;

  /** Measures the original and the retrained model once. */
  Judge(Dataset data, ForgetKind kind, Origin origin, Reference reference) {
    PairDraws draws = new PairDraws(data, origin.setting(), reference);
    RecommenderModel retrained = reference.retrained().value().model();
    Interactions test = draws.test();
    IntPredicate user = k -> draws.touchedUser(test.user(k));
    IntPredicate item = k -> draws.touchedItem(test.item(k));
    this.pairs = new ComparedPairs(
        draws, origin.setting().original().model(), retrained, kind.wrongLabels());
    this.all = meter(reference, test, k -> true);
    this.either = meter(reference, test, user.or(item));
    this.both = meter(reference, test, user.and(item));
    this.ranking = meter(reference, test, k -> draws.rankedUser(test.user(k)));
    this.lists = new TopLists(reference.retained(), draws.listUsers(), retrained);
    this.movement = new UserMovement(draws.movingUsers(), draws.someItems(), retrained);
    this.retrainedAuc = pairs.attack(retrained).auc();
  }

  private static QualityMeter meter(Reference reference, Interactions test, IntPredicate counts) {
    int[] leftOut = IntStream.range(0, test.size()).filter(counts.negate()).toArray();
    return new QualityMeter(
        reference.retained(), new InteractionView(test, leftOut), Dataset.THRESHOLD);
  }

  /** All measures of a model but its times. */
  void measure(RecommenderModel model, Values values) {
    pairs.measure(model, values);
    MembershipInference attack = pairs.attack(model);
    values.put(Measure.MIA_AUC, attack.auc());
    values.put(Measure.MIA_LOW, attack.low());
    values.put(Measure.MIA_HIGH, attack.high());
    values.put(Measure.MIA_TPR, attack.truePositivesAt1());
    values.put(Measure.MIA_DIFFERENCE, attack.auc() - retrainedAuc);
    values.roc(attack.roc());
    values.put(Measure.OVERLAP, lists.overlap(model));
    values.put(Measure.DP_WORST_USERS, movement.worst(model));
    values.put(Measure.AUC, all.areaUnderCurve(model));
    values.put(Measure.AUC_OR, either.areaUnderCurve(model));
    values.put(Measure.AUC_AND, both.areaUnderCurve(model));
    ModelQuality quality = ranking.measure(model);
    values.put(Measure.NDCG, quality.ndcgAt10());
    values.put(Measure.HIT_RATE, quality.hitRateAt10());
    values.put(Measure.RECALL, quality.recallAt20());
  }
}
