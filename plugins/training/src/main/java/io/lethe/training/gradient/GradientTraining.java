package io.lethe.training.gradient;

import io.lethe.spi.DifferentiableModel;
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
 * Adam (Kingma and Ba, ICLR 2015) over all interactions at once, by a model's own gradient, until the
 * objective is flat: an influence step says best what a training without some data gives where the
 * model is at a stationary point. No held-out interaction chooses an epoch, and a {@link DrawnModel}
 * draws by hashes of keys, so trainings are coupled as their first rows are. An epoch costs a loss and
 * a gradient over everything: for data of a few hundred thousand interactions; for more, train by
 * minibatches, as {@link Descent} does.
 *
 * @param rate step size
 * @param epochsMax most steps
 * @param tolerance norm of the objective's gradient over that of its L2 part at which training ends
 */
record GradientTraining(float rate, int epochsMax, float tolerance, InstantSource clock) {

  private static final double MEAN_DECAY = 0.9;
  private static final double SQUARE_DECAY = 0.999;
  private static final double LEAST = 1e-8;

  /**
   * What came of it.
   *
   * @param epochs that were run
   * @param loss mean per training interaction before the last step
   * @param gradientNorm of the whole objective before the last step
   */
  record Outcome(DifferentiableModel model, int epochs, double loss, double gradientNorm) {}

  Outcome run(DifferentiableModel start, TrainingData data, Consumer<TrainingProgress> progress) {
    Steps steps = new Steps(start);
    Pace pace = new Pace(clock);
    DifferentiableModel model = start;
    int done = 0;
    double loss = Double.NaN;
    while (done < epochsMax && !steps.flat(tolerance)) {
      Descent.checkInterrupt();
      done++;
      ViewDerivatives derivatives = drawn(model, done).on(data.training());
      loss = derivatives.loss() / data.training().size();
      checkFinite(loss, done);
      model = steps.next(model, derivatives, done, rate);
      pace.lap();
      progress.accept(
          new TrainingProgress(
              "train", done, epochsMax, loss, Double.NaN, pace.remaining(epochsMax - done)));
    }
    return new Outcome(model, done, loss, Math.sqrt(steps.gradientSquares));
  }

  private static DifferentiableModel drawn(DifferentiableModel model, int epoch) {
    return model instanceof DrawnModel drawn ? drawn.drawnFor(epoch) : model;
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
    private double gradientSquares = Double.POSITIVE_INFINITY;
    private double penaltySquares;

    Steps(DifferentiableModel start) {
      all = ParameterSelection.all(start.layout());
      none = ParameterSelection
          .of(start.layout(), start.layout().blocks().stream().map(block -> new int[0]).toList());
      gradient = new float[all.length()];
      parameters = new float[all.length()];
      means = new double[all.length()];
      squares = new double[all.length()];
    }

    boolean flat(double tolerance) {
      return gradientSquares <= tolerance * tolerance * penaltySquares;
    }

    DifferentiableModel next(
        DifferentiableModel model, ViewDerivatives derivatives, int step, float rate) {
      derivatives.gradient(all, gradient);
      model.parameters(all, parameters);
      float[] amounts = new float[all.length()];
      double meanScale = 1 - Math.pow(MEAN_DECAY, step);
      double squareScale = 1 - Math.pow(SQUARE_DECAY, step);
      gradientSquares = 0;
      penaltySquares = 0;
      for (int b = 0; b < all.layout().blocks().size(); b++) {
        ParameterBlock block = all.layout().blocks().get(b);
        for (int k = all.offset(b); k < all.offset(b + 1); k++) {
          double pull = (double) block.l2() * parameters[k];
          double slope = gradient[k] + pull;
          gradientSquares += slope * slope;
          penaltySquares += pull * pull;
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
