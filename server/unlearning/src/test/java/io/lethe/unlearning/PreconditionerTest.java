package io.lethe.unlearning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.kernels.Kernels;
import io.lethe.spi.CurvatureFactors;
import io.lethe.spi.ParameterSelection;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PreconditionerTest {

  private static final double DAMPING = 0.8;
  private static final double SHIFT = 0.1;
  private static final float L2 = 0.3f;

  private final World world = new World(12, 9, 4);
  private final BilinearModel model = world.fit(world.trained(), L2, 0.02, 50);
  private final CurvatureFactors factors = model.on(world.trained()).curvature();
  private final Preconditioner preconditioner = new Preconditioner(
      RowCurvature.of(Kernels.scalar(), model.layout(), factors), new RowDamping(DAMPING, SHIFT));

  @Test
  void apply_anyRows_undoesTheDampedCurvature() {
    ParameterSelection rows = ParameterSelection
        .of(model.layout(), List.of(new int[]{0, 3, 11}, new int[]{2}));
    float[] terms = {1, 5, 0, 17};
    float[] in = new float[rows.length()];
    SplittableRandom random = new SplittableRandom(2);
    for (int k = 0; k < in.length; k++) {
      in[k] = (float) random.nextGaussian();
    }
    float[] out = new float[in.length];
    preconditioner.apply(rows, terms, in, out);
    for (int k = 0; k < in.length; k++) {
      int row = k / World.WIDTH;
      double[] factor = row < 3 ? factors.userFactor() : factors.itemFactor();
      assertEquals(in[k], curved(factor, terms[row], out, row, k % World.WIDTH), 1e-4);
    }
  }

  @Test
  void apply_zeroRow_staysZero() {
    ParameterSelection rows = ParameterSelection
        .of(model.layout(), List.of(new int[]{0}, new int[0]));
    float[] out = new float[World.WIDTH];
    Arrays.fill(out, 1);
    preconditioner.apply(rows, new float[]{3}, new float[World.WIDTH], out);
    assertEquals(0, Vectors.norm(out));
  }

  /** One coordinate of the damped curvature times a row, by the formula. */
  private double curved(double[] factor, float terms, float[] out, int row, int coordinate) {
    double scale = factors.weight() / factors.count() / factors.count();
    double ridge = L2 + SHIFT + DAMPING * Math.sqrt(terms);
    double sum = ridge * out[row * World.WIDTH + coordinate];
    for (int k = 0; k < World.WIDTH; k++) {
      double entry = factor[coordinate * World.WIDTH + k];
      sum += terms * scale * entry * out[row * World.WIDTH + k];
    }
    return sum;
  }
}
