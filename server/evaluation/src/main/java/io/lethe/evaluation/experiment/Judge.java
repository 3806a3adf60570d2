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
import org.jspecify.annotations.Nullable;

/** Measures models beside the retrained one, for one forget set. Immutable. */
final class Judge {

  private final ComparedPairs pairs;
  private final StayingPairs staying;
  private final boolean tooSmall;
  private final QualityMeter all;
  private final QualityMeter either;
  private final QualityMeter both;
  private final QualityMeter ranking;
  private final TopLists lists;
  private final UserMovement movement;
  private final @Nullable TargetRank target;
  private final double retrainedAuc;
  private final double originalOverlap;
  private final Recovery auc;
  private final Recovery ndcg;
  private final Values ranks = new Values();

  /** Measures the original and both retrained models once. */
  Judge(
      Dataset data, ForgetKind kind, Origin origin, Reference reference, @Nullable Attack attack) {
    PairDraws draws = new PairDraws(data, origin.setting(), reference);
    RecommenderModel original = origin.setting().original().model();
    RecommenderModel retrained = reference.retrained().value().model();
    RecommenderModel otherSeed = reference.otherSeed().value().model();
    Interactions test = draws.test();
    IntPredicate user = k -> draws.touchedUser(test.user(k));
    IntPredicate item = k -> draws.touchedItem(test.item(k));
    this.pairs = new ComparedPairs(draws, original, retrained, kind.wrongLabels());
    this.staying = new StayingPairs(
        draws.comparedUsers(), draws.comparedItems(), original, retrained, otherSeed);
    this.tooSmall = kind.rowsStay() ? pairs.forgottenTooSmall(otherSeed) : staying.tooSmall();
    this.all = meter(reference, test, k -> true);
    this.either = meter(reference, test, user.or(item));
    this.both = meter(reference, test, user.and(item));
    this.ranking = meter(reference, test, k -> draws.rankedUser(test.user(k)));
    this.lists = new TopLists(reference.retained(), draws.listUsers(), retrained);
    this.movement = new UserMovement(draws.movingUsers(), draws.someItems(), retrained);
    this.retrainedAuc = pairs.attack(retrained).auc();
    this.originalOverlap = lists.overlap(original);
    this.auc = new Recovery(
        all.areaUnderCurve(original), all.areaUnderCurve(retrained), all.areaUnderCurve(otherSeed));
    this.ndcg = new Recovery(
        ranking.measure(original).ndcgAt10(), ranking.measure(retrained).ndcgAt10(),
        ranking.measure(otherSeed).ndcgAt10());
    this.target = attack == null
        ? null
        : new TargetRank(attack.target(), draws.listUsers(), reference.retained());
    if (target != null) {
      ranks.put(Measure.TARGET_RANK_ORIGINAL, target.median(original));
      ranks.put(Measure.TARGET_RANK_RETRAIN, target.median(retrained));
      ranks.put(Measure.TARGET_RANK_OTHER, target.median(otherSeed));
    }
  }

  private static QualityMeter meter(Reference reference, Interactions test, IntPredicate counts) {
    int[] leftOut = IntStream.range(0, test.size()).filter(counts.negate()).toArray();
    return new QualityMeter(
        reference.retained(), new InteractionView(test, leftOut), Dataset.THRESHOLD);
  }

  /** What training again gains over the original, and how much of it a model has. */
  private record Recovery(double original, double retrained, double otherSeed) {

    /** NaN where another seed differs from the retrain by more than the retrain gains. */
    double share(double value) {
      double gain = retrained - original;
      return gain > Math.abs(otherSeed - retrained) ? (value - original) / gain : Double.NaN;
    }
  }

  /** All measures of a model but its times. */
  void measure(RecommenderModel model, Values values) {
    pairs.measure(model, values);
    staying.measure(model, values);
    values.put(Measure.TOO_SMALL, tooSmall ? 1 : 0);
    MembershipInference attack = pairs.attack(model);
    values.put(Measure.MIA_AUC, attack.auc());
    values.put(Measure.MIA_LOW, attack.low());
    values.put(Measure.MIA_HIGH, attack.high());
    values.put(Measure.MIA_TPR, attack.truePositivesAt1());
    values.put(Measure.MIA_DIFFERENCE, attack.auc() - retrainedAuc);
    values.roc(attack.roc());
    values.put(Measure.OVERLAP, lists.overlap(model));
    values.put(Measure.OVERLAP_ORIGINAL, originalOverlap);
    if (target != null) {
      values.addAll(ranks);
      values.put(Measure.TARGET_RANK, target.median(model));
    }
    values.put(Measure.DP_WORST_USERS, movement.worst(model));
    quality(model, values);
  }

  private void quality(RecommenderModel model, Values values) {
    double area = all.areaUnderCurve(model);
    values.put(Measure.AUC, area);
    values.put(Measure.AUC_RECOVERED, auc.share(area));
    values.put(Measure.AUC_OR, either.areaUnderCurve(model));
    values.put(Measure.AUC_AND, both.areaUnderCurve(model));
    ModelQuality quality = ranking.measure(model);
    values.put(Measure.NDCG, quality.ndcgAt10());
    values.put(Measure.NDCG_RECOVERED, ndcg.share(quality.ndcgAt10()));
    values.put(Measure.HIT_RATE, quality.hitRateAt10());
    values.put(Measure.RECALL, quality.recallAt20());
  }
}
