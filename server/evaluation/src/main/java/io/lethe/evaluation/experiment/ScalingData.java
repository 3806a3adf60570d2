package io.lethe.evaluation.experiment;

import io.lethe.evaluation.SyntheticInteractions;
import io.lethe.evaluation.SyntheticSpec;
import io.lethe.evaluation.UserGroups;
import io.lethe.evaluation.measure.HashOrder;
import io.lethe.evaluation.strategy.ForgetRequest;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.unlearning.ErasedEntities;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Made-up interactions of one size with labels of 0 and 1; a small part validates.
 *
 * @param training what models learn from
 * @param validation for early stopping and calibration
 */
record ScalingData(Interactions training, Interactions validation) {

  private static final int VALIDATION_MAX = 50_000;
  private static final int VALIDATION_SHARE_INVERSE = 20;
  private static final float POSITIVE_ABOVE = 3;

  /** O(size). */
  static ScalingData of(int size, long seed) {
    int entities = size / ScalingPlan.PER_USER;
    Interactions rated = SyntheticInteractions
        .generate(new SyntheticSpec(entities, entities, size, seed));
    int step = Math.max(VALIDATION_SHARE_INVERSE, size / VALIDATION_MAX);
    return new ScalingData(part(rated, step, false), part(rated, step, true));
  }

  private static Interactions part(Interactions rated, int step, boolean validation) {
    int[] positions = IntStream.range(0, rated.size())
        .filter(k -> (HashOrder.hash(step, k) >>> 1) % step == 0 == validation)
        .toArray();
    Interactions some = rated.at(positions);
    float[] labels = new float[some.size()];
    for (int k = 0; k < labels.length; k++) {
      labels[k] = some.value(k) > POSITIVE_ABOVE ? 1 : 0;
    }
    return some.withValues(labels);
  }

  /** Requests for the users next to the median in number of interactions, one each. */
  List<ForgetRequest> medianUsers(int count) {
    UserGroups groups = new UserGroups(InteractionView.of(training));
    int[] byActivity = IntStream.range(0, groups.users())
        .filter(user -> groups.count(user) > 0)
        .boxed()
        .sorted(Comparator.comparingInt(groups::count))
        .mapToInt(user -> user)
        .toArray();
    int from = Math.max(0, byActivity.length / 2 - count / 2);
    return Arrays.stream(byActivity)
        .skip(from)
        .limit(count)
        .mapToObj(user -> request(groups, user))
        .toList();
  }

  private static ForgetRequest request(UserGroups groups, int user) {
    int[] positions = IntStream.range(0, groups.count(user))
        .map(k -> groups.position(groups.start(user) + k))
        .toArray();
    return new ForgetRequest(positions, ErasedEntities.user(user));
  }
}
