package io.lethe.evaluation.strategy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.solve.LinearOperator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdamPathTest {

  private static final float[] RIGHT_HAND_SIDE = {3, -0.001f, 200};

  /** Solution of {@link Diagonal} for {@link #RIGHT_HAND_SIDE}. */
  private static final float[] SOLUTION = {3, -0.0005f, 50};

  private final Kernels kernels = Kernels.scalar();

  @Test
  void follow_firstStep_movesEveryCoordinateByTheStepSizeWithTheSignOfG() {
    AdamPath.Found found = new AdamPath(0.25, 11, 1)
        .follow(kernels, new Diagonal(), RIGHT_HAND_SIDE, p -> 0);
    assertArrayEquals(new float[]{0.25f, -0.25f, 0.25f}, found.solution(), 1e-5f);
    assertEquals(1, found.iterations());
  }

  @Test
  void follow_positiveDefinite_approachesTheSolution() {
    AdamPath.Found found = new AdamPath(0.5, 5000, 5000)
        .follow(kernels, new Diagonal(), RIGHT_HAND_SIDE, p -> -distance(p));
    assertTrue(distance(found.solution()) < 0.02, "off by " + distance(found.solution()));
    assertTrue(found.residual() < 1e-3, "residual " + found.residual());
  }

  @Test
  void follow_noImprovement_stopsElevenIterationsAfterTheBestAndKeepsIt() {
    List<float[]> iterates = new ArrayList<>();
    AdamPath.Found found = new AdamPath(1, 11, 5000)
        .follow(kernels, new Diagonal(), RIGHT_HAND_SIDE, p -> {
          iterates.add(p.clone());
          return -Math.abs(iterates.size() - 4);
        });
    assertEquals(4, found.best());
    assertEquals(15, found.iterations());
    assertArrayEquals(iterates.get(3), found.solution());
  }

  @Test
  void follow_keptIterate_hasItsResidual() {
    AdamPath.Found found = new AdamPath(1, 3, 5000)
        .follow(kernels, new Diagonal(), RIGHT_HAND_SIDE, p -> 0);
    float[] product = new float[3];
    new Diagonal().apply(found.solution(), product);
    double sum = 0;
    double scale = 0;
    for (int k = 0; k < 3; k++) {
      sum += Math.pow(product[k] - RIGHT_HAND_SIDE[k], 2);
      scale += Math.pow(RIGHT_HAND_SIDE[k], 2);
    }
    assertEquals(Math.sqrt(sum / scale), found.residual(), 1e-6);
    assertEquals(1, found.best());
  }

  private static double distance(float[] p) {
    double sum = 0;
    for (int k = 0; k < p.length; k++) {
      sum += Math.pow(p[k] - SOLUTION[k], 2);
    }
    return Math.sqrt(sum);
  }

  /** diag(1, 2, 4). */
  private record Diagonal() implements LinearOperator {

    @Override
    public int length() {
      return 3;
    }

    @Override
    public void apply(float[] in, float[] out) {
      for (int k = 0; k < 3; k++) {
        out[k] = (1 << k) * in[k];
      }
    }
  }
}
