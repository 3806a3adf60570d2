package io.lethe.plugins.neumf;

import io.lethe.kernels.EmbeddingTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The same forward pass in plain Java, for serving: no native call, no turn to wait for. What a
 * user's embeddings contribute is computed once per call. Immutable, unless a trainer that alone
 * holds it writes to the layers.
 */
final class PlainForward {

  private final NeumfShape shape;
  private final float[] userLayer;
  private final float[] itemLayer;
  private final List<float[]> weights = new ArrayList<>();
  private final List<float[]> biases = new ArrayList<>();
  private final float[] productOutput;
  private final float[] hiddenOutput;
  private final float outputBias;

  /**
   * A pass through layers.
   *
   * @param layers row major, in the order of the shape; shared
   */
  PlainForward(NeumfShape shape, List<float[]> layers) {
    this.shape = shape;
    this.userLayer = layers.get(shape.position(NeumfShape.USER_LAYER));
    this.itemLayer = layers.get(shape.position(NeumfShape.ITEM_LAYER));
    for (int number = 1; number <= shape.hidden().size(); number++) {
      biases.add(layers.get(shape.position(NeumfShape.bias(number))));
      if (number > 1) {
        weights.add(layers.get(shape.position(NeumfShape.weights(number))));
      }
    }
    this.productOutput = layers.get(shape.position(NeumfShape.PRODUCT_OUTPUT));
    this.hiddenOutput = layers.get(shape.position(NeumfShape.HIDDEN_OUTPUT));
    this.outputBias = shape.biased() ? layers.get(shape.position(NeumfShape.OUTPUT_BIAS))[0] : 0;
  }

  /**
   * Logits of some items for one user.
   *
   * @param user holds the user's row from {@code userOffset}
   * @param chosen item indices
   * @param scores overwritten
   */
  void score(float[] user, int userOffset, EmbeddingTable items, int[] chosen, float[] scores) {
    int d = shape.factors();
    float[] productWeights = new float[d];
    for (int c = 0; c < d; c++) {
      productWeights[c] = user[userOffset + c] * productOutput[c];
    }
    float[] ofUser = biases.getFirst().clone();
    addProduct(user, userOffset + d, d, userLayer, ofUser);
    for (int k = 0; k < chosen.length; k++) {
      Objects.checkIndex(chosen[k], items.rows());
      float[] page = items.pageOf(chosen[k]);
      int offset = items.offsetOf(chosen[k]);
      float product = dot(page, offset, productWeights);
      float[] hidden = ofUser.clone();
      addProduct(page, offset + d, d, itemLayer, hidden);
      scores[k] = product + perceptron(hidden) + outputBias;
    }
  }

  /** From the first hidden layer's sums to their part of the logit. */
  private float perceptron(float[] sums) {
    float[] hidden = activated(sums);
    for (int k = 0; k < weights.size(); k++) {
      float[] next = biases.get(k + 1).clone();
      addProduct(hidden, 0, hidden.length, weights.get(k), next);
      hidden = activated(next);
    }
    return dot(hidden, 0, hiddenOutput);
  }

  private float[] activated(float[] sums) {
    for (int k = 0; k < sums.length; k++) {
      sums[k] = shape.activation().of(sums[k]);
    }
    return sums;
  }

  /** Adds a row vector times a matrix. */
  private static void addProduct(
      float[] vector, int offset, int length, float[] matrix, float[] out) {
    for (int r = 0; r < length; r++) {
      float factor = vector[offset + r];
      int at = r * out.length;
      for (int c = 0; c < out.length; c++) {
        out[c] += factor * matrix[at + c];
      }
    }
  }

  private static float dot(float[] left, int offset, float[] right) {
    float sum = 0;
    for (int c = 0; c < right.length; c++) {
      sum += left[offset + c] * right[c];
    }
    return sum;
  }
}
