package io.lethe.training.polish;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.Workers;
import io.lethe.spi.InteractionView;
import io.lethe.spi.PluginContext;
import io.lethe.spi.TrainingProgress;
import io.lethe.training.Descent;
import io.lethe.training.LogisticModel;
import io.lethe.training.Pace;
import io.lethe.training.TrainingOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Brings a model to a stationary point of the whole objective by damped Newton steps: the exact
 * Hessian, conjugate gradients preconditioned by the Kronecker form of the Gauss-Newton curvature,
 * damped in the manner of Levenberg and Marquardt (Nocedal and Wright 2006, chapters 7 and 10).
 */
public final class NewtonPolish {

  private static final double ACCEPTED_AGREEMENT = 1e-4;

  /** Times L2: steps are then too short to change a float parameter. */
  private static final double DAMPING_MAX = 1e6;

  /** Decreases below this part of the objective are near its rounding. */
  private static final double OBJECTIVE_ROUNDING = 1e-6;

  private final TrainingOptions options;
  private final Kernels kernels;
  private final PluginContext context;
  private final InteractionView view;

  /** A polish over the interactions of a view. */
  public NewtonPolish(
      TrainingOptions options, Kernels kernels, PluginContext context, InteractionView view) {
    this.options = options;
    this.kernels = kernels;
    this.context = context;
    this.view = view;
  }

  /**
   * Steps until the gradient is within tolerance, the steps run out, or no step helps any more
   * because float precision is exhausted.
   *
   * @param metrics gets {@code polish-steps} and {@code polish-products}
   */
  public LogisticModel run(
      LogisticModel start, Consumer<TrainingProgress> progress, Map<String, Double> metrics) {
    Pace pace = new Pace(context.clock());
    WholeObjective at = WholeObjective.at(start, view);
    Damping damping = new Damping(options.l2());
    int steps = 0;
    int products = 0;
    while (steps < options.polishStepsMax() && at.relativeGradientNorm() > options.tolerance()
        && damping.value() < DAMPING_MAX * options.l2()) {
      Descent.checkInterrupt();
      NewtonStep step = NewtonStep.of(at, damping.value(), kernels, workers());
      products += step.products();
      WholeObjective next = at.moved(step.amounts());
      double agreement = agreement(at, next, step);
      if (agreement > ACCEPTED_AGREEMENT) {
        at = next;
        damping.succeeded(agreement);
      } else {
        damping.failed();
      }
      steps++;
      pace.lap();
      progress.accept(
          new TrainingProgress(
              "polish", steps, options.polishStepsMax(), at.meanLoss(), Double.NaN,
              pace.remaining(options.polishStepsMax() - steps)));
    }
    metrics.put("polish-steps", (double) steps);
    metrics.put("polish-products", (double) products);
    return at.model();
  }

  /**
   * Actual over predicted decrease of the objective. Where the objective is too coarse to show it,
   * the mean slope along the step tells: exact for a quadratic, and free of cancellation (the idea of
   * Hager and Zhang's approximate Wolfe condition, SIAM J. Optim. 16, 2005).
   */
  private static double agreement(WholeObjective at, WholeObjective next, NewtonStep step) {
    double decrease = step.predictedDecrease() > OBJECTIVE_ROUNDING * at.value()
        ? at.value() - next.value()
        : -(at.slope(step.amounts()) + next.slope(step.amounts())) / 2;
    return step.predictedDecrease() > 0 ? decrease / step.predictedDecrease() : 0;
  }

  /** How near a model is to a stationary point, as metrics. */
  public Map<String, Double> stationarity(LogisticModel model) {
    WholeObjective at = WholeObjective.at(model, view);
    Map<String, Double> metrics = new HashMap<>();
    metrics.put("gradient-norm", at.gradientNorm());
    if (options.l2() > 0) {
      metrics.put("relative-gradient-norm", at.relativeGradientNorm());
    }
    return metrics;
  }

  private Workers workers() {
    return new Workers(context.executor(), context.parallelism());
  }
}
