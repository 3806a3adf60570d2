package io.lethe.unlearning;

import io.lethe.spi.ParameterLayout;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a model version needs to forget at once: its curvature, decomposed, the loss terms of every
 * row, the damping calibrated on it and a probe of its utility. Immutable; a version made by
 * unlearning shares with its parent all that did not change.
 *
 * <p>Made by {@link InfluenceUnlearner#prepare} after training or loading, and by every successful
 * unlearning for the version after it. Curvature and damping are kept through unlearnings; preparing
 * anew, off the critical path, refreshes them.
 */
public final class UnlearningState {

  private final RowCurvature curvature;
  private final TermCounts terms;
  private final TermCounts learnt;
  private final Facts facts;
  private final RetainedProbe probe;
  private final Past past;
  private final InteractionIndex index;
  /** Empty until a forecast asks; shared with the states after it. */
  private final AtomicReference<RateMeter.@Nullable Rates> rates;

  /**
   * What stays the same through unlearnings.
   *
   * @param damping added to the curvature of a row, times the root of its loss terms
   * @param refinedDamping the same where refining moves a model's own parameters
   * @param heldOutLoss mean; NaN without held-out interactions
   * @param heldOutGap that less the mean loss of all training interactions; NaN likewise
   * @param gradientResidual norm of the objective's gradient over that of its L2 part; NaN without
   *     L2
   * @param stationary whether that is small enough for corrective steps
   * @param trainedInteractions number of them when prepared
   * @param probe how the probe of utility is drawn
   * @param dataGradientNorm the ledger's unit: norm of all interactions' gradients, added up as
   *     independent ones
   */
  record Facts(
      double damping, double refinedDamping, double heldOutLoss, double heldOutGap,
      double gradientResidual, boolean stationary, long trainedInteractions, ProbeSpec probe,
      double dataGradientNorm) {}

  /**
   * What every unlearning adds to.
   *
   * @param forgotten interactions forgotten since the state was prepared
   * @param ledger what was left undone
   */
  record Past(long forgotten, ResidualLedger ledger) {

    Past plus(int interactions, double left) {
      return new Past(forgotten + interactions, ledger.plus(left));
    }
  }

  UnlearningState(
      RowCurvature curvature, TermCounts terms, TermCounts learnt, Facts facts, RetainedProbe probe,
      Past past, InteractionIndex index) {
    this(curvature, terms, learnt, facts, probe, past, index, new AtomicReference<>());
  }

  private UnlearningState(
      RowCurvature curvature, TermCounts terms, TermCounts learnt, Facts facts, RetainedProbe probe,
      Past past, InteractionIndex index, AtomicReference<RateMeter.@Nullable Rates> rates) {
    this.curvature = curvature;
    this.terms = terms;
    this.learnt = learnt;
    this.facts = facts;
    this.probe = probe;
    this.past = past;
    this.index = index;
    this.rates = rates;
  }

  /** The state after an unlearning. O(1). */
  UnlearningState after(
      TermCounts termsAfter, RetainedProbe probeAfter, Past pastAfter,
      InteractionIndex indexAfter) {
    return new UnlearningState(
        curvature, termsAfter, learnt, facts, probeAfter, pastAfter, indexAfter, rates);
  }

  /** Layout of the final space of the model this was prepared for, its own if it has no other. */
  public ParameterLayout layout() {
    return curvature.layout();
  }

  /** The calibrated damping: times the root of a row's loss terms, it is added to its curvature. */
  public double damping() {
    return facts.damping();
  }

  /**
   * Mean loss over held-out interactions when prepared, or what it would be for a model that took its
   * calibration from another's; NaN without any.
   */
  public double heldOutLoss() {
    return facts.heldOutLoss();
  }

  /** Norm of the objective's gradient over that of its L2 part when prepared; NaN without L2. */
  public double gradientResidual() {
    return facts.gradientResidual();
  }

  /** Whether the model was stationary when prepared, so that corrective steps make sense. */
  public boolean stationary() {
    return facts.stationary();
  }

  /** Share of the training interactions forgotten since curvature and damping were measured. */
  public double forgottenShare() {
    return (double) past.forgotten() / Math.max(1, facts.trainedInteractions());
  }

  /** What the unlearnings since the preparation left undone, and whether a training is due. */
  public ResidualLedger ledger() {
    return past.ledger();
  }

  RowCurvature curvature() {
    return curvature;
  }

  TermCounts terms() {
    return terms;
  }

  /** Interactions of each row when prepared: what single requests take of it adds up since then. */
  TermCounts learnt() {
    return learnt;
  }

  RetainedProbe probe() {
    return probe;
  }

  InteractionIndex index() {
    return index;
  }

  /** How fast this and later states forget; measured once, by whoever first wants to know. */
  RateMeter.Rates rates(Supplier<RateMeter.Rates> measurement) {
    RateMeter.Rates known = rates.get();
    if (known == null) {
      known = measurement.get();
      rates.set(known);
    }
    return known;
  }

  Facts facts() {
    return facts;
  }

  Past past() {
    return past;
  }

  /**
   * This state for a checkpoint: {@link InfluenceUnlearner#restore} gives one that forgets with the
   * same bits.
   */
  public byte[] toBytes() {
    return StateBytes.write(this);
  }
}
