package io.lethe.unlearning;

import io.lethe.checks.Reach;

/**
 * Bounds and tolerances of unlearning; {@link #defaults()} serves every model measured so far.
 *
 * @param calibration how damping is found
 * @param rowStepMax the longest step of a row, relative to the row's norm. 1 is as far as dropping
 *     the row would go; beyond, the linearization means nothing
 * @param refinement how the whole curvature system is solved
 * @param gates what an update must pass
 * @param correction when corrective steps end
 * @param residualBudget what all requests together may leave undone before training anew is due, in
 *     the unit of {@link ResidualLedger}: gradient norms of the data
 * @param graphShareMin a one shot that takes at least this share of the interactions also takes away
 *     what a graph passed on for them, which costs a look at the whole graph: so its cost stays
 *     within a multiple of the request's size
 * @param rowSteps what follows a one shot where every row has its own curvature
 * @param sharedBlocks when blocks that all interactions share move
 */
public record UnlearningConfig(
    Calibration calibration, double rowStepMax, Refinement refinement, Gates gates,
    Correction correction, double residualBudget, double graphShareMin, RowSteps rowSteps,
    SharedBlocks sharedBlocks) {

  public UnlearningConfig {
    Bounds.within("share for the graph", graphShareMin, 0, 1);
    Bounds.within("residual budget", residualBudget, Double.MIN_NORMAL, Double.MAX_VALUE);
    Bounds.within("row step", rowStepMax, Double.MIN_NORMAL, Double.MAX_VALUE);
  }

  /** The recommended settings. */
  public static UnlearningConfig defaults() {
    return new UnlearningConfig(
        new Calibration(0.02, 8192, 0.005, 15, 0.3, 50), 1,
        new Refinement(1e-2, 50, 0, 0, 0.03, 1024),
        new Gates(0.95, 0.25, 0.25, 6, 1e-5, 1024, 2, 0.95, 0.9),
        new Correction(1e-2, 2e-5, 60, 600), 0.6, 0.005,
        new RowSteps(0.005, 0.5, 0.5, 8, 0.5, 0.05), SharedBlocks.still());
  }

  /** These settings with other gates. */
  public UnlearningConfig with(Gates otherGates) {
    return new UnlearningConfig(
        calibration, rowStepMax, refinement, otherGates, correction, residualBudget, graphShareMin,
        rowSteps, sharedBlocks);
  }

  /** These settings with another end of correction. */
  public UnlearningConfig with(Correction otherCorrection) {
    return new UnlearningConfig(
        calibration, rowStepMax, refinement, gates, otherCorrection, residualBudget, graphShareMin,
        rowSteps, sharedBlocks);
  }

  /** These settings with another calibration. */
  public UnlearningConfig with(Calibration otherCalibration) {
    return new UnlearningConfig(
        otherCalibration, rowStepMax, refinement, gates, correction, residualBudget, graphShareMin,
        rowSteps, sharedBlocks);
  }

  /** These settings with another refinement. */
  public UnlearningConfig with(Refinement otherRefinement) {
    return new UnlearningConfig(
        calibration, rowStepMax, otherRefinement, gates, correction, residualBudget, graphShareMin,
        rowSteps, sharedBlocks);
  }

  /** These settings with another bound on the step of a row. */
  public UnlearningConfig withRowStepMax(double otherRowStepMax) {
    return new UnlearningConfig(
        calibration, otherRowStepMax, refinement, gates, correction, residualBudget, graphShareMin,
        rowSteps, sharedBlocks);
  }

  /** These settings with another budget of what may be left undone. */
  public UnlearningConfig withResidualBudget(double otherBudget) {
    return new UnlearningConfig(
        calibration, rowStepMax, refinement, gates, correction, otherBudget, graphShareMin,
        rowSteps, sharedBlocks);
  }

  /** These settings with other steps by rows. */
  public UnlearningConfig with(RowSteps otherSteps) {
    return new UnlearningConfig(
        calibration, rowStepMax, refinement, gates, correction, residualBudget, graphShareMin,
        otherSteps, sharedBlocks);
  }

  /** These settings with other terms for shared blocks. */
  public UnlearningConfig with(SharedBlocks otherBlocks) {
    return new UnlearningConfig(
        calibration, rowStepMax, refinement, gates, correction, residualBudget, graphShareMin,
        rowSteps, otherBlocks);
  }

  /**
   * When blocks that all interactions share, such as a network's layers, move with the rows of a
   * removal. They do so with {@link Effort#REFINED}, in models that give their layers' curvature. Not by
   * default: on NeuMF such updates end no nearer to a retrained model than those that leave layers
   * where they are.
   *
   * @param shareMin the least share of the removal in them that makes them move: 0 always, above 1
   *     never
   * @param interactionsMax the most interactions drawn whose curvature stands for that of all
   */
  public record SharedBlocks(double shareMin, int interactionsMax) {

    private static final int DRAWN = 2048;

    /** They stay where they are; above {@link Reach#SHARE_MAX} the model is trained anew. */
    public static SharedBlocks still() {
      return new SharedBlocks(Double.MAX_VALUE, DRAWN);
    }

    /** They move where standing still would mean training anew. */
    public static SharedBlocks moving() {
      return new SharedBlocks(Reach.SHARE_MAX, DRAWN);
    }

    public SharedBlocks {
      Bounds.within("share for shared blocks", shareMin, 0, Double.MAX_VALUE);
      Bounds.atLeast("interactions for shared blocks", interactionsMax, 1);
    }
  }

  /**
   * What follows a one shot where every row has its own curvature.
   *
   * @param answerShareMin the other side answers a one shot that takes at least this share of the
   *     interactions; it costs a look at all that stays
   * @param answerPart how far it goes of the way that its curvature says. Half keeps most of what
   *     answers gain and little of what they spoil where many who are alike leave
   * @param lostShareMin rows that lose at least this share of their interactions are solved anew on
   *     what they keep; below .3 that makes everybody's scores worse
   * @param newtonSteps steps of such a solution
   * @param leftMax what may be left undone with {@link Effort#AUTO} before the system is solved as a
   *     whole, in the unit of {@link ResidualLedger}: gradient norms of the data
   * @param renewedResidualMax the gradient that rows solved anew may be left with, relative to the part
   *     of it that holds them back
   */
  public record RowSteps(
      double answerShareMin, double answerPart, double lostShareMin, int newtonSteps,
      double leftMax, double renewedResidualMax) {

    public RowSteps {
      Bounds.within("share for answers", answerShareMin, 0, Double.MAX_VALUE);
      Bounds.within("part of an answer", answerPart, 0, 1);
      Bounds.within("share lost", lostShareMin, 0.3, Double.MAX_VALUE);
      Bounds.atLeast("Newton steps of a row", newtonSteps, 1);
      Bounds.within("residual left by row", leftMax, 0, Double.MAX_VALUE);
      Bounds.within("residual of renewed rows", renewedResidualMax, 0, Double.MAX_VALUE);
    }
  }

  /**
   * How damping is found: a probe of training interactions, unlearned in one shot, must come out
   * with the loss of held-out interactions.
   *
   * @param probeShare share of the training interactions in the probe
   * @param probeInteractionsMax the most there are in it
   * @param dampingMin lower bound of the search, per root of a row's loss terms
   * @param dampingMax upper bound of the search
   * @param dampingDefault taken where there are too few held-out interactions
   * @param heldOutInteractionsMin the fewest that are enough
   */
  public record Calibration(
      double probeShare, int probeInteractionsMax, double dampingMin, double dampingMax,
      double dampingDefault, int heldOutInteractionsMin) {

    public Calibration {
      Bounds.within("probe share", probeShare, 0, 1);
      Bounds.within("damping minimum", dampingMin, Double.MIN_NORMAL, dampingMax);
      Bounds.within("default damping", dampingDefault, dampingMin, dampingMax);
      Bounds.atLeast("probe interactions", probeInteractionsMax, 1);
    }
  }

  /**
   * How the damped curvature system is solved over the rows that move.
   *
   * @param tolerance norm of the residual over that of the right-hand side at which it ends
   * @param iterationsMax the most curvature products
   * @param hops how far from the forgotten interactions rows may move: 0 for their own users and
   *     items, 1 for the neighbours of these, and so on
   * @param prunedShare share of the rows reached that does not move, the least important ones
   * @param leftMax what a one shot may leave undone with {@link Effort#AUTO} before the system is
   *     solved, in the unit of {@link ResidualLedger}: gradient norms of the data
   * @param sampleTermsMax the most loss terms on which a one shot's residual is measured
   */
  public record Refinement(
      double tolerance, int iterationsMax, int hops, double prunedShare, double leftMax,
      int sampleTermsMax) {

    public Refinement {
      Bounds.within("residual tolerance", tolerance, Double.MIN_NORMAL, 1);
      Bounds.atLeast("refining iterations", iterationsMax, 1);
      Bounds.atLeast("hops", hops, 0);
      Bounds.within("pruned share", prunedShare, 0, 1);
      Bounds.within("residual left", leftMax, 0, Double.MAX_VALUE);
      Bounds.atLeast("sampled terms", sampleTermsMax, 1);
    }

    /** The same with another tolerance. */
    public Refinement withTolerance(double otherTolerance) {
      return new Refinement(
          otherTolerance, iterationsMax, hops, prunedShare, leftMax, sampleTermsMax);
    }
  }

  /**
   * What an update must pass.
   *
   * @param relativeStepMax the change of the moved rows over their norm
   * @param utilityLossMax how far the retained probe's mean loss may rise between two trainings, as
   *     a share of its distance to the held-out loss (of {@value #LEAST_GAP} of itself at least)
   * @param predictedShareMin how much of the linear prediction the forget set's loss must rise by,
   *     unless it is up at the held-out loss anyway
   * @param predictedShareMax how much of the linear prediction it may rise by, unless it is below
   *     the held-out loss anyway
   * @param lossRounding a change of the loss below this share of it is rounding
   * @param probeInteractionsMax the most interactions in the retained probe
   * @param canaryRiseMax how far any item's mean score among sampled users may rise, in standard
   *     deviations of their scores
   * @param residualMax how much of its own system a step may leave unsolved, relative to the gradient
   *     that goes
   * @param gradientLeftMax how much of the gradient that goes the change of the retained gradient over
   *     the step may lack: 0 for none, 1 where nothing has changed. Measured updates of {@code mf},
   *     {@code lightgcn}, {@code neumf} and {@code deepfm} lack .6 at most
   */
  public record Gates(
      double relativeStepMax, double utilityLossMax, double predictedShareMin,
      double predictedShareMax, double lossRounding, int probeInteractionsMax, double canaryRiseMax,
      double residualMax, double gradientLeftMax) {

    static final double LEAST_GAP = 0.25;
    private static final double RESIDUAL_MAX = 0.95;
    private static final double GRADIENT_LEFT_MAX = 0.9;

    public Gates {
      Bounds.within("relative step", relativeStepMax, Double.MIN_NORMAL, Double.MAX_VALUE);
      Bounds.within("utility loss", utilityLossMax, 0, Double.MAX_VALUE);
      Bounds.within("predicted share minimum", predictedShareMin, 0, predictedShareMax);
      Bounds.within("predicted share maximum", predictedShareMax, 1, Double.MAX_VALUE);
      Bounds.within("loss rounding", lossRounding, 0, 1);
      Bounds.atLeast("probe interactions", probeInteractionsMax, 1);
      Bounds.within("canary rise", canaryRiseMax, 0, Double.MAX_VALUE);
      Bounds.within("residual of a step", residualMax, 0, Double.MAX_VALUE);
      Bounds.within("gradient left", gradientLeftMax, 0, Double.MAX_VALUE);
    }

    /** Without a bound on how far an item rises. */
    public Gates(
        double relativeStepMax, double utilityLossMax, double predictedShareMin,
        double predictedShareMax, double lossRounding, int probeInteractionsMax) {
      this(
          relativeStepMax, utilityLossMax, predictedShareMin, predictedShareMax, lossRounding,
          probeInteractionsMax, Double.MAX_VALUE, RESIDUAL_MAX, GRADIENT_LEFT_MAX);
    }

    /** The same with another bound on how far an item rises. */
    public Gates withCanaryRiseMax(double other) {
      return new Gates(
          relativeStepMax, utilityLossMax, predictedShareMin, predictedShareMax, lossRounding,
          probeInteractionsMax, other, residualMax, gradientLeftMax);
    }
  }

  /**
   * When corrective steps are taken and end. Gradients are measured relative to the norm of the L2
   * part of the objective's gradient, which at a stationary point balances the loss.
   *
   * @param stationaryMax a model whose relative gradient is at most this counts as stationary
   * @param tolerance relative gradient at which correction ends
   * @param stepsMax the most steps, rejected ones included
   * @param productsMax the most curvature products
   */
  public record Correction(double stationaryMax, double tolerance, int stepsMax, int productsMax) {

    public Correction {
      Bounds.within("stationary gradient", stationaryMax, 0, 1);
      Bounds.within("gradient tolerance", tolerance, Double.MIN_NORMAL, 1);
      Bounds.atLeast("corrective steps", stepsMax, 1);
      Bounds.atLeast("curvature products", productsMax, 1);
    }
  }
}
