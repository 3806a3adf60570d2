package io.lethe.unlearning;

import java.time.Duration;
import java.util.List;

/**
 * What was done and measured. Losses are means per interaction; a number that was not measured is
 * NaN.
 *
 * @param effort as carried out, never {@link Effort#AUTO}
 * @param extent what was touched
 * @param step the change of the parameters
 * @param losses before and after
 * @param gradientResidual norm of the retained objective's gradient over the norm of its L2 part;
 *     measured with {@link Effort#CONVERGED} only
 * @param canaryRise how far the item that rises most rises among sampled users: its mean score, in
 *     standard deviations of their scores
 * @param renewal rows that lost most of their interactions
 * @param residue what this request left undone
 * @param outside share of the forgotten loss that only shared rows could bring back: all that lies in
 *     them where they stay (see {@link io.lethe.checks.Reach}), where they move what the step leaves
 *     there, judged by interactions that it was not solved with; 0 with {@link Effort#CONVERGED}
 * @param gradientLeft share of the gradient that goes which the change of the retained gradient over the
 *     step lacks: 0 for none, 1 where nothing has changed; the largest of what was looked at,
 *     drawn rows of users and items and, where they move, shared rows. NaN if no gradient goes, and
 *     with {@link Effort#CONVERGED}, which is judged by all of its gradient
 * @param phases in the order in which they first began, each once
 */
public record UnlearningReport(
    Effort effort, Extent extent, Step step, Losses losses, double gradientResidual,
    double canaryRise, Renewal renewal, Residue residue, double outside, double gradientLeft,
    List<Phase> phases) {

  /** The one method there is, as receipts name it. */
  public static final String METHOD = "influence";

  public UnlearningReport {
    phases = List.copyOf(phases);
  }

  /**
   * The change of the parameters.
   *
   * @param damping added to every eigenvalue of a row's curvature, times the root of its loss terms
   * @param norm Euclidean norm of the change of the moved rows
   * @param relativeNorm the same over the norm of those rows before
   * @param rowsLimited rows whose step was cut to the longest allowed
   * @param predictedRise what the linearization says the forget set's summed loss rises by
   * @param corrections corrective steps accepted
   * @param products curvature products they took
   */
  public record Step(
      double damping, double norm, double relativeNorm, int rowsLimited, double predictedRise,
      int corrections, int products) {}

  /**
   * Mean losses.
   *
   * @param forgetBefore over the forgotten interactions of which the user's or the item's row stays;
   *     a dropped row counts as it was before, so that this sees what the other rows still know
   * @param forgetAfter the same after the update
   * @param heldOut over held-out interactions when the state was prepared
   * @param probeBefore over a random probe of retained interactions
   * @param probeAfter the same after the update
   */
  public record Losses(
      double forgetBefore, double forgetAfter, double heldOut, double probeBefore,
      double probeAfter) {

    /**
     * How far the forgotten interactions stand out from held-out ones: negative if their loss is
     * still lower, positive if it is higher, as it should be for wrong labels.
     */
    public double standsOut() {
      return forgetAfter - heldOut;
    }
  }

  /**
   * Rows that lost most of their interactions, as an item does that many were paid to praise.
   *
   * @param rows how many were solved anew on what they keep
   * @param residual norm of the gradient they are left with over that of the part that holds them back;
   *     NaN without any
   * @param fall how far the item falls that lost the largest share of its interactions: its mean score
   *     among sampled users, in standard deviations of their scores; negative if it rises
   */
  public record Renewal(int rows, double residual, double fall) {}

  /**
   * What one request left undone, as the {@link ResidualLedger} counts it.
   *
   * @param relative norm of the residual over the norm of the gradient that went; with {@link
   *     Effort#FAST} and {@link Effort#REFINED} of the damped curvature system, with {@link
   *     Effort#CONVERGED} of the retained objective's gradient
   * @param interactions retained ones it was measured on: with {@link Effort#FAST} a bounded sample
   * @param pruned norm of the gradient in rows that pruning left out over the norm of all of it
   * @param left the residual's norm in the ledger's unit, with what lies in shared rows
   * @param budgetUsed share of the model's budget that is used after this request
   */
  public record Residue(
      double relative, int interactions, double pruned, double left, double budgetUsed) {}

  /**
   * Time spent on one kind of work.
   *
   * @param name select, gradient, solve, measure, apply, correct or verify
   * @param duration altogether
   */
  public record Phase(String name, Duration duration) {}

  /** Time of all phases. */
  public Duration total() {
    return phases.stream().map(Phase::duration).reduce(Duration.ZERO, Duration::plus);
  }
}
