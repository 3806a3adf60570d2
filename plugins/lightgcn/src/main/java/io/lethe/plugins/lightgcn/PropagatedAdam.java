package io.lethe.plugins.lightgcn;

import io.lethe.kernels.AdamArrays;
import io.lethe.kernels.AdamSchedule;
import io.lethe.kernels.AdamStep;
import io.lethe.kernels.DenseRows;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.MinibatchKernels;
import io.lethe.kernels.RowGroups;
import io.lethe.training.Descent;
import io.lethe.training.EpochSchedule;
import io.lethe.training.FactorTables;
import io.lethe.training.SideGroups;
import io.lethe.training.TrainingOptions;
import io.lethe.training.WorkTeam;

/**
 * Epochs of minibatch Adam through the propagation: all final embeddings, the gradient in those of
 * the minibatch, propagated back, and a dense step on every layer-0 row.
 *
 * <p>The objective of a minibatch is {@code batches / terms} times its part of the whole objective,
 * of whose L2 term every minibatch has an equal share. Same bits for any number of threads. Confined
 * to one training run.
 */
final class PropagatedAdam implements Descent.Epochs {

  private static final int CHUNK_GROUPS = 64;
  private static final int CHUNK_FLOATS = 32_768;

  private final Kernels kernels;
  private final MinibatchKernels passes;
  private final WorkTeam team;
  private final AdamSchedule adam;
  private final Propagation propagation;
  private final EpochSchedule epochs;
  private final int width;
  private final NodeVectors parameters;
  private final NodeVectors finalRows;
  private final NodeVectors finalGradients;
  private final NodeVectors gradients;
  private final NodeVectors scratch;
  private final FactorTables finals;
  private final AdamArrays userArrays;
  private final AdamArrays itemArrays;
  private final float factor;
  private final float[] scores;
  private final float[] residuals;
  private final float[] itemResiduals;
  private final float[] sums;
  private final double[] losses;
  private long steps;

  PropagatedAdam(
      Kernels kernels, WorkTeam team, TrainingOptions options, Propagation propagation,
      FactorTables tables, EpochSchedule epochs) {
    this.kernels = kernels;
    this.passes = kernels.minibatch();
    this.team = team;
    this.propagation = propagation;
    this.epochs = epochs;
    this.width = tables.width();
    this.adam = new AdamSchedule(
        options.learningRate(), 0.9, 0.999, 1e-8, (double) options.l2() / epochs.terms());
    this.factor = (float) ((double) epochs.batches() / epochs.terms());
    this.finals = tables.copy();
    this.parameters = NodeVectors.of(tables);
    this.finalRows = NodeVectors.of(finals);
    this.finalGradients = like(tables);
    this.gradients = like(tables);
    this.scratch = like(tables);
    this.userArrays = AdamArrays.zeroed(tables.users().values());
    this.itemArrays = AdamArrays.zeroed(tables.items().values());
    this.scores = new float[epochs.terms()];
    this.residuals = new float[epochs.terms()];
    this.itemResiduals = new float[epochs.terms()];
    this.sums = new float[Math.max(tables.userCount(), tables.itemCount()) * width];
    this.losses = new double[Math.ceilDiv(tables.userCount(), CHUNK_GROUPS)];
  }

  private static NodeVectors like(FactorTables tables) {
    return NodeVectors.zeros(tables.userCount(), tables.itemCount(), tables.width());
  }

  @Override
  public double run(int epoch, Runnable beforeBatch) {
    epochs.draw(epoch);
    double loss = 0;
    for (int b = 0; b < epochs.batches(); b++) {
      beforeBatch.run();
      steps++;
      propagation.apply(team::run, parameters, finalRows, scratch);
      finalGradients.clear();
      loss += userGradients(b);
      itemGradients(b);
      propagation.apply(team::run, finalGradients, gradients, scratch);
      AdamStep step = adam.at(steps);
      move(userArrays, gradients.users(), step);
      move(itemArrays, gradients.items(), step);
    }
    return loss / epochs.terms();
  }

  @Override
  public FactorTables scored() {
    propagation.apply(team::run, parameters, finalRows, scratch);
    return finals;
  }

  private double userGradients(int batch) {
    SideGroups side = epochs.users();
    RowGroups groups = side.groups();
    int first = side.groupStart(batch);
    int end = side.groupEnd(batch);
    int chunks = Math.ceilDiv(end - first, CHUNK_GROUPS);
    team.run(chunks, chunk -> {
      int from = first + chunk * CHUNK_GROUPS;
      int to = Math.min(end, from + CHUNK_GROUPS);
      passes.scores(groups, from, to, finals.users(), finals.items(), scores);
      int firstTerm = groups.starts()[from];
      int endTerm = groups.starts()[to];
      losses[chunk] = kernels.logisticLoss(scores, epochs.labels(), firstTerm, endTerm);
      kernels.logisticResidual(scores, epochs.labels(), residuals, firstTerm, endTerm);
      kernels.scale(factor, residuals, firstTerm, endTerm - firstTerm);
      sum(groups, from, to, finals.items(), residuals, first, finalGradients.users());
    });
    double loss = 0;
    for (int chunk = 0; chunk < chunks; chunk++) {
      loss += losses[chunk];
    }
    return loss;
  }

  private void itemGradients(int batch) {
    SideGroups side = epochs.items();
    RowGroups groups = side.groups();
    int first = side.groupStart(batch);
    int end = side.groupEnd(batch);
    int[] terms = epochs.termOfItemPlace();
    team.run(Math.ceilDiv(end - first, CHUNK_GROUPS), chunk -> {
      int from = first + chunk * CHUNK_GROUPS;
      int to = Math.min(end, from + CHUNK_GROUPS);
      for (int p = groups.starts()[from]; p < groups.starts()[to]; p++) {
        itemResiduals[p] = residuals[terms[p]];
      }
      sum(groups, from, to, finals.users(), itemResiduals, first, finalGradients.items());
    });
  }

  /** Each group's gradient, brought to the place of its row. */
  private void sum(
      RowGroups groups, int from, int to, DenseRows others, float[] coefficients, int first,
      float[] out) {
    passes.sums(groups, from, to, others, coefficients, sums, first);
    for (int g = from; g < to; g++) {
      System.arraycopy(sums, (g - first) * width, out, groups.rows()[g] * width, width);
    }
  }

  private void move(AdamArrays arrays, float[] gradient, AdamStep step) {
    int floats = gradient.length;
    team.run(Math.ceilDiv(floats, CHUNK_FLOATS), chunk -> {
      int from = chunk * CHUNK_FLOATS;
      int length = Math.min(CHUNK_FLOATS, floats - from);
      kernels.adamStep(arrays, from, gradient, from, length, step);
    });
  }
}
