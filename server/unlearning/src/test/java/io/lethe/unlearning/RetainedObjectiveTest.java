package io.lethe.unlearning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.kernels.Kernels;
import io.lethe.spi.CurvatureFactors;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterSelection;
import org.junit.jupiter.api.Test;

class RetainedObjectiveTest {

  private static final float L2 = 0.5f;
  private static final double STEP = 1e-2;

  private final World world = new World(8, 6, 4);
  private final BilinearModel model = world.fit(world.trained(), L2, 0.02, 50);
  private final ParameterSelection all = ParameterSelection.all(model.layout());
  private final CurvatureFactors factors = model.on(world.trained()).curvature();
  private final RowCurvature curvature = RowCurvature.of(Kernels.scalar(), model.layout(), factors);

  @Test
  void gradient_everyCoordinate_isTheSlopeOfTheValue() {
    float[] gradient = new float[all.length()];
    objective(model, curvature).gradient(gradient);
    for (int k = 0; k < gradient.length; k++) {
      double slope = (moved(k, STEP).value() - moved(k, -STEP).value()) / (2 * STEP);
      assertEquals(slope, gradient[k], 1e-3, "coordinate " + k);
    }
  }

  @Test
  void product_anyDirection_isTheSlopeOfTheGradient() {
    float[] direction = new float[all.length()];
    direction[5] = 1;
    float[] product = new float[all.length()];
    objective(model, curvature).product(direction, product);
    float[] up = new float[all.length()];
    float[] down = new float[all.length()];
    moved(5, STEP).gradient(up);
    moved(5, -STEP).gradient(down);
    for (int k = 0; k < product.length; k++) {
      assertEquals((up[k] - down[k]) / (2 * STEP), product[k], 1e-3, "coordinate " + k);
    }
  }

  @Test
  void gradient_coordinateWithoutCurvature_isHeldStill() {
    double[] userFactor = factors.userFactor();
    for (int k = 0; k < World.WIDTH; k++) {
      userFactor[2 * World.WIDTH + k] = 0;
      userFactor[k * World.WIDTH + 2] = 0;
    }
    RowCurvature still = RowCurvature.of(
        Kernels.scalar(), model.layout(), new CurvatureFactors(
            World.WIDTH, userFactor, factors.itemFactor(), factors.weight(), factors.count()));
    float[] gradient = new float[all.length()];
    objective(model, still).gradient(gradient);
    for (int user = 0; user < all.count(0); user++) {
      assertEquals(0, gradient[user * World.WIDTH + 2]);
    }
    float[] free = new float[all.length()];
    objective(model, curvature).gradient(free);
    assertEquals(free[all.offset(1) + 2], gradient[all.offset(1) + 2]);
  }

  private RetainedObjective moved(int coordinate, double amount) {
    float[] move = new float[all.length()];
    move[coordinate] = (float) amount;
    ParameterDelta delta = new ParameterDelta(all, move, Selections.none(model.layout()));
    return objective(model.withDelta(delta), curvature);
  }

  private RetainedObjective objective(BilinearModel at, RowCurvature known) {
    return RetainedObjective.of(at, at.on(world.trained()), all, known);
  }
}
