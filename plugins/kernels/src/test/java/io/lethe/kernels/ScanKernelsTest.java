package io.lethe.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScanKernelsTest {

  private static final int ROWS = 11;

  /** Any number of queries, whose last group is not full; nothing beyond the counts is written. */
  @ParameterizedTest
  @MethodSource("io.lethe.kernels.Twins#awkwardSizes")
  void dots_anyWidth_bitsOfOneQueryAfterTheOther(int width) {
    float[] rows = Twins.floats(width, ROWS * width + 3);
    for (Kernels kernels : Twins.both()) {
      for (int queryCount : new int[]{0, 1, 3, 4, 5, 8, 10}) {
        float[] queries = Twins.floats(9, 2 + queryCount * width);
        int stride = ROWS + 1;
        float[] out = Twins.floats(1, queryCount * stride);
        float[] expected = out.clone();
        for (int q = 0; q < queryCount; q++) {
          kernels.dots(queries, 2 + q * width, width, rows, 3, ROWS, expected, q * stride);
        }
        kernels.manyDots(queries, 2, queryCount, width, rows, 3, ROWS, out, stride);
        assertArrayEquals(expected, out, kernels.name());
      }
    }
  }

  /** Four rows are summed together, one alone: the order of additions is one. */
  @ParameterizedTest
  @MethodSource("io.lethe.kernels.Twins#awkwardSizes")
  void dots_anyWidth_bitsOfEachRowAlone(int width) {
    float[] rows = Twins.floats(width, ROWS * width);
    float[] query = Twins.floats(9, width);
    for (Kernels kernels : Twins.both()) {
      float[] out = new float[ROWS];
      kernels.dots(query, 0, width, rows, 0, ROWS, out, 0);
      for (int row = 0; row < ROWS; row++) {
        float[] alone = new float[1];
        kernels.dots(query, 0, width, rows, row * width, 1, alone, 0);
        assertEquals(alone[0], out[row], kernels.name());
      }
    }
  }

  @Test
  void dots_vector_bitsOfTheOrderWrittenDown() {
    Kernels vector = Twins.vector();
    int lanes = LaneOrder.lanes(vector);
    for (int width : List.of(16, 31, 48, 64, 65, 128, 150)) {
      float[] rows = Twins.floats(width, ROWS * width);
      float[] query = Twins.floats(9, width);
      float[] out = new float[ROWS];
      vector.dots(query, 0, width, rows, 0, ROWS, out, 0);
      for (int row = 0; row < ROWS; row++) {
        assertEquals(LaneOrder.dot(lanes, query, 0, rows, row * width, width), out[row]);
      }
    }
  }

  @Test
  void firstAbove_anyPlaceAndRange_twinsAgree() {
    float[] values = Twins.floats(5, 90);
    values[3] = Float.NaN;
    values[40] = Float.POSITIVE_INFINITY;
    for (Kernels kernels : Twins.both()) {
      for (int from = 0; from < values.length; from++) {
        for (float threshold : new float[]{-2, 0, .9f, .99f, 1, Float.POSITIVE_INFINITY}) {
          int first = from;
          while (first < 88 && !(values[first] > threshold)) {
            first++;
          }
          int to = Math.max(from, 88);
          assertEquals(Math.min(first, to), kernels.firstAbove(values, from, to, threshold));
        }
      }
    }
  }
}
