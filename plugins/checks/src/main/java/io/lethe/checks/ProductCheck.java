package io.lethe.checks;

import io.lethe.spi.ParameterSelection;
import io.lethe.spi.RowCurvatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What Gauss-Newton products promise by themselves, and rows' own curvature beside them. */
final class ProductCheck {

  private static final double ROUNDING = 1e-3;
  private static final double ROW_TOLERANCE = 0.01;
  private static final int ROWS = 4;

  private final Ground ground;

  ProductCheck(Ground ground) {
    this.ground = ground;
  }

  /**
   * Measures. Costs 2 products, and 4 more per block that gives rows' own curvature; where shared rows
   * move, 2 more, and 2 gradients and a product per shared block.
   */
  List<Measure> measures() {
    List<Measure> measures = new ArrayList<>(together("all", ground.rowsOfSides()));
    if (ground.sharedMoves()) {
      measures.addAll(together("all with shared", ground.rows()));
      measures.addAll(new CrossCheck(ground).measures());
    }
    if (ground.derivatives() instanceof RowCurvatures own) {
      for (int block : ground.blocks()) {
        if (!ground.isShared(block)) {
          measures.add(ofRows(own, block));
        }
      }
    }
    return measures;
  }

  private List<Measure> together(String name, ParameterSelection rows) {
    float[] left = ground.direction(rows);
    float[] right = ground.direction(rows);
    float[] leftProduct = ground.gaussNewton(rows, left);
    float[] rightProduct = ground.gaussNewton(rows, right);
    double scale = Vectors.norm(left) * Vectors.norm(rightProduct)
        + Vectors.norm(right) * Vectors.norm(leftProduct);
    double difference = Vectors.dot(leftProduct, right) - Vectors.dot(left, rightProduct);
    double own = Vectors.norm(left) * Vectors.norm(leftProduct);
    return List.of(
        new Measure(
            Promise.SYMMETRY, ground.prefix() + name, -1,
            "difference of v'Gw and w'Gv, over their size,",
            Math.abs(Vectors.ratio(difference, scale)), 0, ROUNDING,
            "the product goes through J once and through another matrix than J' back"),
        new Measure(
            Promise.SYMMETRY, ground.prefix() + name, -1, "curvature v'Gv, over its size,",
            Vectors.ratio(Vectors.dot(left, leftProduct), own), -ROUNDING, Double.MAX_VALUE,
            "a weight is negative: s(1-s) or the sign of the product"));
  }

  private Measure ofRows(RowCurvatures own, int block) {
    int[] rows = Arrays
        .copyOf(ground.rows().rows(block), Math.min(ROWS, ground.rows().count(block)));
    double most = 0;
    int worst = rows[0];
    for (int row : rows) {
      ParameterSelection one = ground.one(block, row);
      float[] direction = ground.direction(one);
      float[] product = ground.gaussNewton(one, direction);
      double[] matrix = own.rowCurvatures(one)[0];
      float[] away = IntStream.range(0, direction.length)
          .collect(
              () -> product.clone(), (to, j) -> to[j] -= (float) dot(matrix, j, direction),
              (a, b) -> {});
      double distance = Vectors.ratio(Vectors.norm(away), Vectors.norm(product));
      if (!(distance <= most)) {
        most = distance;
        worst = row;
      }
    }
    return new Measure(
        Promise.ROW_CURVATURE, ground.name(block), worst,
        "distance of a row's own curvature and the Gauss-Newton product", most, 0, ROW_TOLERANCE,
        "the row's matrix misses terms, such as sampled negatives, or weights them otherwise");
  }

  private static double dot(double[] matrix, int row, float[] vector) {
    double sum = 0;
    for (int k = 0; k < vector.length; k++) {
      sum += matrix[row * vector.length + k] * vector[k];
    }
    return sum;
  }
}
