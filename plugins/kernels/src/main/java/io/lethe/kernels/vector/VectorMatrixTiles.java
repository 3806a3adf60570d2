package io.lethe.kernels.vector;

import io.lethe.kernels.MatrixTiles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link MatrixTiles} on the Vector API: four rows times three vectors of sums stay in registers over
 * the whole depth. Every sum runs over the depth in order, as the scalar twin's: same bits.
 */
final class VectorMatrixTiles implements MatrixTiles {

  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int AT_ONCE = 3 * LANES;

  /** Whether a tile's columns are whole triples of this machine's vectors. */
  static boolean fit() {
    return COLUMNS % AT_ONCE == 0;
  }

  @Override
  public void subtractProduct(
      double[] left, int leftOffset, double[] right, int rightOffset, int depth, double[] c,
      int cOffset, int cStride) {
    for (int column = 0; column < COLUMNS; column += AT_ONCE) {
      columns(left, leftOffset, right, rightOffset + column, depth, c, cOffset + column, cStride);
    }
  }

  // Written out: an array of vectors would be allocated.
  private static void columns(
      double[] left, int leftOffset, double[] right, int rightOffset, int depth, double[] c,
      int cOffset, int cStride) {
    DoubleVector s00 = DoubleVector.zero(SPECIES);
    DoubleVector s01 = s00;
    DoubleVector s02 = s00;
    DoubleVector s10 = s00;
    DoubleVector s11 = s00;
    DoubleVector s12 = s00;
    DoubleVector s20 = s00;
    DoubleVector s21 = s00;
    DoubleVector s22 = s00;
    DoubleVector s30 = s00;
    DoubleVector s31 = s00;
    DoubleVector s32 = s00;
    int l = leftOffset;
    int r = rightOffset;
    for (int p = 0; p < depth; p++) {
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, right, r);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, right, r + LANES);
      DoubleVector b2 = DoubleVector.fromArray(SPECIES, right, r + 2 * LANES);
      DoubleVector a = DoubleVector.broadcast(SPECIES, left[l]);
      s00 = a.fma(b0, s00);
      s01 = a.fma(b1, s01);
      s02 = a.fma(b2, s02);
      a = DoubleVector.broadcast(SPECIES, left[l + 1]);
      s10 = a.fma(b0, s10);
      s11 = a.fma(b1, s11);
      s12 = a.fma(b2, s12);
      a = DoubleVector.broadcast(SPECIES, left[l + 2]);
      s20 = a.fma(b0, s20);
      s21 = a.fma(b1, s21);
      s22 = a.fma(b2, s22);
      a = DoubleVector.broadcast(SPECIES, left[l + 3]);
      s30 = a.fma(b0, s30);
      s31 = a.fma(b1, s31);
      s32 = a.fma(b2, s32);
      l += ROWS;
      r += COLUMNS;
    }
    subtract(s00, s01, s02, c, cOffset);
    subtract(s10, s11, s12, c, cOffset + cStride);
    subtract(s20, s21, s22, c, cOffset + 2 * cStride);
    subtract(s30, s31, s32, c, cOffset + 3 * cStride);
  }

  private static void subtract(
      DoubleVector first, DoubleVector second, DoubleVector third, double[] c, int at) {
    DoubleVector.fromArray(SPECIES, c, at).sub(first).intoArray(c, at);
    DoubleVector.fromArray(SPECIES, c, at + LANES).sub(second).intoArray(c, at + LANES);
    DoubleVector.fromArray(SPECIES, c, at + 2 * LANES).sub(third).intoArray(c, at + 2 * LANES);
  }
}
