package io.lethe.unlearning;

import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterSelection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * At which ridge rows of a trained model stand still: {@code -gradient.row / row.row}. At a stationary
 * point that is the L2; where training stopped early, or a graph lies beneath, it is more, and depends
 * on how many interactions a row has. Rows with as many as another one keeps tell what would hold that
 * one back.
 *
 * @param problem in the space of the rows
 * @param terms what stays
 * @param learnt interactions of each row at its training
 */
record StandingRows(InfluenceProblem problem, RetainedTerms terms, TermCounts learnt) {

  /** Rows of about the same number of interactions whose median is taken. */
  private static final int ALIKE = 32;

  /** Per row of a selection its ridge, at least the L2. O(rows + terms of the rows that are alike). */
  double[] ridges(ParameterSelection lost) {
    List<int[][]> alike = new ArrayList<>();
    List<int[]> asked = new ArrayList<>();
    for (int b = 0; b < lost.layout().blocks().size(); b++) {
      int[][] ofBlock = alike(lost, b);
      alike.add(ofBlock);
      asked.add(Arrays.stream(ofBlock).flatMapToInt(IntStream::of).sorted().distinct().toArray());
    }
    ParameterSelection rows = ParameterSelection.of(lost.layout(), asked);
    float[] gradient = new float[rows.length()];
    float[] parameters = new float[rows.length()];
    new RetainedTerms(terms.index(), problem.removal().trained(), terms.whole())
        .on(problem.space(), rows)
        .gradient(rows, gradient);
    problem.space().parameters(rows, parameters);
    problem.curvature().holdStill(rows, parameters);
    double[] ridges = new double[TermCounts.rowCount(lost)];
    int k = 0;
    for (int b = 0; b < alike.size(); b++) {
      for (int[] some : alike.get(b)) {
        ridges[k++] = median(rows, b, some, gradient, parameters);
      }
    }
    return ridges;
  }

  /** Per lost row of a block those others whose number of interactions is nearest to what it keeps. */
  private int[][] alike(ParameterSelection lost, int block) {
    ParameterBlock shape = lost.layout().blocks().get(block);
    if (lost.count(block) == 0) {
      return new int[0][];
    }
    int[] others = IntStream.range(0, shape.rows())
        .filter(row -> learnt.get(block, row) > 0 && lost.position(block, row) < 0)
        .boxed()
        .sorted(Comparator.comparingDouble(row -> learnt.get(block, row)))
        .mapToInt(row -> row)
        .toArray();
    int[][] alike = new int[lost.count(block)][];
    for (int k = 0; k < alike.length; k++) {
      alike[k] = nearest(others, block, terms.degree(shape.side(), lost.row(block, k)));
    }
    return alike;
  }

  /** A window of the rows, which are sorted by their number of interactions. */
  private int[] nearest(int[] sorted, int block, int degree) {
    int from = 0;
    int to = sorted.length;
    while (to - from > ALIKE) {
      float low = degree - learnt.get(block, sorted[from]);
      float high = learnt.get(block, sorted[to - 1]) - degree;
      if (low > high) {
        from++;
      } else {
        to--;
      }
    }
    return Arrays.copyOfRange(sorted, from, to);
  }

  private double median(
      ParameterSelection rows, int block, int[] some, float[] gradient, float[] parameters) {
    ParameterBlock shape = rows.layout().blocks().get(block);
    double[] ridges = IntStream.of(some).mapToDouble(row -> {
      int at = rows.offset(block) + rows.position(block, row) * shape.width();
      double along = 0;
      for (int j = at; j < at + shape.width(); j++) {
        along -= (double) gradient[j] * parameters[j];
      }
      double squares = Vectors.sumOfSquares(parameters, at, shape.width());
      return squares > 0 ? along / squares : shape.l2();
    }).sorted().toArray();
    return ridges.length == 0 ? shape.l2() : Math.max(shape.l2(), ridges[ridges.length / 2]);
  }
}
