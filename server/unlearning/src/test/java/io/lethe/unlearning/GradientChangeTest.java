package io.lethe.unlearning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.Kernels;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import io.lethe.spi.ViewDerivatives;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the solution of the dense system of exact Hessians, scaled. */
class GradientChangeTest {

  private static final int USERS = 12;
  private static final int ITEMS = 9;
  private static final float L2 = 2;

  private final World world = new World(USERS, ITEMS, 3);
  private final Removal removal = Removal.of(world.trained(), new int[]{4});
  private final InteractionIndex index = InteractionIndex.of(world.trained().all());

  private InfluenceProblem problem(DifferentiableModel model) {
    ViewDerivatives all = model.on(world.trained());
    AffectedRows rows = AffectedRows
        .of(model, TermCounts.of(all, model.layout()), removal, ErasedEntities.none());
    RowCurvature curvature = RowCurvature.of(Kernels.scalar(), model.layout(), all.curvature());
    return new InfluenceProblem(
        model, removal, rows, curvature, RowDamping.calibrated(0.3), 1e6, index);
  }

  private DifferentiableModel moved(InfluenceProblem problem, double scale) {
    ParameterSelection rows = problem.rows().moved();
    ViewDerivatives retained = problem.space().on(removal.retained());
    double[] step = DenseSystem.solved((in, out) -> {
      retained.hessianProduct(rows, in, out);
      for (int k = 0; k < in.length; k++) {
        out[k] += L2 * in[k];
      }
    }, problem.gradient(rows));
    float[] amounts = new float[step.length];
    for (int k = 0; k < step.length; k++) {
      amounts[k] = (float) (scale * step[k]);
    }
    return problem.space()
        .withDelta(new ParameterDelta(rows, amounts, Selections.none(rows.layout())));
  }

  private ResidualSample.RowDraw draw(InfluenceProblem problem, int termsMax) {
    return new ResidualSample.RowDraw(problem.rows().after(), index, 1, termsMax);
  }

  /** Scores bend, so the change follows the step to within a tenth of it. */
  @ParameterizedTest
  @CsvSource({"0, 1", "0.05, 0.95", "0.5, 0.5", "1, 0", "-1, 2"})
  void left_scaledSolution_isWhatTheScaleLeaves(double scale, double left) {
    InfluenceProblem problem = problem(world.fit(world.trained(), L2, 0.02, 2000));
    assertEquals(
        left, new GradientChange(problem, moved(problem, scale)).left(draw(problem, 8192), null),
        0.1 * Math.abs(scale));
  }

  @Test
  void left_boundTooSmallForAnyRow_looksAtTheRowOfFewestTerms() {
    InfluenceProblem problem = problem(world.fit(world.trained(), L2, 0.02, 2000));
    assertEquals(
        0, new GradientChange(problem, moved(problem, 1)).left(draw(problem, 1), null), 0.2);
    ParameterSelection drawn = draw(problem, 1).atLeastOne(problem.rows().moved());
    float[] terms = problem.rows().after().select(problem.rows().moved());
    double fewest = IntStream.range(0, terms.length).mapToDouble(k -> terms[k]).min().orElseThrow();
    assertEquals(1, TermCounts.rowCount(drawn));
    assertEquals(fewest, problem.rows().after().select(drawn)[0]);
  }

  @Test
  void left_sharedRowsStayBehind_isTheirs() {
    WeightedModel model = WeightedModel.random(USERS, ITEMS, World.WIDTH, L2, true);
    InfluenceProblem still = problem(model);
    InfluenceProblem problem = still.moving(still.rows().withShared());
    SharedCurvature all = new SharedCurvature(
        model, removal.retained(), removal.retained().all().at(removal.retained().positions()));
    GradientChange whole = new GradientChange(problem, moved(problem, 1));
    assertTrue(Math.abs(whole.left(draw(problem, 8192), all)) < 0.2, whole + "");
    ParameterSelection rows = problem.rows().moved();
    float[] amounts = RowUpdate.difference(model, whole.after(), rows);
    for (int b = 0; b < rows.layout().blocks().size(); b++) {
      if (b >= WeightedModel.LAYER) {
        Arrays.fill(amounts, rows.offset(b), rows.offset(b + 1), 0);
      }
    }
    DifferentiableModel behind = model
        .withDelta(new ParameterDelta(rows, amounts, Selections.none(rows.layout())));
    GradientChange part = new GradientChange(problem, behind);
    assertTrue(part.left(draw(problem, 8192), null) < 0.5, "own rows have moved");
    assertTrue(part.left(draw(problem, 8192), all) > 0.5, "shared rows have not");
  }
}
