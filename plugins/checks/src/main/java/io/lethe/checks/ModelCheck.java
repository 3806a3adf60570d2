package io.lethe.checks;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.EmbeddingModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterSelection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whether a model's derivatives are those of its scores and its loss, on about 256 of the interactions
 * that it was trained on. The same arguments give the same numbers.
 *
 * <p>What cannot be seen from outside: the part of the Gauss-Newton product between a user's and an
 * item's row, and exact sizes where scores bend; of the part between a shared row and the others more
 * than that it is there.
 */
public final class ModelCheck {

  private static final double NUDGE = 1e-3;

  private ModelCheck() {}

  /**
   * Measures everything. Costs some fifty losses and gradients over the sample, two gradients over
   * all that was trained on, and for a graph model as many propagations.
   *
   * @param trained what the model reflects; at least one interaction
   * @param seed of the sample and of all directions
   */
  public static List<Measure> measures(
      DifferentiableModel model, InteractionView trained, long seed) {
    Sample sample = Sample.of(trained, seed);
    Ground own = Ground.of("", model, sample, seed);
    float[] gradient = gradient(own, trained);
    List<Measure> measures = new ArrayList<>(of(own, trained, gradient));
    measures.addAll(new PenaltyCheck(own, gradient).measures());
    DifferentiableModel space = model instanceof EmbeddingModel embedding
        ? embedding.inFinalSpace()
        : model;
    Ground influence = own;
    if (!space.equals(model)) {
      influence = Ground.of("final ", space, sample, seed);
      measures.addAll(of(influence, trained, gradient(influence, trained)));
      measures.addAll(new PropagationCheck(own, influence).measures());
    }
    measures.addAll(new CurvatureCheck(influence).measures());
    measures.addAll(new TermCheck(influence).measures());
    measures.addAll(new ViewCheck(own, trained).measures());
    return List.copyOf(measures);
  }

  /**
   * The same of a model whose rows have all moved by a thousandth of themselves: what holds for it as it
   * was trained has to hold after updates, too, which a server's check at training does not ask.
   *
   * @param trained what the model reflects
   */
  public static List<Measure> measuresOnceMoved(
      DifferentiableModel model, InteractionView trained, long seed) {
    ParameterSelection all = ParameterSelection.all(model.layout());
    float[] amounts = new float[all.length()];
    model.parameters(all, amounts);
    ParameterSelection none = ParameterSelection
        .of(all.layout(), all.layout().blocks().stream().map(block -> new int[0]).toList());
    return measures(
        model.withDelta(new ParameterDelta(all, Vectors.scaled(amounts, NUDGE), none)), trained,
        seed);
  }

  private static float[] gradient(Ground ground, InteractionView trained) {
    float[] gradient = new float[ground.rows().length()];
    ground.model().on(trained).gradient(ground.rows(), gradient);
    return gradient;
  }

  private static List<Measure> of(Ground ground, InteractionView trained, float[] gradient) {
    List<Measure> measures = new ArrayList<>(new GradientCheck(ground).measures());
    measures.addAll(new ProductCheck(ground).measures());
    measures.addAll(new RemovalCheck(ground, trained, gradient).measures());
    measures.addAll(new ReachCheck(ground, trained).measures());
    return measures;
  }

  /** Those that are outside their range. */
  public static List<Measure> broken(List<Measure> measures) {
    return measures.stream().filter(measure -> !measure.kept()).toList();
  }

  /** The one that is furthest outside its range; empty if all are within. */
  public static Optional<Measure> worst(List<Measure> measures) {
    return broken(measures).stream().max(Comparator.comparingDouble(Measure::excess));
  }
}
