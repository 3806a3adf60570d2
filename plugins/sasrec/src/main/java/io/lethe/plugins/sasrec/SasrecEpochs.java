package io.lethe.plugins.sasrec;

import io.lethe.kernels.Workers;
import io.lethe.kernels.loss.Logistic;
import io.lethe.training.Descent;
import io.lethe.training.TrainingOptions;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The epochs of one training run. Confined to it. */
final class SasrecEpochs {

  /** Parts that a minibatch is cut into, whatever the number of threads: sums have the same bits. */
  private static final int PARTS = 4;

  private final Numbers at;
  private final UserBatches batches;
  private final TermLists lists;
  private final Adam adam;
  private final Workers workers;
  private final Numbers[] sums = new Numbers[PARTS];
  private final SequencePass[] passes = new SequencePass[PARTS];

  SasrecEpochs(
      SasrecOptions options, SasrecShape shape, Sequences histories, TermLists lists,
      Workers workers) {
    TrainingOptions common = options.common();
    int items = histories.all().keys().itemCount();
    int count = common.batchesFor(histories.size());
    this.at = FirstNumbers.of(shape, histories.all().keys(), common.initDeviation());
    this.batches = new UserBatches(histories, count, shape.terms().random());
    this.lists = lists;
    this.adam = new Adam(common.learningRate(), shape, at, (double) shape.l2() / count);
    this.workers = workers;
    for (int part = 0; part < PARTS; part++) {
      sums[part] = Numbers.zeros(shape, items);
      passes[part] = new SequencePass(shape);
    }
  }

  /** The parameters; changed by every epoch. */
  Numbers at() {
    return at;
  }

  /**
   * Runs one epoch.
   *
   * @param epoch counted from 0
   * @return mean loss of a term
   */
  double run(int epoch) {
    double loss = 0;
    long terms = 0;
    for (int[] users : batches.of(epoch)) {
      Descent.checkInterrupt();
      double[] losses = new double[PARTS];
      long[] counts = new long[PARTS];
      workers.run(PARTS, 1, (from, to) -> IntStream.range(from, to).forEach(part -> {
        sums[part].clear();
        for (int k = part; k < users.length; k += PARTS) {
          UserTerms list = lists.all(users[k], epoch);
          losses[part] += add(list, part);
          counts[part] += list.size();
        }
      }));
      for (int part = 1; part < PARTS; part++) {
        sums[0].add(1, sums[part]);
      }
      adam.step(sums[0]);
      loss += Arrays.stream(losses).sum();
      terms += Arrays.stream(counts).sum();
    }
    return loss / Math.max(1, terms);
  }

  private double add(UserTerms list, int part) {
    double[] loss = new double[1];
    passes[part].run(at, list, (term, score) -> {
      loss[0] += Logistic.loss(score, list.labels()[term]);
      return Logistic.residual(score, list.labels()[term]);
    }, sums[part]);
    return loss[0];
  }
}
