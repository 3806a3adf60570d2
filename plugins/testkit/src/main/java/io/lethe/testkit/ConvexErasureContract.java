package io.lethe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.TrainingData;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Erase equals retrain where that is a theorem, for plugins without a single point to converge to:
 * in one block in which the score is linear the objective is convex. Newton's method on the retained
 * interactions, started at the old optimum and made of the plugin's own derivatives, ends where
 * fitting the block anew ends.
 */
public abstract class ConvexErasureContract extends DifferentiablePluginContract {

  private static final double PROBABILITY_TOLERANCE = 1e-6;
  private static final double MOVED_AT_LEAST = 1e-3;
  private static final int STEPS_MAX = 12;
  private static final int[] FORGOTTEN = {3, 17, 40};

  /** For subclasses. */
  protected ConvexErasureContract() {}

  /**
   * Name of a block of at most about a hundred parameters in which the score is linear while all
   * others stand still, and which has L2 above 0 with {@link #options()}.
   */
  protected abstract String convexBlock();

  @Test
  void erase_byNewtonInTheConvexBlock_equalsFittingItAnew() {
    InteractionView whole = InteractionView.of(new SyntheticRatings(7, 12, 8, 5).generate());
    InteractionView retained = whole.without(FORGOTTEN);
    DifferentiableModel trained = trained(whole);
    ParameterSelection block = block(trained);
    DifferentiableModel original = minimum(trained, whole, block);
    DifferentiableModel erased = minimum(original, retained, block);
    DifferentiableModel anew = minimum(zeroed(trained, block), retained, block);
    assertTrue(
        Probabilities.distance(original, anew) > MOVED_AT_LEAST,
        "forgetting must show, or this test could not fail");
    assertEquals(0, Probabilities.distance(erased, anew), PROBABILITY_TOLERANCE);
  }

  private DifferentiableModel trained(InteractionView view) {
    InteractionView nothing = InteractionView.of(view.all().at(new int[0]));
    return assertInstanceOf(
        DifferentiableModel.class,
        train(options(), new TrainingData(view, nothing), alone()).model());
  }

  private ParameterSelection block(DifferentiableModel model) {
    List<ParameterBlock> blocks = model.layout().blocks();
    ParameterBlock convex = blocks.stream()
        .filter(block -> block.name().equals(convexBlock()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no block " + convexBlock() + " in " + blocks));
    assertTrue(convex.l2() > 0, () -> convex + " needs L2 to have one minimum");
    return ParameterSelection.of(
        model.layout(),
        blocks.stream()
            .map(
                block -> block.equals(convex)
                    ? IntStream.range(0, block.rows()).toArray()
                    : new int[0])
            .toList());
  }

  private static DifferentiableModel minimum(
      DifferentiableModel start, InteractionView view, ParameterSelection block) {
    return new DenseNewton(start.viewedOn(view), view, block, STEPS_MAX).minimum();
  }

  private static DifferentiableModel zeroed(DifferentiableModel model, ParameterSelection block) {
    return model
        .withDelta(new ParameterDelta(Selections.none(model.layout()), new float[0], block));
  }
}
