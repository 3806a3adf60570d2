package io.lethe.evaluation.plugin;

import io.lethe.checks.Measure;
import io.lethe.checks.Promise;
import io.lethe.checks.family.Family;
import io.lethe.evaluation.Predictions;
import io.lethe.evaluation.measure.Gap;
import io.lethe.evaluation.measure.HashOrder;
import io.lethe.evaluation.strategy.ForgetRequest;
import io.lethe.evaluation.strategy.Forgetful;
import io.lethe.evaluation.strategy.Setting;
import io.lethe.evaluation.strategy.Strategies;
import io.lethe.spi.Interactions;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.unlearning.ErasedEntities;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a server's default way of forgetting leaves, beside a training without the forgotten: of a user and
 * of a share of all interactions. As in a server, what held-out interactions chose is fixed before.
 */
final class Forgetting {

  private static final float THRESHOLD = 3;
  private static final double PAIRS_SHARE = 0.01;
  private static final int ENOUGH_INTERACTIONS = 10;
  private static final int COMPARED_MAX = 200;

  /** Of doing nothing. */
  private static final double DISTANCE_MAX = 1;

  private static final String REFUSED = "retrain-required";

  private final Family family;
  private final CheckData data;
  private final Strategies strategies;
  private final Setting ours;
  private final Setting anew;

  /** Trains the model that is to forget. */
  Forgetting(Family family, CheckData data, TrainedModel first, Strategies strategies) {
    this.family = family;
    this.data = data;
    this.strategies = strategies;
    TrainingConfig config = new TrainingConfig(family.seed(), CheckData.options(first));
    TrainedModel original = family.plugin()
        .trainer(config, family.alone())
        .train(data.all(), report -> {});
    this.ours = setting(config, original, data.validation());
    this.anew = setting(config, original, data.nothing());
  }

  private Setting setting(TrainingConfig config, TrainedModel original, Interactions heldOut) {
    return new Setting(
        family.plugin(), family.alone(), config, original, data.training(), heldOut, THRESHOLD);
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    int user = ordinaryUser();
    int[] ofUser = IntStream.range(0, data.training().size())
        .filter(position -> data.training().user(position) == user)
        .toArray();
    findings.addAll(
        of(
            "a user", user,
            new ForgetRequest(ofUser, new ErasedEntities(new int[]{user}, new int[0]))));
    int[] pairs = HashOrder.first(
        IntStream.range(0, data.training().size()).toArray(),
        (int) Math.ceil(PAIRS_SHARE * data.training().size()), family.seed(), k -> k);
    findings
        .addAll(of("1 % of the interactions", -1, new ForgetRequest(pairs, ErasedEntities.none())));
    return findings;
  }

  /** The one with the median number of interactions, of those with enough. */
  private int ordinaryUser() {
    int[] counts = new int[data.training().keys().userCount()];
    for (int position = 0; position < data.training().size(); position++) {
      counts[data.training().user(position)]++;
    }
    List<Integer> users = IntStream.range(0, counts.length)
        .filter(user -> counts[user] >= ENOUGH_INTERACTIONS)
        .boxed()
        .sorted(Comparator.comparingInt(user -> counts[user]))
        .toList();
    return users.isEmpty() ? data.training().user(0) : users.get(users.size() / 2);
  }

  private List<Finding> of(String what, int user, ForgetRequest request) {
    Forgetful.Step step = strategies.named("lethe-auto").prepare(ours).forget(request);
    RecommenderModel updated = step.next().model();
    if (step.measures().containsKey(REFUSED)) {
      return List.of(
          Finding.note(
              CheckStep.FORGETTING, "%s: a server refuses the update%s and trains anew"
                  .formatted(what, reason(step.measures()))));
    }
    RecommenderModel retrained = strategies.named("retrain")
        .prepare(anew)
        .forget(request)
        .next()
        .model();
    List<Finding> findings = new ArrayList<>();
    findings.add(distance(what, "everybody else's scores", updated, retrained, others(user)));
    if (user < 0) {
      findings.add(
          distance(
              what, "the forgotten pairs' scores", updated, retrained,
              data.training().at(request.positions())));
    }
    return findings;
  }

  private static String reason(Map<String, Double> measures) {
    return measures.keySet()
        .stream()
        .filter(name -> name.startsWith(REFUSED + "-"))
        .findFirst()
        .map(name -> " (%s)".formatted(name.substring(REFUSED.length() + 1)))
        .orElse("");
  }

  private Finding distance(
      String what, String whose, RecommenderModel updated, RecommenderModel retrained,
      Interactions pairs) {
    double[] wanted = Predictions.of(retrained, pairs);
    Gap nothing = Gap.of(Predictions.of(ours.original().model(), pairs), wanted);
    Gap done = Gap.of(Predictions.of(updated, pairs), wanted);
    if (nothing.rms() == 0) {
      return Finding.note(
          CheckStep.FORGETTING,
          "%s: a training without changes nothing in %s".formatted(what, whose));
    }
    return Finding.of(
        CheckStep.FORGETTING,
        new Measure(
            Promise.FORGETTING, "all", -1,
            "distance of %s to a training without %s, over that of doing nothing,"
                .formatted(whose, what),
            done.relativeTo(nothing), 0, DISTANCE_MAX,
            "the derivatives, termCounts() or the declared L2 are not those of what is trained, or"
                + " training is not coupled"));
  }

  /** Evenly spread users, but one, and items. */
  private Interactions others(int except) {
    int[] users = spread(data.training().keys().userCount());
    int[] items = spread(data.training().keys().itemCount());
    int[] kept = IntStream.of(users).filter(user -> user != except).toArray();
    int size = kept.length * items.length;
    return new Interactions(
        data.training().keys(), IntStream.range(0, size).map(k -> kept[k / items.length]).toArray(),
        IntStream.range(0, size).map(k -> items[k % items.length]).toArray(), new float[size]);
  }

  private static int[] spread(int bound) {
    int count = Math.min(COMPARED_MAX, bound);
    return IntStream.range(0, count).map(k -> (int) ((long) k * bound / count)).toArray();
  }
}
