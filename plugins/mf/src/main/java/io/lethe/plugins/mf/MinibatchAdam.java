package io.lethe.plugins.mf;

import io.lethe.kernels.AdamArrays;
import io.lethe.kernels.AdamCatchUp;
import io.lethe.kernels.AdamSchedule;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.MinibatchKernels;
import io.lethe.kernels.RowGroups;
import io.lethe.training.Descent;
import io.lethe.training.EpochSchedule;
import io.lethe.training.FactorTables;
import io.lethe.training.SideGroups;
import io.lethe.training.WorkTeam;

/**
 * Epochs of minibatch Adam over two tables, with the semantics of dense Adam: a row moves in every
 * step, by momentum alone where it has no gradient. Those idle steps are taken together, when a row
 * is at hand: behind its own step up to the minibatch before its next occurrence, and at the start
 * of an epoch up to its first one. So every row is up to date whenever it is read.
 *
 * <p>The objective of a minibatch is {@code batches / terms} times its part of the whole objective
 * (the mean over an average minibatch); a row's L2 term is divided among its loss terms. Over an
 * epoch the parts sum up to the whole. Same bits for any number of threads: a row's sums run in the
 * order of its terms, whoever computes them. Confined to one training run.
 */
final class MinibatchAdam implements Descent.Epochs {

  private static final int CHUNK_GROUPS = 64;
  private static final int CHUNK_ROWS = 512;

  private final Kernels kernels;
  private final MinibatchKernels passes;
  private final WorkTeam team;
  private final AdamSchedule adam;
  private final FactorTables tables;
  private final EpochSchedule epochs;
  private final AdamArrays userArrays;
  private final AdamArrays itemArrays;
  private final AdamCatchUp step;
  private final float ridge;
  private final float factor;
  private final float[] scores;
  private final float[] residuals;
  private final float[] itemResiduals;
  private final float[] userGradients;
  private final float[] itemGradients;
  private final double[] losses;
  private long steps;

  MinibatchAdam(
      Kernels kernels, WorkTeam team, MfOptions options, FactorTables tables,
      EpochSchedule epochs) {
    this.kernels = kernels;
    this.passes = kernels.minibatch();
    this.team = team;
    this.adam = AdamSchedule.of(options.common().learningRate());
    this.tables = tables;
    this.epochs = epochs;
    this.userArrays = AdamArrays.zeroed(tables.users().values());
    this.itemArrays = AdamArrays.zeroed(tables.items().values());
    this.step = AdamCatchUp.upTo(epochs.batches(), adam);
    this.factor = (float) ((double) epochs.batches() / epochs.terms());
    this.ridge = options.common().l2() * factor;
    this.scores = new float[epochs.terms()];
    this.residuals = new float[epochs.terms()];
    this.itemResiduals = new float[epochs.terms()];
    this.userGradients = new float[tables.users().values().length];
    this.itemGradients = new float[tables.items().values().length];
    this.losses = new double[Math.ceilDiv(tables.userCount(), CHUNK_GROUPS)];
  }

  /** Runs one epoch; the loss of each term is at the parameters of its minibatch. */
  @Override
  public double run(int epoch, Runnable beforeBatch) {
    epochs.draw(epoch);
    rest(userArrays, epochs.users());
    rest(itemArrays, epochs.items());
    double loss = 0;
    for (int b = 0; b < epochs.batches(); b++) {
      beforeBatch.run();
      steps++;
      step.prepare(adam, steps, epochs.batches() - 1 - b, false);
      loss += userGradients(b);
      itemSteps(b);
      userSteps(b);
    }
    return loss / epochs.terms();
  }

  @Override
  public FactorTables scored() {
    return tables;
  }

  private void rest(AdamArrays arrays, SideGroups side) {
    if (steps == 0) {
      return;
    }
    step.prepare(adam, steps, epochs.batches(), true);
    int rows = side.firstBatch().length;
    team.run(
        Math.ceilDiv(rows, CHUNK_ROWS),
        chunk -> passes.adamIdleRows(
            arrays, tables.width(), side.firstBatch(), chunk * CHUNK_ROWS,
            Math.min(rows, (chunk + 1) * CHUNK_ROWS), step));
  }

  private double userGradients(int batch) {
    SideGroups side = epochs.users();
    int first = side.groupStart(batch);
    int end = side.groupEnd(batch);
    int chunks = Math.ceilDiv(end - first, CHUNK_GROUPS);
    team.run(chunks, chunk -> {
      int from = first + chunk * CHUNK_GROUPS;
      int to = Math.min(end, from + CHUNK_GROUPS);
      RowGroups groups = side.groups();
      passes.scores(groups, from, to, tables.users(), tables.items(), scores);
      int firstTerm = groups.starts()[from];
      int endTerm = groups.starts()[to];
      losses[chunk] = kernels.logisticLoss(scores, epochs.labels(), firstTerm, endTerm);
      kernels.logisticResidual(scores, epochs.labels(), residuals, firstTerm, endTerm);
      kernels.scale(factor, residuals, firstTerm, endTerm - firstTerm);
      passes.sums(groups, from, to, tables.items(), residuals, userGradients, first);
    });
    double loss = 0;
    for (int chunk = 0; chunk < chunks; chunk++) {
      loss += losses[chunk];
    }
    return loss;
  }

  private void itemSteps(int batch) {
    SideGroups side = epochs.items();
    int first = side.groupStart(batch);
    int end = side.groupEnd(batch);
    int[] terms = epochs.termOfItemPlace();
    team.run(Math.ceilDiv(end - first, CHUNK_GROUPS), chunk -> {
      int from = first + chunk * CHUNK_GROUPS;
      int to = Math.min(end, from + CHUNK_GROUPS);
      RowGroups groups = side.groups();
      for (int p = groups.starts()[from]; p < groups.starts()[to]; p++) {
        itemResiduals[p] = residuals[terms[p]];
      }
      passes.sums(groups, from, to, tables.users(), itemResiduals, itemGradients, first);
      passes.adamRows(
          itemArrays, tables.width(), groups, from, to, itemGradients, first, ridge, step);
      freeze(itemArrays, groups, from, to, tables.frozenOfItem());
    });
  }

  private void userSteps(int batch) {
    SideGroups side = epochs.users();
    int first = side.groupStart(batch);
    int end = side.groupEnd(batch);
    team.run(Math.ceilDiv(end - first, CHUNK_GROUPS), chunk -> {
      int from = first + chunk * CHUNK_GROUPS;
      int to = Math.min(end, from + CHUNK_GROUPS);
      passes.adamRows(
          userArrays, tables.width(), side.groups(), from, to, userGradients, first, ridge, step);
      freeze(userArrays, side.groups(), from, to, tables.frozenOfUser());
    });
  }

  private void freeze(AdamArrays arrays, RowGroups groups, int from, int to, int frozen) {
    if (frozen < 0) {
      return;
    }
    for (int g = from; g < to; g++) {
      int at = groups.rows()[g] * tables.width() + frozen;
      arrays.parameters()[at] = 1;
      arrays.means()[at] = 0;
      arrays.squares()[at] = 0;
    }
  }
}
