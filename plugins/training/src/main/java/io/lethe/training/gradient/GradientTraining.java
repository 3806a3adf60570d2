package io.lethe.training.gradient;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.PluginException;
import io.lethe.spi.TrainingData;
import io.lethe.spi.TrainingProgress;
import io.lethe.spi.ViewDerivatives;
import io.lethe.training.Descent;
import io.lethe.training.Pace;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Adam (Kingma and Ba, ICLR 2015) over all interactions at once, by a model's own gradient, until
 * held-out interactions say enough. Nothing is drawn, so trainings are coupled as their first rows are.
 * An epoch costs a loss and a gradient over everything: for data of a few hundred thousand interactions;
 * for more, train by minibatches, as {@link Descent} does.
 *
 * @param rate step size
 * @param epochsMax most steps
 * @param patience epochs without a lower held-out loss before training stops
 */
record GradientTraining(float rate, int epochsMax, int patience, InstantSource clock) {

  private static final double MEAN_DECAY = 0.9;
  private static final double SQUARE_DECAY = 0.999;
  private static final double LEAST = 1e-8;

  /**
   * What came of it.
   *
   * @param model of the best epoch, or of the last one where no held-out interaction chose
   * @param epochs that were run
   * @param best number of that epoch, from 1
   * @param loss mean per training interaction before the last step
   * @param heldOut mean loss of the best epoch; NaN without held-out interactions
   */
  record Outcome(DifferentiableModel model, int epochs, int best, double loss, double heldOut) {}

  Outcome run(
      DifferentiableModel start, TrainingData data, Consumer<TrainingProgress> progress) {
    Steps steps = new Steps(start);
    Pace pace = new Pace(clock);
    Outcome best = new Outcome(start, 0, 0, Double.NaN, Double.POSITIVE_INFINITY);
    DifferentiableModel model = start;
    int done = 0;
    double loss = Double.NaN;
    while (done < epochsMax && done - best.best < patience) {
      Descent.checkInterrupt();
      ViewDerivatives derivatives = model.on(data.training());
      loss = derivatives.loss() / data.training().size();
      done++;
      checkFinite(loss, done);
      model = steps.next(model, derivatives, done, rate);
      double heldOut = mean(model, data.validation());
      if (Double.isNaN(heldOut) || heldOut < best.heldOut) {
        best = new Outcome(model, done, done, loss, heldOut);
      }
      pace.lap();
      progress.accept(
          new TrainingProgress(
              "train", done, epochsMax, loss, Double.NaN, pace.remaining(epochsMax - done)));
    }
    return new Outcome(best.model, done, best.best, loss, best.heldOut);
  }

  private static double mean(DifferentiableModel model, InteractionView view) {
    return view.size() == 0 ? Double.NaN : model.on(view).loss() / view.size();
  }

  private void checkFinite(double loss, int epoch) {
    if (!Double.isFinite(loss)) {
      throw new PluginException(
          PluginException.Kind.NOT_FINITE,
          "the loss is %s in epoch %d with learning-rate = %s".formatted(loss, epoch, rate));
    }
  }

  /** The moments of Adam. Confined to one training run. */
  private static final class Steps {

    private final ParameterSelection all;
    private final ParameterSelection none;
    private final float[] gradient;
    private final float[] parameters;
    private final double[] means;
    private final double[] squares;

    Steps(DifferentiableModel start) {
      all = ParameterSelection.all(start.layout());
      none = ParameterSelection
          .of(start.layout(), start.layout().blocks().stream().map(block -> new int[0]).toList());
      gradient = new float[all.length()];
      parameters = new float[all.length()];
      means = new double[all.length()];
      squares = new double[all.length()];
    }

    DifferentiableModel next(
        DifferentiableModel model, ViewDerivatives derivatives, int step, float rate) {
      derivatives.gradient(all, gradient);
      model.parameters(all, parameters);
      float[] amounts = new float[all.length()];
      double meanScale = 1 - Math.pow(MEAN_DECAY, step);
      double squareScale = 1 - Math.pow(SQUARE_DECAY, step);
      for (int b = 0; b < all.layout().blocks().size(); b++) {
        ParameterBlock block = all.layout().blocks().get(b);
        for (int k = all.offset(b); k < all.offset(b + 1); k++) {
          double slope = gradient[k] + (double) block.l2() * parameters[k];
          means[k] = MEAN_DECAY * means[k] + (1 - MEAN_DECAY) * slope;
          squares[k] = SQUARE_DECAY * squares[k] + (1 - SQUARE_DECAY) * slope * slope;
          amounts[k] = (float) (-rate * (means[k] / meanScale)
              / (Math.sqrt(squares[k] / squareScale) + LEAST));
        }
      }
      return model.withDelta(new ParameterDelta(all, amounts, none));
    }
  }
}
