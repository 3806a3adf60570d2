package io.lethe.unlearning;

import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterSelection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures the residual of a one shot on a bounded part of the retained interactions: the equations
 * of some rows that moved, drawn by a hash of their keys, with all interactions of these rows. Rows
 * whose loss terms do not fit the bound are passed over, so the cost does not grow with the data set.
 */
final class ResidualSample {

  private final InfluenceProblem problem;
  private final InteractionIndex index;
  private final long seed;
  private final int termsMax;

  ResidualSample(InfluenceProblem problem, InteractionIndex index, long seed, int termsMax) {
    this.problem = problem;
    this.index = index;
    this.seed = seed;
    this.termsMax = termsMax;
  }

  /** The residual in the rows drawn; none if not one row fits. O(bound + rows * width). */
  MeasuredResidual of(InfluenceStep step) {
    ParameterSelection rows = step.rows();
    RetainedTerms retained = problem.terms();
    if (retained.whole()) {
      Region all = problem.region(retained.on(problem.space(), rows), rows);
      return new MeasuredResidual(
          MeasuredResidual.ratio(
              Vectors.norm(all.residual(step.gradient(), step.amounts())), step.gradientNorm()),
          all.interactions(), 0);
    }
    ParameterSelection drawn = new RowDraw(problem.rows().after(), index, seed, termsMax).of(rows);
    if (drawn.length() == 0) {
      return rows.length() == 0 ? new MeasuredResidual(0, 0, 0) : MeasuredResidual.none();
    }
    // Rows that were not drawn are only read: without terms their own equations cost nothing.
    float[] terms = problem.rows().after().selectWithin(rows, drawn);
    Region region = problem.region(drawn, rows, terms);
    float[] residual = region.residual(step.gradient(), step.amounts());
    double left = Vectors.norm(Selections.restrict(rows, residual, drawn));
    double norm = Vectors.norm(Selections.restrict(rows, step.gradient(), drawn));
    return new MeasuredResidual(MeasuredResidual.ratio(left, norm), region.interactions(), 0);
  }

  /**
   * Some of the rows of users and items that move, drawn by a hash of their keys so that all their loss
   * terms together stay within a bound: what is measured in them does not grow with the data set.
   *
   * @param after terms of all rows in what stays
   * @param index gives the keys
   * @param seed of the draw
   * @param termsMax the bound
   */
  record RowDraw(TermCounts after, InteractionIndex index, long seed, int termsMax) {

    /** The draw; no row if not one fits. Rows whose terms do not fit are passed over. O(rows log rows). */
    ParameterSelection of(ParameterSelection rows) {
      List<int[]> drawn = new ArrayList<>();
      int blocks = rows.layout().blocks().size();
      double room = termsMax;
      for (int b = 0; b < blocks; b++) {
        boolean shared = rows.layout().blocks().get(b).side() == Side.SHARED;
        // Each block may take its part of the room that is left.
        int[] some = shared ? new int[0] : drawn(rows, b, room / (blocks - b));
        for (int row : some) {
          room -= after.get(b, row);
        }
        drawn.add(some);
      }
      return ParameterSelection.of(rows.layout(), drawn);
    }

    /** The same; if no row fits, the one of fewest terms. */
    ParameterSelection atLeastOne(ParameterSelection rows) {
      ParameterSelection drawn = of(rows);
      return drawn.length() > 0 || rows.length() == 0 ? drawn : least(rows);
    }

    private ParameterSelection least(ParameterSelection rows) {
      int block = -1;
      int row = -1;
      for (int b = 0; b < rows.layout().blocks().size(); b++) {
        for (int other : rows.rows(b)) {
          if (row < 0 || after.get(b, other) < after.get(block, row)) {
            block = b;
            row = other;
          }
        }
      }
      return Selections.one(rows.layout(), block, row);
    }

    private int[] drawn(ParameterSelection rows, int block, double room) {
      Side side = rows.layout().blocks().get(block).side();
      // The low half of each number is the row, the high half its hash.
      long[] shuffled = Arrays.stream(rows.rows(block))
          .mapToLong(row -> ProbeSampler.mix(seed ^ index.key(side, row)) << Integer.SIZE | row)
          .sorted()
          .toArray();
      int[] chosen = new int[shuffled.length];
      int count = 0;
      double left = room;
      for (long hashed : shuffled) {
        int row = (int) hashed;
        float terms = after.get(block, row);
        if (terms <= left) {
          left -= terms;
          chosen[count++] = row;
        }
      }
      int[] drawn = Arrays.copyOf(chosen, count);
      Arrays.sort(drawn);
      return drawn;
    }
  }
}
