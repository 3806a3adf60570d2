package io.lethe.training.polish;

import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.ViewDerivatives;
import io.lethe.training.FrozenCoordinates;
import io.lethe.training.GroupedTerms;
import io.lethe.training.LogisticModel;
import java.util.List;

/**
 * The whole objective, {@code sum of losses + sum over rows of l2/2 * |row|^2}, at one model's
 * parameters: value, gradient, and what Newton steps need. Immutable.
 */
final class WholeObjective {

  private final LogisticModel model;
  private final GroupedTerms terms;
  private final ViewDerivatives derivatives;
  private final ParameterSelection all;
  private final float[] gradient;
  private final double ridgeNorm;

  private WholeObjective(LogisticModel model, GroupedTerms terms) {
    this.model = model;
    this.terms = terms;
    this.derivatives = model.over(terms);
    this.all = ParameterSelection.all(model.layout());
    this.gradient = new float[all.length()];
    float[] parameters = new float[all.length()];
    derivatives.gradient(all, gradient);
    model.parameters(all, parameters);
    FrozenCoordinates.clear(model.shape(), all, parameters);
    float l2 = model.shape().l2();
    for (int k = 0; k < gradient.length; k++) {
      gradient[k] += l2 * parameters[k];
    }
    this.ridgeNorm = l2 * norm(parameters);
  }

  static WholeObjective at(LogisticModel model, InteractionView view) {
    return new WholeObjective(model, GroupedTerms.of(view, model.shape().terms()));
  }

  /** The objective after a step; the interactions are not grouped again. */
  WholeObjective moved(float[] amounts) {
    ParameterSelection none = ParameterSelection
        .of(model.layout(), List.of(new int[0], new int[0]));
    return new WholeObjective(model.withDelta(new ParameterDelta(all, amounts, none)), terms);
  }

  LogisticModel model() {
    return model;
  }

  ViewDerivatives derivatives() {
    return derivatives;
  }

  /** Every row. */
  ParameterSelection selection() {
    return all;
  }

  /** Gradient of the objective, frozen coordinates 0; only to be read. */
  float[] gradient() {
    return gradient;
  }

  double value() {
    float l2 = model.shape().l2();
    double loss = derivatives.loss();
    return l2 > 0 ? loss + ridgeNorm * ridgeNorm / (2 * l2) : loss;
  }

  /** Mean loss per term, without L2. */
  double meanLoss() {
    return derivatives.loss() / terms.size();
  }

  /** Derivative along a direction over every row. */
  double slope(float[] direction) {
    double slope = 0;
    for (int k = 0; k < gradient.length; k++) {
      slope += (double) gradient[k] * direction[k];
    }
    return slope;
  }

  double gradientNorm() {
    return norm(gradient);
  }

  /** The gradient's norm over that of its L2 part; 0 where all parameters and the gradient are. */
  double relativeGradientNorm() {
    double norm = gradientNorm();
    return norm == 0 ? 0 : norm / ridgeNorm;
  }

  private static double norm(float[] vector) {
    double sum = 0;
    for (float value : vector) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }
}
