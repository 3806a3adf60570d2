package io.lethe.unlearning;

import io.lethe.kernels.Kernels;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Makes models forget by influence: from the gradient that goes and the curvature of what stays it
 * computes where training without the forgotten interactions would have ended (IFRU, Zhang et al.,
 * ACM TORS 2024), and checks the result. Immutable and safe for concurrent use; the same inputs give
 * the same bits.
 */
public final class InfluenceUnlearner {

  /** Passes over the retained interactions that correction takes, as a forecast. */
  private static final int EXPECTED_PASSES = 100;

  /** Passes over the interactions that touch the moved rows that refining takes, as a forecast. */
  private static final int EXPECTED_REFINING_PASSES = 10;

  private final UnlearningConfig config;
  private final Kernels kernels;
  private final LongSupplier nanoClock;

  /**
   * An unlearner.
   *
   * @param nanoClock nanoseconds from any origin, for durations only
   */
  public InfluenceUnlearner(UnlearningConfig config, Kernels kernels, LongSupplier nanoClock) {
    this.config = config;
    this.kernels = kernels;
    this.nanoClock = nanoClock;
  }

  /**
   * The same with shared blocks moving from another share of a removal on; see {@link
   * UnlearningConfig.SharedBlocks}.
   */
  public InfluenceUnlearner movingShared(double shareMin) {
    int most = config.sharedBlocks().interactionsMax();
    return new InfluenceUnlearner(
        config.with(new UnlearningConfig.SharedBlocks(shareMin, most)), kernels, nanoClock);
  }

  /** What its updates must pass. */
  public UnlearningConfig.Gates gates() {
    return config.gates();
  }

  /**
   * The state of a version that was just trained or loaded. A few passes over the interactions and
   * some fifteen influence steps over a probe of them.
   *
   * @param trained what the model reflects
   * @param heldOut interactions it was not trained on, over the same users and items; with too few
   *     of them damping takes its default
   * @param seed of the probes
   */
  public UnlearningState prepare(
      DifferentiableModel model, InteractionView trained, InteractionView heldOut, long seed) {
    return new Preparation(config, kernels).prepare(model, trained, heldOut, seed);
  }

  /**
   * The state of a model that was trained on all interactions, so that none is left to calibrate on:
   * damping and the distance to held-out loss are those of the same model trained with some held out.
   * A few passes over the interactions.
   *
   * @param trained what the model reflects
   * @param calibrated the state of a model of the same family, width and options that was trained
   *     with held-out interactions; of any number of users and items
   * @param seed of the probes
   * @throws IllegalArgumentException if its rows are not as wide as this model's
   */
  public UnlearningState prepare(
      DifferentiableModel model, InteractionView trained, UnlearningState calibrated, long seed) {
    return new Preparation(config, kernels).prepare(model, trained, calibrated, seed);
  }

  /**
   * The state that {@link UnlearningState#toBytes} was asked of. O(interactions + rows).
   *
   * @param model the version it belongs to
   * @param trained what that version reflects
   * @throws IllegalArgumentException if the bytes are no state, or not one of this model's layout
   */
  public UnlearningState restore(byte[] bytes, DifferentiableModel model, InteractionView trained) {
    return StateBytes.read(kernels, bytes, model, trained);
  }

  /**
   * What {@link #unlearn} would touch and how long it would take; changes nothing. The first time of a
   * model it measures how fast that goes, with a pass over the interactions. With {@link
   * Effort#AUTO} it takes a one shot to see whether that is enough.
   */
  public UnlearningPlan plan(UnlearningTask task) {
    Unlearning unlearning = new Unlearning(config, task, nanoClock);
    Effort effort = unlearning.effort();
    Extent extent = unlearning.extent(effort);
    RateMeter.Rates rates = task.state()
        .rates(
            () -> new RateMeter(nanoClock)
                .rates(task.state(), FinalSpace.of(task.model()), task.removal().trained()));
    int trained = Math.max(1, task.removal().trained().size());
    double passes = switch (effort) {
      case FAST, AUTO -> 0;
      case REFINED -> EXPECTED_REFINING_PASSES
          * Math.min(1.0, (double) unlearning.regionInteractions() / trained);
      case CONVERGED -> EXPECTED_PASSES;
    };
    double nanos = rates.nanosPerRow() * extent.rowsMoved() + passes * rates.nanosPerPass();
    return new UnlearningPlan(effort, extent, Duration.ofNanos((long) nanos));
  }

  /**
   * Carries out one unlearning. With {@link Effort#FAST} O(forget set * width + affected rows *
   * width^2), whatever the number of retained interactions.
   */
  public UnlearningOutcome unlearn(UnlearningTask task) {
    if (task.removal().forget().size() == 0 && task.erased().isEmpty()) {
      return new UnlearningOutcome.NothingToForget();
    }
    return new Unlearning(config, task, nanoClock).run();
  }
}
