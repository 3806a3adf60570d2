package io.lethe.evaluation.strategy;

import io.lethe.kernels.AdamArrays;
import io.lethe.kernels.AdamSchedule;
import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.Workers;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.RecommenderModel;
import java.util.SplittableRandom;

/**
 * Trains the attention aggregator of RecEraser on frozen shard embeddings: minibatches of logistic
 * loss, Adam, the epoch with the best validation AUC. Confined to one training.
 */
final class AttentionTrainer {

  private static final int EPOCHS_MAX = 40;
  private static final int PATIENCE = 10;
  private static final int BATCH = 2048;

  /** Transforming everybody costs as much as 2,000 interactions of a batch, so not too many. */
  private static final int BATCHES_MAX = 32;

  private static final double LEARNING_RATE = 1e-3;

  private final Kernels kernels;
  private final Workers workers;
  private final ShardEmbeddings inputs;
  private final AttentionShape shape;
  private final AdamArrays adam;
  private final long seed;
  private long steps;

  AttentionTrainer(Kernels kernels, Workers workers, ShardEmbeddings inputs, long seed) {
    this.kernels = kernels;
    this.workers = workers;
    this.inputs = inputs;
    this.shape = new AttentionShape(
        inputs.models(), inputs.width(), Math.max(1, inputs.width() / 2));
    this.adam = AdamArrays.zeroed(shape.first(seed));
    this.seed = seed;
  }

  /**
   * What came of it.
   *
   * @param model with the best validation AUC
   * @param epochs done
   */
  record Trained(RecommenderModel model, int epochs) {}

  /** Trains on some interactions. */
  Trained train(InteractionView interactions, float threshold, ValidationAuc validation) {
    int[] positions = interactions.positions();
    int batches = Math.clamp(Math.ceilDiv(positions.length, BATCH), 1, BATCHES_MAX);
    RecommenderModel best = aggregated();
    double bestAuc = Double.NEGATIVE_INFINITY;
    int bestEpoch = 0;
    int epoch = 0;
    while (epoch < EPOCHS_MAX && epoch - bestEpoch < PATIENCE) {
      shuffle(positions, new SplittableRandom(seed + epoch));
      for (int b = 0; b < batches; b++) {
        int from = (int) ((long) positions.length * b / batches);
        int to = (int) ((long) positions.length * (b + 1) / batches);
        step(interactions.all(), positions, from, to, threshold);
      }
      epoch++;
      RecommenderModel model = aggregated();
      double auc = validation.of(model);
      if (auc > bestAuc) {
        bestAuc = auc;
        bestEpoch = epoch;
        best = model;
      }
    }
    return new Trained(best, epoch);
  }

  private static void shuffle(int[] values, SplittableRandom random) {
    for (int k = values.length - 1; k > 0; k--) {
      int other = random.nextInt(k + 1);
      int swapped = values[k];
      values[k] = values[other];
      values[other] = swapped;
    }
  }

  private void step(Interactions all, int[] positions, int from, int to, float threshold) {
    AttentionBatch batch = new AttentionBatch(kernels, workers, shape, adam.parameters(), inputs);
    for (int k = from; k < to; k++) {
      batch.enter(all.user(positions[k]), all.item(positions[k]));
    }
    batch.forward();
    for (int k = from; k < to; k++) {
      boolean positive = all.value(positions[k]) > threshold;
      batch.learn(all.user(positions[k]), all.item(positions[k]), positive, to - from);
    }
    float[] gradient = batch.backward();
    steps++;
    kernels
        .adamStep(adam, 0, gradient, 0, gradient.length, AdamSchedule.of(LEARNING_RATE).at(steps));
  }

  private ProductModel aggregated() {
    return new ProductModel(table(0), table(1), kernels);
  }

  private EmbeddingTable table(int side) {
    int width = shape.width();
    float[] rows = new float[inputs.count(side) * width];
    workers.run(inputs.count(side), 1, (from, to) -> {
      AttentionPass pass = new AttentionPass(kernels, shape, adam.parameters());
      for (int row = from; row < to; row++) {
        pass.forward(side, inputs.of(side, row), rows, row * width);
      }
    });
    return EmbeddingTable.wrap(rows, width);
  }
}
