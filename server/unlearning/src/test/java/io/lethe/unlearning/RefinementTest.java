package io.lethe.unlearning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.Kernels;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RefinementTest {

  private static final float L2 = 0.7f;
  private static final double DAMPING = 0.2;
  private static final double EXACT = 1e-6;

  private final World world = new World(12, 9, 4);
  private final BilinearModel model = world.fit(world.trained(), L2, 0.02, 60);
  private final Removal removal = Removal
      .of(world.trained(), Arrays.copyOf(world.trained().positions(), 6));
  private final InteractionIndex index = InteractionIndex.of(world.trained().all());

  @Test
  void solve_rowsThatMove_isTheDenseSolution() {
    InfluenceProblem problem = problem(model);
    InfluenceStep step = local(problem, 0, 0).step();
    double[] expected = denseSolution(problem, model, step.rows(), step.gradient());
    for (int k = 0; k < expected.length; k++) {
      assertEquals(expected[k], step.amounts()[k], 1e-4 * (1 + Math.abs(expected[k])));
    }
  }

  @Test
  void solve_usersAreHistories_isTheDenseSolutionOfTermsAfterTheRowsToo() {
    HistoryModel histories = HistoryModel.random(world.trained().all(), World.WIDTH, L2);
    InfluenceProblem problem = problem(histories);
    assertTrue(problem.rows().moved().count(0) < histories.itemCount());
    Refinement.Result result = local(problem, 0, 0);
    InfluenceStep step = result.step();
    double[] expected = denseSolution(problem, histories, step.rows(), step.gradient());
    for (int k = 0; k < expected.length; k++) {
      assertEquals(expected[k], step.amounts()[k], 1e-4 * (1 + Math.abs(expected[k])));
    }
    assertEquals(removal.retained().size(), result.residual().interactions());
    InfluenceStep none = new InfluenceStep(
        step.rows(), step.gradient(), new float[expected.length], 0, 0);
    MeasuredResidual sampled = new ResidualSample(problem, index, 7, 100_000).of(none);
    assertEquals(removal.retained().size(), sampled.interactions());
    assertEquals(1, sampled.relative(), 1e-6);
  }

  @Test
  void solve_throughAGraph_isTheDenseSolutionOnTheGraphOfWhatStays() {
    GraphModel graph = new GraphModel(model, world.trained());
    DifferentiableModel after = graph.viewedOn(removal.retained());
    InfluenceProblem own = problem(graph.finals()).over(graph, RowDamping.calibrated(DAMPING));
    InfluenceStep step = Refinement
        .throughGraph(
            exact(0, 0), own, after.on(removal.retained()), index, new PhaseClock(() -> 0))
        .solve()
        .step();
    float[] gradient = new float[step.rows().length()];
    float[] later = new float[gradient.length];
    graph.on(removal.trained()).gradient(step.rows(), gradient);
    after.on(removal.retained()).gradient(step.rows(), later);
    for (int k = 0; k < gradient.length; k++) {
      gradient[k] -= later[k];
    }
    double[] expected = denseSolution(own, after, step.rows(), gradient);
    for (int k = 0; k < expected.length; k++) {
      assertEquals(expected[k], step.amounts()[k], 1e-4 * (1 + Math.abs(expected[k])));
    }
  }

  @Test
  void solve_looseTolerance_reportsTheResidualItHas() {
    InfluenceProblem problem = problem(model);
    Refinement.Result loose = Refinement
        .local(
            new UnlearningConfig.Refinement(0.3, 50, 0, 0, 0, 100), problem, index,
            new PhaseClock(() -> 0))
        .solve();
    assertEquals(residual(problem, loose.step()), loose.residual().relative(), 1e-5);
    assertTrue(loose.residual().relative() > EXACT && loose.residual().relative() <= 0.3);
    assertEquals(0, loose.residual().pruned());
  }

  @Test
  void solve_pruned_checksTheResidualInTheRowsLeftOutToo() {
    InfluenceProblem problem = problem(model);
    Refinement.Result pruned = local(problem, 0, 0.5);
    ParameterSelection kept = pruned.step().rows();
    ParameterSelection reached = problem.rows().moved();
    assertTrue(kept.length() < reached.length());
    float[] whole = problem.gradient(reached);
    float[] inside = problem.gradient(kept);
    double outside = Math.sqrt(
        (Vectors.sumOfSquares(whole, 0, whole.length)
            - Vectors.sumOfSquares(inside, 0, inside.length)));
    assertEquals(outside / Vectors.norm(whole), pruned.residual().pruned(), 1e-6);
    InfluenceStep expanded = new InfluenceStep(
        reached, whole, Selections.expand(kept, pruned.step().amounts(), reached), 0, 0);
    assertEquals(residual(problem, expanded), pruned.residual().relative(), 1e-5);
  }

  @Test
  void solve_moreHops_movesNeighboursToo() {
    Refinement.Result wide = local(problem(model), 1, 0);
    assertTrue(wide.step().rows().length() > removalRows().length());
    assertTrue(wide.residual().relative() <= 1e-4);
  }

  @Test
  void sample_roomForAll_isTheResidualOfTheOneShot() {
    InfluenceProblem problem = problem(model);
    InfluenceStep oneShot = problem.oneShot(new PhaseClock(() -> 0));
    MeasuredResidual all = new ResidualSample(problem, index, 7, 100_000).of(oneShot);
    assertEquals(residual(problem, oneShot), all.relative(), 1e-5);
    MeasuredResidual some = new ResidualSample(problem, index, 7, 30).of(oneShot);
    assertTrue(some.interactions() > 0 && some.interactions() <= 30, some + "");
    assertTrue(some.relative() > 0 && some.relative() < 1.5, some + "");
  }

  @Test
  void sample_noRoomForOneRow_countsAllOfTheGradient() {
    InfluenceProblem problem = problem(model);
    InfluenceStep oneShot = problem.oneShot(new PhaseClock(() -> 0));
    MeasuredResidual none = new ResidualSample(problem, index, 7, 0).of(oneShot);
    assertTrue(Double.isNaN(none.relative()));
    assertEquals(5, none.left(5));
  }

  @Test
  void region_termsThatNoInteractionHolds_countByTheirKroneckerForm() {
    InfluenceProblem problem = problem(model);
    ParameterSelection rows = problem.rows().moved();
    float[] terms = problem.rows().left().clone();
    float[] vector = problem.gradient(rows);
    float[] without = new float[vector.length];
    problem.region(rows, rows, terms).product(vector, without);
    terms[0] += 3;
    float[] with = new float[vector.length];
    problem.region(rows, rows, terms).product(vector, with);
    float[] expected = new float[World.WIDTH];
    problem.curvature().users().addProduct(3, Arrays.copyOf(vector, World.WIDTH), 0, expected);
    double more = DAMPING * (Math.sqrt(terms[0]) - Math.sqrt(terms[0] - 3));
    for (int k = 0; k < World.WIDTH; k++) {
      assertEquals(without[k] + expected[k] + more * vector[k], with[k], 1e-5);
    }
    assertArrayEquals(
        Arrays.copyOfRange(without, World.WIDTH, without.length),
        Arrays.copyOfRange(with, World.WIDTH, with.length));
  }

  private ParameterSelection removalRows() {
    return problem(model).rows().moved();
  }

  private InfluenceProblem problem(DifferentiableModel space) {
    RowCurvature curvature = RowCurvature
        .of(Kernels.scalar(), space.layout(), space.on(world.trained()).curvature());
    TermCounts terms = TermCounts.of(space.on(world.trained()), space.layout());
    AffectedRows rows = AffectedRows.of(space, terms, removal, ErasedEntities.none());
    return new InfluenceProblem(
        space, removal, rows, curvature, RowDamping.calibrated(DAMPING), 1e6, index);
  }

  private Refinement.Result local(InfluenceProblem problem, int hops, double prunedShare) {
    return Refinement.local(exact(hops, prunedShare), problem, index, new PhaseClock(() -> 0))
        .solve();
  }

  private static UnlearningConfig.Refinement exact(int hops, double prunedShare) {
    return new UnlearningConfig.Refinement(EXACT, 500, hops, prunedShare, 0, 100);
  }

  /** The residual by the whole retained set's product. */
  private double residual(InfluenceProblem problem, InfluenceStep step) {
    float[] product = new float[step.amounts().length];
    dampedProduct(problem, model, step.rows(), step.amounts(), product);
    for (int k = 0; k < product.length; k++) {
      product[k] = step.gradient()[k] - product[k];
    }
    return Vectors.norm(product) / Vectors.norm(step.gradient());
  }

  private void dampedProduct(
      InfluenceProblem problem, DifferentiableModel at, ParameterSelection rows, float[] in,
      float[] out) {
    at.on(removal.retained()).gaussNewtonProduct(rows, in, out);
    float[] counts = new float[TermCounts.rowCount(rows)];
    at.on(removal.retained()).termCounts(rows, counts);
    for (int k = 0; k < out.length; k++) {
      double damping = problem.damping().perRootTerm() * Math.sqrt(counts[k / World.WIDTH]);
      out[k] += (float) ((L2 + damping) * in[k]);
    }
  }

  private double[] denseSolution(
      InfluenceProblem problem, DifferentiableModel at, ParameterSelection rows, float[] rhs) {
    return DenseSystem.solved((in, out) -> dampedProduct(problem, at, rows, in, out), rhs);
  }
}
