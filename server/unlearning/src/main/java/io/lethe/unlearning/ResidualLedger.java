package io.lethe.unlearning;

/**
 * What the unlearnings since the state was prepared left undone, request by request, and how much of
 * it may add up before training anew is due. Immutable and of one size, however many requests there
 * were.
 *
 * <p>A request leaves the norm of its residual: {@code |r - (H + damping) x|}, r the gradient that
 * went, x the step that was taken. By the triangle inequality the sum bounds the residual of all
 * requests together. Its unit is the gradient norm of the model's own data: that of a random probe of
 * the training interactions, scaled to all of them as independent gradients add up (by the root of
 * their number), so that one budget serves models and data sets of every size.
 *
 * @param budget the sum at which training anew is due, in gradient norms of the data
 * @param requests number of unlearnings
 * @param spent sum of what they left, in the same unit
 * @param last what the last one left; 0 before the first
 */
public record ResidualLedger(double budget, long requests, double spent, double last) {

  public ResidualLedger {
    Bounds.within("residual budget", budget, Double.MIN_NORMAL, Double.MAX_VALUE);
    Bounds.within("residual spent", spent, 0, Double.MAX_VALUE);
    Bounds.within("last residual", last, 0, spent);
    if (requests < 0) {
      throw new IllegalArgumentException("%d requests are below 0".formatted(requests));
    }
  }

  /** Of a version that was just trained. */
  static ResidualLedger empty(double budget) {
    return new ResidualLedger(budget, 0, 0, 0);
  }

  /** The ledger after one more request. */
  ResidualLedger plus(double left) {
    return new ResidualLedger(budget, requests + 1, spent + left, left);
  }

  /** Share of the budget that is used; above 1 when it is overdrawn. */
  public double usedShare() {
    return spent / budget;
  }

  /** Whether the budget is spent: the model should be trained anew, off the critical path. */
  public boolean retrainDue() {
    return spent >= budget;
  }
}
