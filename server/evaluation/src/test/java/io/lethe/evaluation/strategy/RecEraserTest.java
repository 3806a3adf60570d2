package io.lethe.evaluation.strategy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.Workers;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.Interactions;
import io.lethe.spi.RecommenderModel;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecEraserTest {

  private static final AttentionShape SHAPE = new AttentionShape(3, 4, 2);

  private final Kernels kernels = Kernels.scalar();

  @Test
  void backward_pass_isTheGradientByCentralDifferences() {
    float[] parameters = SHAPE.first(5);
    float[] input = wave(SHAPE.shards() * SHAPE.width(), 0.9f);
    float[] slope = wave(SHAPE.width(), 1.3f);
    for (int side = 0; side < 2; side++) {
      float[] gradient = new float[SHAPE.length()];
      AttentionPass pass = new AttentionPass(kernels, SHAPE, parameters);
      pass.forward(side, input, new float[SHAPE.width()], 0);
      pass.backward(side, input, slope, 0, gradient);
      for (int k = 0; k < gradient.length; k++) {
        double up = value(parameters, k, 1e-2f, side, input, slope);
        double down = value(parameters, k, -1e-2f, side, input, slope);
        assertEquals((up - down) / 2e-2, gradient[k], 2e-3, "parameter " + k);
      }
    }
  }

  private double value(
      float[] parameters, int changed, float by, int side, float[] input, float[] slope) {
    float[] moved = parameters.clone();
    moved[changed] += by;
    float[] out = new float[SHAPE.width()];
    new AttentionPass(kernels, SHAPE, moved).forward(side, input, out, 0);
    double sum = 0;
    for (int k = 0; k < out.length; k++) {
      sum += slope[k] * (double) out[k];
    }
    return sum;
  }

  @Test
  void backward_batch_isTheSameOnAnyNumberOfThreads() {
    float[] alone = batchGradient(Workers.serial());
    try (ExecutorService executor = Executors.newFixedThreadPool(3)) {
      assertArrayEquals(alone, batchGradient(new Workers(executor, 3)));
    }
    assertTrue(IntStream.range(0, alone.length).anyMatch(k -> alone[k] != 0));
  }

  private float[] batchGradient(Workers workers) {
    ShardEmbeddings inputs = new ShardEmbeddings(3, 4, rows(20, 0.3f), rows(9, 0.7f));
    AttentionBatch batch = new AttentionBatch(kernels, workers, SHAPE, SHAPE.first(5), inputs);
    for (int k = 0; k < 40; k++) {
      batch.enter(k % 20, k % 9);
    }
    batch.forward();
    for (int k = 0; k < 40; k++) {
      batch.learn(k % 20, k % 9, k % 3 == 0, 40);
    }
    return batch.backward();
  }

  @Test
  void partition_twoClusters_findsThemWithinItsBounds() {
    int count = 60;
    float[][] users = new float[count][];
    float[][] items = new float[count][];
    for (int k = 0; k < count; k++) {
      float centre = k % 2 == 0 ? 1 : -1;
      users[k] = new float[]{centre + 0.01f * k, centre};
      items[k] = new float[]{-centre, centre + 0.01f * k};
    }
    EntityKeys keys = new EntityKeys(new long[count], new long[count]);
    int[] each = IntStream.range(0, count).toArray();
    Interactions pairs = new Interactions(keys, each, each, new float[count]);
    int[] shardOf = BalancedPartition.of(pairs, new ShardEmbeddings(1, 2, users, items), 2, 4);
    for (int k = 2; k < count; k++) {
      assertEquals(shardOf[k % 2], shardOf[k]);
    }
    assertTrue(shardOf[0] != shardOf[1]);
    int[] five = BalancedPartition.of(pairs, new ShardEmbeddings(1, 2, users, items), 5, 4);
    for (int shard = 0; shard < 5; shard++) {
      int of = shard;
      assertTrue(Arrays.stream(five).filter(s -> s == of).count() <= 15, "shard " + shard);
    }
  }

  @Test
  void forget_sequence_equalsBuildingWithoutTheForgotten() {
    Setting graph = Settings.of(new TinyGraphPlugin());
    Forgetful once = Settings.strategies()
        .named("receraser:shards=3")
        .prepare(graph)
        .forget(Settings.interactions(3, 50, 99))
        .next();
    Forgetful.Step twice = Settings.strategies()
        .named("receraser:shards=3")
        .prepare(graph)
        .forget(Settings.interactions(50))
        .next()
        .forget(Settings.interactions(3, 99));
    assertArrayEquals(Settings.scores(once.model()), Settings.scores(twice.next().model()));
    assertTrue(twice.measures().getOrDefault("shards-trained", 9.0) <= 2);
    assertTrue(twice.measures().getOrDefault("aggregator-epochs", 0.0) >= 1);
  }

  @Test
  void prepare_attention_ranksValidationBetterThanChance() {
    Setting graph = Settings.of(new TinyGraphPlugin());
    ValidationAuc auc = ValidationAuc.of(graph.validation(), Settings.THRESHOLD);
    for (String name : List.of("receraser:shards=2", "sisa-attention:shards=2")) {
      RecommenderModel model = Settings.strategies().named(name).prepare(graph).model();
      assertTrue(auc.of(model) > 0.6, name + " " + auc.of(model));
    }
  }

  private static float[][] rows(int count, float phase) {
    float[][] rows = new float[count][];
    for (int row = 0; row < count; row++) {
      rows[row] = wave(12, phase * (row + 1));
    }
    return rows;
  }

  private static float[] wave(int length, float phase) {
    float[] wave = new float[length];
    for (int k = 0; k < length; k++) {
      wave[k] = (float) Math.sin(2.1 * k + phase);
    }
    return wave;
  }
}
