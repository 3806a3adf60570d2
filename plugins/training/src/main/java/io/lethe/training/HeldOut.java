package io.lethe.training;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import io.lethe.spi.TrainingData;
import io.lethe.training.objective.LossTerms;
import io.lethe.training.ranking.PopularityContrast;
import org.jspecify.annotations.Nullable;

/**
 * What held-out interactions say after an epoch. Explicit ones are judged by AUC, implicit ones by the
 * lists' NDCG at 10: an AUC rises with every unpopular item pushed down, which no list shows.
 */
final class HeldOut {
  /** Lists that are that much alike to those by popularity have nothing personal to them. */
  private static final double ALIKE = 0.75;
  /** Up to so much of popularity's gain, there is nothing gained. */
  private static final double NO_BETTER = 1.15;
  /** Fewer items than this are alike in any lists of ten. */
  private static final int ITEMS_MIN = 100;

  private final ValidationSet pairs;
  private final @Nullable PopularityContrast ranking;
  private final int items;

  private HeldOut(ValidationSet pairs, @Nullable PopularityContrast ranking, int items) {
    this.pairs = pairs;
    this.ranking = ranking;
    this.items = items;
  }

  static HeldOut of(TrainingData data, LossTerms terms) {
    PopularityContrast ranking = terms.sampled() == 0
        ? null
        : PopularityContrast
            .of(data.training(), data.validation(), ValueScale.of(data.training()).relevantFrom());
    return new HeldOut(
        ValidationSet.of(data.validation(), terms),
        ranking == null || ranking.isEmpty() ? null : ranking,
        data.training().all().keys().itemCount());
  }

  /**
   * After one epoch.
   *
   * @param auc NaN without both labels
   * @param ndcg NaN if lists are not looked at
   * @param popular part of the lists that is popularity's; 0 if they are not looked at
   */
  record Verdict(double auc, double ndcg, double popular) {
    /** The larger the better; NaN if there is nothing to tell. */
    double goodness() {
      return Double.isNaN(ndcg) ? auc : ndcg;
    }
  }

  Verdict judge(Kernels kernels, WorkTeam team, FactorTables tables) {
    double auc = pairs.auc(kernels.minibatch(), team, tables);
    if (ranking == null) {
      return new Verdict(auc, Double.NaN, 0);
    }
    PopularityContrast.Quality quality = ranking.of(
        kernels, team::run, EmbeddingTable.wrap(tables.users().values(), tables.width()),
        EmbeddingTable.wrap(tables.items().values(), tables.width()));
    return new Verdict(auc, quality.ndcg(), quality.popular());
  }

  /** The goodness of the most popular items; minus infinity if lists are not looked at. */
  double plateau() {
    return ranking == null ? Double.NEGATIVE_INFINITY : NO_BETTER * ranking.popularity();
  }

  /** What ranking by popularity gains; NaN if lists are not looked at. */
  double popularity() {
    return ranking == null ? Double.NaN : ranking.popularity();
  }

  /** Whether a model recommends what is popular, and gains nothing over it. */
  boolean collapsed(Verdict verdict) {
    return ranking != null && items >= ITEMS_MIN && verdict.popular() >= ALIKE
        && verdict.ndcg() <= plateau();
  }
}
