package io.lethe.kernels;

/**
 * The vector kernels' order of additions in plain Java: what each lane of four vectors adds, and how
 * lanes come together, written down once more and without the Vector API.
 */
final class LaneOrder {

  private LaneOrder() {}

  /** Floats in one vector of these kernels, which are {@code vector-} and its bits. */
  static int lanes(Kernels vector) {
    return Integer.parseInt(vector.name().substring("vector-".length())) / Float.SIZE;
  }

  /** A product as the vector kernels compute it, for a width of at least one vector. */
  static float dot(int lanes, float[] query, int queryOffset, float[] rows, int rowAt, int width) {
    float total = 0;
    for (int column = 0; column < width; column += 4 * lanes) {
      float[] sums = new float[lanes];
      for (int lane = 0; lane < lanes; lane++) {
        float[] q = new float[4];
        float[] x = new float[4];
        for (int v = 0; v < 4; v++) {
          int start = Math.min(column + v * lanes, width - lanes);
          boolean counts = start + lane >= column + v * lanes;
          q[v] = counts ? query[queryOffset + start + lane] : 0;
          x[v] = rows[rowAt + start + lane];
        }
        sums[lane] = Math.fma(x[2], q[2], x[0] * q[0]) + Math.fma(x[3], q[3], x[1] * q[1]);
      }
      for (int half = lanes / 2; half > 0; half /= 2) {
        for (int lane = 0; lane < half; lane++) {
          sums[lane] += sums[lane + half];
        }
      }
      total = column == 0 ? sums[0] : total + sums[0];
    }
    return total;
  }
}
