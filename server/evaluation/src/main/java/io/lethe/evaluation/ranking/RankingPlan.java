package io.lethe.evaluation.ranking;

import io.lethe.evaluation.experiment.CellKey;
import io.lethe.evaluation.experiment.ModelChoice;
import java.util.List;

/**
 * Every split with every model and seed.
 *
 * @param seeds of training and of the held-out tenth; the lists of the first are what those of the
 *     others are held against
 */
public record RankingPlan(List<RankingSplit> splits, List<ModelChoice> models, List<Long> seeds) {

  /** Name of the model that needs no family: it is part of every plan. */
  public static final String MOST_POPULAR = "most-popular";

  private static final String FORGET_PREFIX = "ranking-";
  private static final String METHOD = "lists";

  public RankingPlan {
    splits = List.copyOf(splits);
    models = List.copyOf(models);
    seeds = List.copyOf(seeds);
    if (splits.isEmpty() || seeds.isEmpty()) {
      throw new IllegalArgumentException(
          "%d splits and %d seeds; at least one of each is needed"
              .formatted(splits.size(), seeds.size()));
    }
  }

  /** Whether a cell is one of such plans. */
  public static boolean isRanking(CellKey key) {
    return key.forget().startsWith(FORGET_PREFIX);
  }

  /** The split that a cell of such a plan was measured on, as it names itself. */
  public static String split(CellKey key) {
    return key.forget().substring(FORGET_PREFIX.length());
  }

  CellKey key(RankingSplit split, String model, long seed) {
    return new CellKey(split.rows().name(), model, FORGET_PREFIX + split.name(), seed, METHOD);
  }

  /** Number of cells, the most popular items included. */
  int cells() {
    return splits.size() * (1 + models.size() * seeds.size());
  }
}
