package io.lethe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.TrainingData;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What a plugin promises that can train to a stationary point: Newton's method on the retained
 * interactions, started at the old model and made of the plugin's own derivatives, ends at the
 * model that training without the forgotten ones gives.
 */
public abstract class ConvergedErasureContract extends DifferentiablePluginContract {

  private static final int STEPS_MAX = 60;
  private static final double PROBABILITY_TOLERANCE = 1e-6;
  private static final double MOVED_AT_LEAST = 1e-3;
  private static final int[] FORGOTTEN = {3, 17, 40};

  /** For subclasses. */
  protected ConvergedErasureContract() {}

  /**
   * Options that train to a stationary point, as exactly as floats allow, on 12 users, 8 items and
   * 60 ratings: at most 4 factors, and enough L2 for the point to be the only one.
   */
  protected abstract Map<String, String> convergedOptions();

  private DifferentiableModel converged(InteractionView view) {
    InteractionView nothing = InteractionView.of(view.all().at(new int[0]));
    return assertInstanceOf(
        DifferentiableModel.class,
        train(convergedOptions(), new TrainingData(view, nothing), alone()).model());
  }

  @Test
  void erase_byNewtonOnTheRetained_equalsRetraining() {
    InteractionView whole = InteractionView.of(new SyntheticRatings(7, 12, 8, 5).generate());
    InteractionView retained = whole.without(FORGOTTEN);
    DifferentiableModel original = converged(whole);
    DifferentiableModel retrained = converged(retained);
    DifferentiableModel erased = new DenseNewton(
        original.viewedOn(retained), retained, ParameterSelection.all(original.layout()), STEPS_MAX)
        .minimum();
    assertTrue(
        Probabilities.distance(original, retrained) > MOVED_AT_LEAST,
        "forgetting must show, or this test could not fail");
    assertEquals(0, Probabilities.distance(erased, retrained), PROBABILITY_TOLERANCE);
  }
}
