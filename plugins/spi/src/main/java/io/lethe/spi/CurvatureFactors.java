package io.lethe.spi;

/**
 * Sums over a view that give the Gauss-Newton curvature of a score that is a product of final
 * embeddings, in Kronecker form: a user's own block is about {@code degree * (weight / count) *
 * (userFactor / count)}, an item's likewise. Additive over parts of a view.
 *
 * <p>Where the score is another function of the two rows, its derivatives in them take the place of
 * the other side's embeddings: they are the same thing.
 *
 * @param width length of a final embedding
 * @param userFactor width x width, row major, symmetric: sum of outer products of the
 *     <em>items'</em> final embeddings over the interactions (what a user row is multiplied with)
 * @param itemFactor the same with the <em>users'</em> final embeddings
 * @param weight sum of {@code s(1-s)}, s the predicted probability
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
}
