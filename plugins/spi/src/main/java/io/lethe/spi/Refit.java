package io.lethe.spi;

/**
 * The outcome of a refit, and what may be said about it.
 *
 * @param model reflects what stays
 * @param unique whether the objective has one minimum, so that a training from anywhere, with any
 *     seed, ends where this model is once its residual is zero
 * @param residual how far the model is from that minimum: the family's own relative measure, taken
 *     after the refit on the retained interactions; finite
 * @param tolerance at most so much residual is rounding in this family
 * @param changedRows rows of parameters that differ from the model before
 * @param droppedRows rows that nothing is left to learn from
 */
public record Refit(
    RefittableModel model, boolean unique, double residual, double tolerance, long changedRows,
    long droppedRows) {

  public Refit {
    if (!(residual >= 0 && residual < Double.POSITIVE_INFINITY) || !(tolerance > 0)) {
      throw new PluginException(
          PluginException.Kind.NOT_FINITE,
          "a refit's residual is %s; at least 0 and finite, with a tolerance above 0 (%s)"
              .formatted(residual, tolerance));
    }
  }

  /** Whether this is what a training on the retained interactions gives, up to rounding. */
  public boolean exact() {
    return unique && residual <= tolerance;
  }
}
