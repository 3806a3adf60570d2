package io.lethe.spi;

/**
 * Sums over a view that give the Gauss-Newton curvature of a user's and of an item's row in Kronecker
 * form: a user's own block is about {@code degree * (weight / count) * (userFactor / count)}, an
 * item's likewise. Where the score is a product of final embeddings, its derivative with respect to
 * a user's row is the item's embedding; any other model takes its own derivative. Additive over parts
 * of a view.
 *
 * @param width floats in a user's and in an item's row
 * @param userFactor width x width, row major, symmetric: sum over the interactions of the outer
 *     product of the score's derivative with respect to the <em>user's</em> row with itself; for final
 *     embeddings that is the item's embedding, which a user's row is multiplied with
 * @param itemFactor the same with the derivative with respect to the <em>item's</em> row
 * @param weight sum of the loss's second derivatives in each score: {@code s(1-s)} for the logistic
 *     loss, s the predicted probability
 * @param count number of interactions, sampled negatives included
 */
public record CurvatureFactors(
    int width, double[] userFactor, double[] itemFactor, double weight, long count) {

  public CurvatureFactors {
    if (userFactor.length != width * width || itemFactor.length != width * width) {
      throw new IllegalArgumentException(
          "factors of %d and %d numbers do not fit width %d"
              .formatted(userFactor.length, itemFactor.length, width));
    }
    userFactor = userFactor.clone();
    itemFactor = itemFactor.clone();
  }

  /** The factors of two disjoint parts of a view together. */
  public CurvatureFactors plus(CurvatureFactors other) {
    if (other.width != width) {
      throw new IllegalArgumentException("width " + other.width + " is not " + width);
    }
    return new CurvatureFactors(
        width, sum(userFactor, other.userFactor), sum(itemFactor, other.itemFactor),
        weight + other.weight, count + other.count);
  }

  private static double[] sum(double[] left, double[] right) {
    double[] sum = new double[left.length];
    for (int k = 0; k < sum.length; k++) {
      sum[k] = left[k] + right[k];
    }
    return sum;
  }

  /**
   * Sums over a view that give the Gauss-Newton curvature of a dense layer {@code y = x W} in Kronecker
   * form: about {@code (inputs (x) outputs) / weight} for W row by row. Of all such products with the
   * same trace it is what one step towards the nearest gives (Van Loan and Pitsianis 1993), and it is
   * exact where all x or all derivatives point one way: for the last layer and for biases, whose x is
   * 1. K-FAC (Martens and Grosse 2015) takes the same factors without the other's weight. Additive over
   * parts of a view.
   *
   * @param block of the layout, a shared one
   * @param inputs rows x rows of the block, row major: sum over the terms of {@code h |g|^2 x x'}, g
   *     the score's derivative with respect to y, h the loss's second derivative in the score
   * @param outputs width x width: sum of {@code h |x|^2 g g'}
   * @param weight sum of {@code h |x|^2 |g|^2}; the trace of either
   */
  public record Layer(int block, double[] inputs, double[] outputs, double weight) {

    public Layer {
      if (inputs.length == 0 || outputs.length == 0 || !(weight >= 0)) {
        throw new IllegalArgumentException(
            "block %d: %d numbers for inputs, %d for outputs, weight %s"
                .formatted(block, inputs.length, outputs.length, weight));
      }
      inputs = inputs.clone();
      outputs = outputs.clone();
    }
  }
}
