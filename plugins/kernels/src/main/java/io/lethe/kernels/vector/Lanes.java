package io.lethe.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * How a row's columns lie on this machine's widest vectors: in blocks of up to four, held in
 * registers for all rows of a pass. Where the columns are not whole vectors the last one is moved
 * left to end with the row, and overlaps the one before: so there are no masks and no scalar tails.
 */
final class Lanes {

  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int COUNT = SPECIES.length();

  /** Columns in one block. */
  static final int BLOCK = 4 * COUNT;

  private static final int COUNT_MIN = 4;
  private static final int COUNT_MAX = 16;
  private static final FloatVector LANE = FloatVector.zero(SPECIES).addIndex(1);

  private Lanes() {}

  /** Whether rows of a width can be laid on these vectors, and their lanes be summed. */
  static boolean fit(int width) {
    return width >= COUNT && COUNT >= COUNT_MIN && COUNT <= COUNT_MAX;
  }

  /** Where the vector begins that holds the columns from {@code column}. */
  static int start(int column, int width) {
    return Math.min(column, width - COUNT);
  }

  /** Zeroes the lanes of columns before {@code column} in a vector that begins at {@code start}. */
  static FloatVector from(int column, int start, FloatVector v) {
    return start < column
        ? v.blend(0f, LANE.compare(VectorOperators.LT, (float) (column - start)))
        : v;
  }
}
