package io.lethe.evaluation.experiment;

import io.lethe.evaluation.strategy.Strategy;
import java.util.List;

/**
 * Sizes of made-up data on which single users are erased.
 *
 * @param interactions numbers of interactions, ascending
 * @param fullMax the most interactions on which a training is carried out to its end; beyond, some
 *     epochs are timed and the rest is extrapolated
 */
public record ScalingPlan(
    List<Integer> interactions, List<ModelChoice> models, List<Strategy> methods, long seed,
    int fullMax) {

  /** What stands in place of a forget set in the cells of such a plan. */
  public static final String FORGET = "scaling";

  /** Interactions of a user, and of an item, on average: the same at any size. */
  static final int PER_USER = 100;

  public ScalingPlan {
    interactions = interactions.stream().sorted().toList();
    models = List.copyOf(models);
    methods = List.copyOf(methods);
    if (interactions.isEmpty() || interactions.getFirst() < PER_USER * PER_USER) {
      throw new IllegalArgumentException(
          "sizes %s: at least one, and each at least %d interactions"
              .formatted(interactions, PER_USER * PER_USER));
    }
  }

  CellKey key(int size, ModelChoice model, Strategy method) {
    return new CellKey(dataName(size), model.name(), FORGET, seed, method.name());
  }

  static String dataName(int size) {
    return "made-up-" + size;
  }

  int cells() {
    return interactions.size() * models.size() * methods.size();
  }
}
