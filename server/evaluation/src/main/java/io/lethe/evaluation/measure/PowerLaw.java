package io.lethe.evaluation.measure;

/** The law {@code y = c * x^exponent} through some points. */
public final class PowerLaw {

  private PowerLaw() {}

  /**
   * The exponent that fits best: the least-squares slope of log y over log x.
   *
   * @param x above 0; only read
   * @param y above 0, as many; only read
   * @return NaN with fewer than two different x
   */
  public static double exponent(double[] x, double[] y) {
    double meanX = 0;
    double meanY = 0;
    for (int k = 0; k < x.length; k++) {
      meanX += Math.log(x[k]) / x.length;
      meanY += Math.log(y[k]) / x.length;
    }
    double cross = 0;
    double square = 0;
    for (int k = 0; k < x.length; k++) {
      double along = Math.log(x[k]) - meanX;
      cross += along * (Math.log(y[k]) - meanY);
      square += along * along;
    }
    return square == 0 ? Double.NaN : cross / square;
  }
}
