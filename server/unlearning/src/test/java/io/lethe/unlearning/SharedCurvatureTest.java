package io.lethe.unlearning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.Kernels;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Shared blocks that move with the rows, against dense Gauss-Newton matrices. */
class SharedCurvatureTest {

  private static final float L2 = 0.7f;
  private static final double DAMPING = 0.2;
  private static final int USERS = 40;
  private static final int ITEMS = 30;
  private static final UnlearningConfig.Refinement EXACT = new UnlearningConfig.Refinement(
      1e-6, 500, 0, 0, 0, 100);

  private final World world = new World(USERS, ITEMS, 4);
  private final InteractionView trained = world.trained();
  private final WeightedModel model = fitted(true);
  private final Removal removal = Removal.of(trained, Arrays.copyOf(trained.positions(), 6));
  private final InteractionIndex index = InteractionIndex.of(trained.all());
  private final InfluenceProblem problem = problem();
  private final ParameterSelection moving = problem.rows().moved();

  private WeightedModel fitted(boolean opens) {
    WeightedModel at = WeightedModel.random(USERS, ITEMS, World.WIDTH, L2, opens);
    ParameterSelection all = ParameterSelection.all(at.layout());
    float[] gradient = new float[all.length()];
    float[] parameters = new float[all.length()];
    for (int step = 0; step < 150; step++) {
      at.on(trained).gradient(all, gradient);
      at.parameters(all, parameters);
      float[] move = new float[gradient.length];
      for (int k = 0; k < move.length; k++) {
        move[k] = -0.02f * (gradient[k] + L2 * parameters[k]);
      }
      at = at.withDelta(new ParameterDelta(all, move, Selections.none(at.layout())));
    }
    return at;
  }

  private InfluenceProblem problem() {
    RowCurvature curvature = RowCurvature
        .of(Kernels.scalar(), model.layout(), model.on(trained).curvature());
    TermCounts terms = TermCounts.of(model.on(trained), model.layout());
    AffectedRows rows = AffectedRows.of(model, terms, removal, ErasedEntities.none()).withShared();
    return new InfluenceProblem(
        model, removal, rows, curvature, RowDamping.calibrated(DAMPING), 1e6, index);
  }

  private Interactions retained() {
    return trained.all().at(removal.retained().positions());
  }

  private SharedCurvature whole() {
    return new SharedCurvature(model, removal.retained(), retained());
  }

  /** By every retained term and every row's own count of them. */
  private void dampedProduct(ParameterSelection rows, float[] in, float[] out) {
    model.on(removal.retained()).gaussNewtonProduct(rows, in, out);
    float[] counts = new float[TermCounts.rowCount(rows)];
    model.on(removal.retained()).termCounts(rows, counts);
    int k = 0;
    for (int b = 0; b < rows.layout().blocks().size(); b++) {
      int width = rows.layout().blocks().get(b).width();
      for (int row = 0; row < rows.count(b); row++, k++) {
        double ridge = L2 + DAMPING * Math.sqrt(counts[k]);
        for (int c = 0; c < width; c++) {
          int j = rows.offset(b) + row * width + c;
          out[j] += (float) (ridge * in[j]);
        }
      }
    }
  }

  private Region region() {
    return problem.region(moving, whole());
  }

  private InfluenceStep step(SharedCurvature shared) {
    return Refinement.withShared(EXACT, problem, shared, index, new PhaseClock(() -> 0))
        .solve()
        .step();
  }

  @Test
  void solve_allThatStaysDrawn_isTheDenseSolutionOfRowsAndLayers() {
    InfluenceStep step = step(whole());
    assertEquals(moving.length(), step.amounts().length);
    double[] expected = DenseSystem
        .solved((in, out) -> dampedProduct(moving, in, out), step.gradient());
    for (int k = 0; k < expected.length; k++) {
      assertEquals(expected[k], step.amounts()[k], 1e-4 * (1 + Math.abs(expected[k])));
    }
    ParameterSelection layer = Selections.only(moving, WeightedModel.LAYER);
    assertTrue(Vectors.norm(Selections.restrict(moving, step.amounts(), layer)) > 1e-3);
  }

