package io.lethe.unlearning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.Kernels;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import io.lethe.spi.ViewDerivatives;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowStepsTest {

  private static final float L2 = 0.7f;
  private static final double DAMPING = 0.4;

  private final World world = new World(30, 20, 1);
  private final BilinearModel model = world.fit(world.trained(), L2, 0.02, 80).byRow();
  private final int user = world.trained().all().user(world.trained().positions()[0]);
  private final Removal removal = Removal.of(world.trained(), positionsOf(user));
  private final InteractionIndex index = InteractionIndex.of(world.trained().all());
  private final TermCounts learnt = TermCounts.ofInteractions(model.layout(), world.trained());
  private final InfluenceProblem problem = problem(model, ErasedEntities.user(user));

  @Test
  void oneShot_everyRow_solvesItsOwnDampedSystem() {
    InfluenceStep step = problem.oneShot(new PhaseClock(() -> 0));
    float[] product = new float[step.amounts().length];
    ViewDerivatives retained = model.on(removal.retained());
    for (int row = 0; row < step.rows().count(1); row++) {
      ParameterSelection one = ParameterSelection
          .of(model.layout(), List.of(new int[0], new int[]{step.rows().row(1, row)}));
      float[] own = Arrays.copyOfRange(step.amounts(), row * World.WIDTH, (row + 1) * World.WIDTH);
      float[] out = new float[World.WIDTH];
      retained.gaussNewtonProduct(one, own, out);
      double ridge = L2 + DAMPING * Math.sqrt(problem.rows().left()[row]);
      for (int c = 0; c < World.WIDTH; c++) {
        product[row * World.WIDTH + c] = (float) (out[c] + ridge * own[c]);
      }
    }
    assertEquals(0, step.rows().count(0), "the only user is erased");
    assertArrayEquals(step.gradient(), product, 1e-4f);
  }

  @Test
  void answers_wholeOnes_solveTheChangeOfTheirGradient() {
    InfluenceStep step = problem.oneShot(new PhaseClock(() -> 0));
    BilinearModel before = model.withDelta(dropped());
    BilinearModel after = before.withDelta(
        new ParameterDelta(step.rows(), step.amounts(), Selections.none(model.layout())));
    ParameterSelection rows = problem.rows().withTerms();
    float[] answer = new Answers(problem.terms(), problem.damping(), 1, 1e6)
        .to(before, after, rows, problem.rows().after().select(rows));
    ParameterSelection users = Selections.only(rows, 0);
    float[] was = new float[users.length()];
    float[] is = new float[users.length()];
    before.on(removal.retained()).gradient(users, was);
    after.on(removal.retained()).gradient(users, is);
    float[] counts = problem.rows().after().select(users);
    for (int k = 0; k < users.count(0); k++) {
      ParameterSelection one = ParameterSelection
          .of(model.layout(), List.of(new int[]{users.row(0, k)}, new int[0]));
      float[] own = Arrays.copyOfRange(answer, k * World.WIDTH, (k + 1) * World.WIDTH);
      float[] out = new float[World.WIDTH];
      before.on(removal.retained()).gaussNewtonProduct(one, own, out);
      for (int c = 0; c < World.WIDTH; c++) {
        int at = k * World.WIDTH + c;
        double ridge = L2 + DAMPING * Math.sqrt(counts[k]);
        assertEquals(was[at] - is[at], out[c] + ridge * own[c], 1e-4);
      }
    }
    float[] items = Arrays.copyOfRange(answer, rows.offset(1), answer.length);
    assertEquals(0, Vectors.norm(items), 1e-5, "no user moved, so no item answers");
  }

  @Test
  void lostRows_solved_standStillOnWhatTheyKeep() {
    ParameterSelection rows = ParameterSelection
        .of(model.layout(), List.of(new int[0], new int[]{2, 5}));
    LostRows lost = new LostRows(rows, new double[]{1.5, 2}, problem.curvature());
    DifferentiableModel solved = lost.solved(model, problem.terms(), 8);
    assertTrue(lost.residual(model, problem.terms()) > 0.1);
    assertEquals(0, lost.residual(solved, problem.terms()), 1e-4);
    float[] others = new float[ParameterSelection.all(model.layout()).length()];
    float[] same = others.clone();
    model.parameters(Selections.allBut(rows), others);
    solved.parameters(Selections.allBut(rows), same);
    assertArrayEquals(others, same);
  }

  @Test
  void standingRows_stationaryModel_areHeldBackByTheirL2Alone() {
    BilinearModel stationary = world.fit(world.trained(), 2, 0.02, 4000).byRow();
    InfluenceProblem still = problem(stationary, ErasedEntities.user(user));
    ParameterSelection rows = ParameterSelection
        .of(model.layout(), List.of(new int[0], new int[]{3, 4}));
    double[] ridges = new StandingRows(still, still.terms(), learnt).ridges(rows);
    assertArrayEquals(new double[]{2, 2}, ridges, 0.02);
    double[] early = new StandingRows(problem, problem.terms(), learnt).ridges(rows);
    assertTrue(early[0] > L2 + 0.05, early[0] + " of a model that was stopped early");
  }

  @Test
  void residual_answered_isThatOfTheWholeSystem() {
    InfluenceStep step = problem.oneShot(new PhaseClock(() -> 0));
    ParameterSelection rows = problem.rows().withTerms();
    float[] amounts = Selections.expand(step.rows(), step.amounts(), rows);
    ParameterSelection none = Selections.none(model.layout());
    MeasuredResidual all = new RowResidual(problem, problem.terms())
        .of(step, new RowUpdate.Result(rows, amounts, true), none);
    MeasuredResidual touching = new RowResidual(problem, problem.terms())
        .of(step, new RowUpdate.Result(step.rows(), step.amounts(), false), none);
    float[] product = new float[amounts.length];
    model.on(removal.retained()).gaussNewtonProduct(rows, amounts, product);
    float[] counts = problem.rows().after().select(rows);
    float[] gradient = Selections.expand(step.rows(), step.gradient(), rows);
    for (int k = 0; k < product.length; k++) {
      double ridge = L2 + DAMPING * Math.sqrt(counts[k / World.WIDTH]);
      product[k] = (float) (gradient[k] - product[k] - ridge * amounts[k]);
    }
    double expected = Vectors.norm(product) / step.gradientNorm();
    assertEquals(expected, all.relative(), 1e-5);
    assertEquals(expected, touching.relative(), 1e-5);
    assertTrue(expected > 0.05, "those on the other side were not asked: " + expected);
  }

  @Test
  void unlearn_wholeUser_comesCloserThanWithOneMatrixPerSide() {
    BilinearModel plain = world.fit(world.trained(), L2, 0.02, 80);
    BilinearModel retrained = world.fit(removal.retained(), L2, 0.02, 80);
    double kronecker = distance(updated(plain).model(), retrained);
    UnlearningOutcome.Updated byRow = updated(model);
    double rows = distance(byRow.model(), retrained);
    double nothing = distance(plain, retrained);
    assertTrue(rows < kronecker && rows < 0.8 * nothing, rows + " " + kronecker + " " + nothing);
    UnlearningReport.Losses losses = byRow.report().losses();
    assertTrue(losses.forgetAfter() > losses.forgetBefore(), "seen through the items that stay");
    assertEquals(
        TermCounts.rowCount(problem.rows().withTerms()), byRow.report().extent().rowsMoved());
  }

  @Test
  void cholesky_singularDirection_staysWhereItIs() {
    double[] matrix = {4, 2, 0, 2, 5, 0, 0, 0, 0};
    double[] vector = {8, 12, 3};
    Cholesky.solve(matrix, vector);
    assertArrayEquals(new double[]{1, 2, 0}, vector, 1e-12);
  }

  private ParameterDelta dropped() {
    return new ParameterDelta(
        Selections.none(model.layout()), new float[0], problem.rows().dropped());
  }

  private InfluenceProblem problem(BilinearModel space, ErasedEntities erased) {
    ViewDerivatives trained = space.on(world.trained());
    RowCurvature curvature = RowCurvature.of(Kernels.scalar(), space.layout(), trained.curvature());
    AffectedRows rows = AffectedRows
        .of(space, TermCounts.of(trained, space.layout()), removal, erased);
    return new InfluenceProblem(
        space, removal, rows, curvature, RowDamping.calibrated(DAMPING), 1e6, index);
  }

  private UnlearningOutcome.Updated updated(BilinearModel from) {
    InfluenceUnlearner unlearner = new InfluenceUnlearner(
        UnlearningConfig.defaults(), Kernels.scalar(), System::nanoTime);
    UnlearningState state = unlearner.prepare(from, world.trained(), world.heldOut(), 3);
    return assertInstanceOf(
        UnlearningOutcome.Updated.class, unlearner.unlearn(
            new UnlearningTask(from, state, removal, ErasedEntities.user(user), Effort.FAST)));
  }

  private double distance(DifferentiableModel left, DifferentiableModel right) {
    double sum = 0;
    int[] items = IntStream.range(0, 20).toArray();
    float[] one = new float[20];
    float[] other = new float[20];
    for (int u = 0; u < 30; u++) {
      left.score(u, items, one);
      right.score(u, items, other);
      for (int k = 0; k < 20 && u != user; k++) {
        double gap = BilinearModel.sigmoid(one[k]) - BilinearModel.sigmoid(other[k]);
        sum += gap * gap;
      }
    }
    return Math.sqrt(sum);
  }

  private int[] positionsOf(int of) {
    InteractionView trained = world.trained();
    return Arrays.stream(trained.positions()).filter(p -> trained.all().user(p) == of).toArray();
  }
}
