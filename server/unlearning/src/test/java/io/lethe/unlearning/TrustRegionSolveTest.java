package io.lethe.unlearning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** On diagonal quadratics, whose solutions are known. */
class TrustRegionSolveTest {

  private static final float[] GRADIENT = {1, -2, 3};

  @Test
  void solve_wideRegion_isTheNewtonStep() {
    TrustRegionSolve.Result result = solve(new double[]{2, 4, 1}, 100);
    assertFalse(result.atEdge());
    assertEquals(-0.5, result.step()[0], 1e-5);
    assertEquals(0.5, result.step()[1], 1e-5);
    assertEquals(-3, result.step()[2], 1e-5);
    // Half of the sum of gradient squared over curvature.
    assertEquals((1.0 / 2 + 4.0 / 4 + 9.0) / 2, result.predictedDecrease(), 1e-5);
    assertEquals(3, result.products());
  }

  @Test
  void solve_narrowRegion_endsAtItsEdge() {
    TrustRegionSolve.Result result = solve(new double[]{2, 4, 1}, 0.5);
    assertTrue(result.atEdge());
    assertEquals(0.5, Vectors.norm(result.step()), 1e-6);
    assertTrue(result.predictedDecrease() > 0);
  }

  @Test
  void solve_negativeCurvature_isFollowedToTheEdge() {
    TrustRegionSolve.Result result = solve(new double[]{2, 4, -1}, 7);
    assertTrue(result.atEdge());
    assertEquals(7, Vectors.norm(result.step()), 1e-4);
    double[] curvatures = {2, 4, -1};
    double decrease = 0;
    for (int k = 0; k < GRADIENT.length; k++) {
      double x = result.step()[k];
      decrease -= GRADIENT[k] * x + curvatures[k] * x * x / 2;
    }
    assertEquals(decrease, result.predictedDecrease(), 1e-4);
    assertTrue(decrease > 0);
  }

  private static TrustRegionSolve.Result solve(double[] curvatures, double radius) {
    Operator hessian = new Operator(curvatures.length, (in, out) -> {
      for (int k = 0; k < in.length; k++) {
        out[k] = (float) (curvatures[k] * in[k]);
      }
    });
    Operator identity = new Operator(
        curvatures.length, (in, out) -> System.arraycopy(in, 0, out, 0, in.length));
    return new TrustRegionSolve(hessian, identity, GRADIENT, radius).solve(1e-6, 20);
  }
}
