package io.lethe.unlearning;

import io.lethe.checks.Reach;
import io.lethe.spi.InteractionView;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the blocks that all interactions share move with the rows of one removal, and how much of
 * the removal is left in them. Confined to one thread and used for one removal.
 */
final class SharedMove {

  /** Which draw of interactions the blocks are solved with, and which they are judged by. */
  private static final long SOLVED = 1;

  private static final long JUDGED = 2;

  private final UnlearningConfig.SharedBlocks config;
  private final InfluenceProblem problem;
  private final RetainedProbe probe;
  private final long seed;
  private double rise = Double.NaN;
  private @Nullable SharedCurvature curvature;
  private @Nullable SharedCurvature judge;

  /**
   * Nothing measured yet.
   *
   * @param problem in which shared rows stand still
   * @param probe of what stays
   * @param seed of the draws
   */
  SharedMove(
      UnlearningConfig.SharedBlocks config, InfluenceProblem problem, RetainedProbe probe,
      long seed) {
    this.config = config;
    this.problem = problem;
    this.probe = probe;
    this.seed = seed;
  }

  /**
   * Whether they hold so much that they are to move, in a model that lets them.
   *
   * @param ownRise of the forgotten loss, by rows of users and items
   */
  boolean isDue(DoubleSupplier ownRise) {
    return config.shareMin() <= 1 && Selections.shared(problem.rows().affected()).length() > 0
        && new Reach(rise(), ownRise.getAsDouble()).share() >= config.shareMin()
        && curvature().offered();
  }

  /** Rise of the forgotten loss that they still hold: all of it unless they have moved. */
  double rise() {
    if (Double.isNaN(rise)) {
      rise = Reach.ofShared(
          problem.space(), problem.removal(), problem.rows().affected(),
          InteractionView.of(probe.interactions()), problem.damping().perRootTerm());
    }
    return rise;
  }

  /** What they are solved with. */
  SharedCurvature curvature() {
    if (curvature == null) {
      curvature = drawn(SOLVED);
    }
    return curvature;
  }

  /**
   * Measures what a solution has left in them, by interactions that it was not solved with.
   *
   * @param own the problem in which they move
   */
  void moved(InfluenceProblem own, Refinement.Result solved) {
    judge = drawn(JUDGED);
    rise = judge.rise(own, solved.step(), judge.left(own, solved.step(), solved.region()));
  }

  /** Interactions that the blocks were not solved with; null unless they have moved. */
  @Nullable
  SharedCurvature judge() {
    return judge;
  }

  private SharedCurvature drawn(long draw) {
    return SharedCurvature.drawn(problem, seed ^ draw, config.interactionsMax());
  }
}
