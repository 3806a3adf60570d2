package io.lethe.kernels;

/**
 * Parameters and their running moments, three arrays of one length. Owned by the caller, changed by
 * the Adam kernels, not copied.
 *
 * @param parameters what is learned
 * @param means running mean of gradients
 * @param squares running mean of squared gradients
 */
public record AdamArrays(float[] parameters, float[] means, float[] squares) {

  public AdamArrays {
    if (means.length != parameters.length || squares.length != parameters.length) {
      throw new IllegalArgumentException(
          "%d means and %d squares for %d parameters"
              .formatted(means.length, squares.length, parameters.length));
    }
  }

  /** Fresh moments, all zero, for some parameters. */
  public static AdamArrays zeroed(float[] parameters) {
    return new AdamArrays(parameters, new float[parameters.length], new float[parameters.length]);
  }
}
