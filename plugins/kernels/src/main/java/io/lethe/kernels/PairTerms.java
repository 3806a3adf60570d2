package io.lethe.kernels;

/**
 * What derivatives of the logistic loss need of each pair, in user order: computed once per set of
 * parameters, used by every product. The arrays are shared, not copied, and not to be written to.
 *
 * @param logits scores
 * @param residuals {@code s(z) - y}
 * @param curvatures {@code s(z) (1 - s(z))}
 */
public record PairTerms(float[] logits, float[] residuals, float[] curvatures) {

  public PairTerms {
    if (residuals.length != logits.length || curvatures.length != logits.length) {
      throw new IllegalArgumentException(
          "%d residuals and %d curvatures for %d logits"
              .formatted(residuals.length, curvatures.length, logits.length));
    }
  }
}
