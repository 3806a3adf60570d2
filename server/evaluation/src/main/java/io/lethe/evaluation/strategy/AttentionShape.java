package io.lethe.evaluation.strategy;

import java.util.SplittableRandom;

/**
 * Where the parameters of an attention aggregator lie in one vector: per shard a square transform
 * and a shift, for both sides; per side an attention layer (hidden x width, a bias, a query).
 *
 * @param shards number of them
 * @param width of an embedding
 * @param hidden width of the attention layer
 */
record AttentionShape(int shards, int width, int hidden) {

  private static final float FIRST_QUERY = 0.01f;

  /** Where a shard's transform begins, one row per coordinate that comes out. */
  int transform(int shard) {
    return shard * (width + 1) * width;
  }

  /** Where a shard's shift begins. */
  int shift(int shard) {
    return transform(shard) + width * width;
  }

  /** Where a side's attention layer begins, one row per hidden unit. */
  int attention(int side) {
    return transform(shards) + side * (width + 2) * hidden;
  }

  /** Where a side's attention bias begins. */
  int bias(int side) {
    return attention(side) + width * hidden;
  }

  /** Where a side's query begins. */
  int query(int side) {
    return bias(side) + hidden;
  }

  /** Number of parameters. */
  int length() {
    return attention(2);
  }

  /** First parameters, of the sizes that the authors' code gives them (Glorot and He). */
  float[] first(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] parameters = new float[length()];
    double transformBound = Math.sqrt(3.0 / width);
    double shiftBound = Math.sqrt(6.0 / (shards + width));
    for (int shard = 0; shard < shards; shard++) {
      fill(parameters, transform(shard), shift(shard), transformBound, random);
      fill(parameters, shift(shard), transform(shard + 1), shiftBound, random);
    }
    for (int side = 0; side < 2; side++) {
      // A uniform number on -b..b has standard deviation b / sqrt(3).
      double bound = Math.sqrt(3 * 2.0 / (hidden + width));
      fill(parameters, attention(side), bias(side), bound, random);
      for (int k = query(side); k < attention(side + 1); k++) {
        parameters[k] = FIRST_QUERY;
      }
    }
    return parameters;
  }

  private static void fill(
      float[] parameters, int from, int to, double bound, SplittableRandom random) {
    for (int k = from; k < to; k++) {
      parameters[k] = (float) random.nextDouble(-bound, bound);
    }
  }
}
