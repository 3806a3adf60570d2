package io.lethe.training;

import io.lethe.kernels.AreaUnderCurve;
import io.lethe.kernels.MinibatchKernels;
import io.lethe.kernels.RowGroups;
import io.lethe.spi.InteractionView;
import io.lethe.training.objective.LossTerms;

/**
 * Held-out interactions, grouped by user once, scored after every epoch. Implicit interactions meet
 * sampled negatives of their own here, the same after every epoch.
 */
public final class ValidationSet {

  /** Whose negatives validation uses: no epoch of training. */
  private static final int VALIDATION_EPOCH = -1;

  private static final int CHUNK_GROUPS = 64;

  private final RowGroups groups;
  private final int groupCount;
  private final float[] labels;
  private final float[] scores;

  private ValidationSet(RowGroups groups, int groupCount, float[] labels) {
    this.groups = groups;
    this.groupCount = groupCount;
    this.labels = labels;
    this.scores = new float[labels.length];
  }

  /** Groups a view's terms; O(view). */
  public static ValidationSet of(InteractionView view, LossTerms terms) {
    TermColumns columns = TermColumns.of(view, terms, VALIDATION_EPOCH);
    int[] order = CountingOrder.of(columns.users(), view.all().keys().userCount());
    int[] rows = new int[order.length];
    int[] starts = new int[order.length + 1];
    int[] items = new int[order.length];
    float[] labels = new float[order.length];
    int count = 0;
    for (int p = 0; p < order.length; p++) {
      int user = columns.users()[order[p]];
      if (count == 0 || rows[count - 1] != user) {
        rows[count] = user;
        starts[count++] = p;
      }
      items[p] = columns.items()[order[p]];
      labels[p] = columns.labels()[order[p]];
    }
    starts[count] = order.length;
    RowGroups groups = new RowGroups(rows, starts, items, new int[count], new float[count]);
    return new ValidationSet(groups, count, labels);
  }

  /** AUC over all terms; NaN if there are not both positive and negative ones. */
  public double auc(MinibatchKernels kernels, WorkTeam team, FactorTables tables) {
    team.run(Math.ceilDiv(groupCount, CHUNK_GROUPS), chunk -> {
      int from = chunk * CHUNK_GROUPS;
      int to = Math.min(groupCount, from + CHUNK_GROUPS);
      kernels.scores(groups, from, to, tables.users(), tables.items(), scores);
    });
    return AreaUnderCurve.of(scores, labels);
  }
}
