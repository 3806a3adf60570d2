package io.lethe.evaluation.strategy;

import io.lethe.kernels.Kernels;
import java.util.Arrays;

/**
 * One entity's way through an attention aggregator, forward and back: its embedding in every shard
 * is transformed, weighted by attention over the shards, and summed (RecEraser, Chen et al., WWW
 * 2022, section 4.3). Confined to one thread.
 */
final class AttentionPass {

  private final Kernels kernels;
  private final AttentionShape shape;
  private final float[] parameters;
  private final float[] transformed;
  private final float[] activations;
  private final float[] weights;
  private final float[] transformedSlope;

  /**
   * @param parameters shared, not copied
   */
  AttentionPass(Kernels kernels, AttentionShape shape, float[] parameters) {
    this.kernels = kernels;
    this.shape = shape;
    this.parameters = parameters;
    this.transformed = new float[shape.shards() * shape.width()];
    this.activations = new float[shape.shards() * shape.hidden()];
    this.weights = new float[shape.shards()];
    this.transformedSlope = new float[shape.width()];
  }

  /**
   * The entity's aggregated embedding.
   *
   * @param side 0 for users, 1 for items
   * @param input its embeddings in all shards, one after the other
   * @param out {@code width} floats from {@code at}; overwritten
   */
  void forward(int side, float[] input, float[] out, int at) {
    int width = shape.width();
    for (int shard = 0; shard < shape.shards(); shard++) {
      int start = shard * width;
      int matrix = shape.transform(shard);
      kernels.dots(input, start, width, parameters, matrix, width, transformed, start);
      kernels.addScaled(1, parameters, shape.shift(shard), transformed, start, width);
      weights[shard] = attend(side, shard);
    }
    softmax();
    Arrays.fill(out, at, at + width, 0);
    for (int shard = 0; shard < shape.shards(); shard++) {
      kernels.addScaled(weights[shard], transformed, shard * width, out, at, width);
    }
  }

  private float attend(int side, int shard) {
    int hidden = shape.hidden();
    int width = shape.width();
    int start = shard * hidden;
    int matrix = shape.attention(side);
    kernels.dots(transformed, shard * width, width, parameters, matrix, hidden, activations, start);
    kernels.addScaled(1, parameters, shape.bias(side), activations, start, hidden);
    for (int k = start; k < start + hidden; k++) {
      activations[k] = Math.max(0, activations[k]);
    }
    return kernels.dot(activations, start, parameters, shape.query(side), hidden);
  }

  private void softmax() {
    double largest = Double.NEGATIVE_INFINITY;
    for (float weight : weights) {
      largest = Math.max(largest, weight);
    }
    double sum = 0;
    for (int shard = 0; shard < weights.length; shard++) {
      weights[shard] = (float) Math.exp(weights[shard] - largest);
      sum += weights[shard];
    }
    for (int shard = 0; shard < weights.length; shard++) {
      weights[shard] = (float) (weights[shard] / sum);
    }
  }

  /**
   * Adds the gradient of a loss to {@code gradient}, after {@link #forward} of the same entity.
   *
   * @param slope the loss's derivative in the aggregated embedding, from {@code at}
   */
  void backward(int side, float[] input, float[] slope, int at, float[] gradient) {
    int width = shape.width();
    float[] weightSlopes = new float[shape.shards()];
    float mean = 0;
    for (int shard = 0; shard < weightSlopes.length; shard++) {
      weightSlopes[shard] = kernels.dot(slope, at, transformed, shard * width, width);
      mean += weights[shard] * weightSlopes[shard];
    }
    for (int shard = 0; shard < weightSlopes.length; shard++) {
      Arrays.fill(transformedSlope, 0);
      kernels.addScaled(weights[shard], slope, at, transformedSlope, 0, width);
      attendBack(side, shard, weights[shard] * (weightSlopes[shard] - mean), gradient);
      kernels.addScaled(1, transformedSlope, 0, gradient, shape.shift(shard), width);
      for (int k = 0; k < width; k++) {
        int row = shape.transform(shard) + k * width;
        kernels.addScaled(transformedSlope[k], input, shard * width, gradient, row, width);
      }
    }
  }

  private void attendBack(int side, int shard, float scoreSlope, float[] gradient) {
    int hidden = shape.hidden();
    int width = shape.width();
    int start = shard * hidden;
    kernels.addScaled(scoreSlope, activations, start, gradient, shape.query(side), hidden);
    for (int k = 0; k < hidden; k++) {
      if (activations[start + k] > 0) {
        float activationSlope = scoreSlope * parameters[shape.query(side) + k];
        int row = shape.attention(side) + k * width;
        gradient[shape.bias(side) + k] += activationSlope;
        kernels.addScaled(activationSlope, transformed, shard * width, gradient, row, width);
        kernels.addScaled(activationSlope, parameters, row, transformedSlope, 0, width);
      }
    }
  }
}
