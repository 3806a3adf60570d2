package io.lethe.evaluation.strategy;

import io.lethe.spi.Interactions;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * RecEraser's interaction-based balanced partition (Chen et al., WWW 2022, algorithm 3): k-means
 * over interactions in which the distance to a centre is the product of the user's and the item's
 * squared distances, and no shard may hold more than its share times 1.2. Confined to one call.
 */
final class BalancedPartition {

  private static final double SLACK = 1.2;
  private static final int ROUNDS_MAX = 10;

  private final Interactions interactions;
  private final ShardEmbeddings embeddings;
  private final int shards;
  private final double[][][] centres;
  private final int[] shardOf;

  private BalancedPartition(
      Interactions interactions, ShardEmbeddings embeddings, int shards, long seed) {
    this.interactions = interactions;
    this.embeddings = embeddings;
    this.shards = shards;
    this.shardOf = new int[interactions.size()];
    this.centres = new double[2][shards][embeddings.width()];
    SplittableRandom random = new SplittableRandom(seed);
    for (int shard = 0; shard < shards; shard++) {
      int drawn = random.nextInt(interactions.size());
      copy(embeddings.users()[interactions.user(drawn)], centres[0][shard]);
      copy(embeddings.items()[interactions.item(drawn)], centres[1][shard]);
    }
  }

  private static void copy(float[] embedding, double[] centre) {
    for (int k = 0; k < centre.length; k++) {
      centre[k] = embedding[k];
    }
  }

  /**
   * The shard of every interaction.
   *
   * @param embeddings of one model: here the original, which has seen what will be forgotten
   */
  static int[] of(Interactions interactions, ShardEmbeddings embeddings, int shards, long seed) {
    BalancedPartition partition = new BalancedPartition(interactions, embeddings, shards, seed);
    int round = 0;
    while (round < ROUNDS_MAX && partition.assign()) {
      partition.moveCentres();
      round++;
    }
    return partition.shardOf;
  }

  /** Deals out all interactions, the closest first; whether any changed its shard. */
  private boolean assign() {
    float[][] users = distances(0);
    float[][] items = distances(1);
    long[] order = new long[shardOf.length * shards];
    for (int k = 0; k < order.length; k++) {
      int position = k / shards;
      int shard = k % shards;
      float distance = users[interactions.user(position)][shard]
          * items[interactions.item(position)][shard];
      // Distances are not negative, so that their bits sort as they do.
      order[k] = (long) Float.floatToIntBits(distance) << Integer.SIZE | k;
    }
    Arrays.sort(order);
    int[] room = new int[shards];
    Arrays.fill(room, (int) Math.ceil(SLACK * shardOf.length / shards));
    int[] before = shardOf.clone();
    Arrays.fill(shardOf, -1);
    for (long entry : order) {
      int position = (int) entry / shards;
      int shard = (int) entry % shards;
      if (shardOf[position] < 0 && room[shard] > 0) {
        shardOf[position] = shard;
        room[shard]--;
      }
    }
    return !Arrays.equals(before, shardOf);
  }

  private float[][] distances(int side) {
    float[][] distances = new float[embeddings.count(side)][shards];
    for (int row = 0; row < distances.length; row++) {
      float[] embedding = embeddings.of(side, row);
      for (int shard = 0; shard < shards; shard++) {
        double sum = 0;
        for (int k = 0; k < embedding.length; k++) {
          double difference = embedding[k] - centres[side][shard][k];
          sum += difference * difference;
        }
        distances[row][shard] = (float) sum;
      }
    }
    return distances;
  }

  private void moveCentres() {
    double[][][] sums = new double[2][shards][embeddings.width()];
    int[] counts = new int[shards];
    for (int position = 0; position < shardOf.length; position++) {
      int shard = shardOf[position];
      counts[shard]++;
      add(embeddings.users()[interactions.user(position)], sums[0][shard]);
      add(embeddings.items()[interactions.item(position)], sums[1][shard]);
    }
    for (int side = 0; side < 2; side++) {
      for (int shard = 0; shard < shards; shard++) {
        for (int k = 0; counts[shard] > 0 && k < embeddings.width(); k++) {
          centres[side][shard][k] = sums[side][shard][k] / counts[shard];
        }
      }
    }
  }

  private static void add(float[] embedding, double[] sum) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] += embedding[k];
    }
  }
}