  @Test
  void left_ofTheDenseSolution_isNothing_ofStandingStill_isTheGradient() {
    InfluenceStep step = step(whole());
    ParameterSelection shared = Selections.shared(moving);
    float[] gradient = Selections.restrict(moving, step.gradient(), shared);
    float[] left = whole().left(problem, step, region());
    assertTrue(Vectors.norm(left) < 1e-4 * Vectors.norm(gradient));
    InfluenceStep none = new InfluenceStep(
        moving, step.gradient(), new float[moving.length()], 0, 0);
    assertTrue(Arrays.equals(gradient, whole().left(problem, none, region())));
    double before = whole().rise(problem, none, gradient);
    assertTrue(before > 0);
    assertTrue(whole().rise(problem, step, left) < 1e-6 * before);
  }

  @Test
  void inverse_layerAndBias_undoesTheirOwnDampedBlocks() {
    float[] in = problem.gradient(moving);
    float[] out = in.clone();
    whole().inverse(moving, problem.damping()).apply(moving, problem.rows().left(), in, out);
    for (int b = 0; b < moving.layout().blocks().size(); b++) {
      ParameterSelection block = Selections.only(moving, b);
      float[] rhs = Selections.restrict(moving, in, block);
      float[] solved = Selections.restrict(moving, out, block);
      boolean own = moving.layout().blocks().get(b).side() != ParameterBlock.Side.SHARED;
      double[] expected = own
          ? IntStream.range(0, rhs.length).mapToDouble(k -> rhs[k]).toArray()
          : DenseSystem.solved((from, to) -> dampedProduct(block, from, to), rhs);
      for (int k = 0; k < expected.length; k++) {
        assertEquals(expected[k], solved[k], 1e-5 * (1 + Math.abs(expected[k])));
      }
    }
  }

  @Test
  void rest_rowsThatTouchAllThatWasDrawn_itStandsForTheRest() {
    Interactions some = removal.forget();
    SharedCurvature drawn = new SharedCurvature(model, removal.retained(), some);
    SharedCurvature.Rest rest = drawn.rest(moving, 100);
    assertEquals((removal.retained().size() - 100) / (double) some.size(), rest.scale(), 1e-12);
    assertEquals(removal.retained().size() - 100, rest.scale() * some.size(), 1e-9);
  }

  @Test
  void unlearn_layersHoldTheShareAskedFor_theyMoveWhereTheModelLetsThem() {
    UnlearningReport still = report(true, 2, Effort.AUTO);
    assertTrue(still.outside() > 0.01, still + "");
    for (Effort effort : new Effort[]{Effort.AUTO, Effort.REFINED}) {
      UnlearningReport moved = report(true, still.outside() / 2, effort);
      assertEquals(Effort.REFINED, moved.effort());
      assertTrue(moved.outside() < still.outside() / 4, moved + "");
      assertEquals(still.extent().rowsMoved() + World.WIDTH + 1, moved.extent().rowsMoved());
      assertEquals(still.extent().rowsMoved(), report(false, 0, effort).extent().rowsMoved());
      assertEquals(still.extent().rowsMoved(), report(true, 2, effort).extent().rowsMoved());
    }
  }

  private UnlearningReport report(boolean opens, double shareMin, Effort effort) {
    WeightedModel space = fitted(opens);
    InfluenceUnlearner unlearner = new InfluenceUnlearner(
        UnlearningConfig.defaults(), Kernels.scalar(), () -> 0).movingShared(shareMin);
    UnlearningState state = unlearner.prepare(space, trained, world.heldOut(), 3);
    UnlearningOutcome outcome = unlearner
        .unlearn(new UnlearningTask(space, state, removal, ErasedEntities.none(), effort));
    return assertInstanceOf(UnlearningOutcome.Updated.class, outcome, outcome + "").report();
  }

  @Test
  void drawn_sameSeed_sameInteractions() {
    InfluenceStep step = step(whole());
    float[] left = SharedCurvature.drawn(problem, 5, 12).left(problem, step, region());
    float[] same = SharedCurvature.drawn(problem, 5, 12).left(problem, step, region());
    float[] other = SharedCurvature.drawn(problem, 6, 12).left(problem, step, region());
    assertTrue(Arrays.equals(left, same));
    assertFalse(Arrays.equals(left, other));
  }
}
