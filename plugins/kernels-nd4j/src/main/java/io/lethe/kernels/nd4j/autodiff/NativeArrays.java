package io.lethe.kernels.nd4j.autodiff;

import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Copies between Java's arrays and native matrices of doubles. */
final class NativeArrays {

  private NativeArrays() {}

  /**
   * A native matrix.
   *
   * @param values row major, {@code given} rows; the last of them is repeated up to {@code rows}
   */
  static INDArray matrix(double[] values, int given, int rows, int width) {
    double[] padded = values;
    if (values.length != rows * width) {
      padded = Arrays.copyOf(values, rows * width);
      for (int row = given; row < rows; row++) {
        System.arraycopy(values, (given - 1) * width, padded, row * width, width);
      }
    }
    return Nd4j.create(padded, new long[]{rows, width}, 'c');
  }

  /** Overwrites a matrix made by {@link #matrix}. */
  static void write(double[] values, INDArray matrix) {
    pointer(matrix).put(values, 0, values.length);
  }

  /** The first {@code count} numbers, row major. */
  static double[] read(INDArray matrix, int count) {
    double[] values = new double[count];
    INDArray rowMajor = matrix.dup('c');
    pointer(rowMajor).get(values, 0, count);
    rowMajor.close();
    return values;
  }

  private static DoublePointer pointer(INDArray matrix) {
    return new DoublePointer(matrix.data().pointer());
  }
}
