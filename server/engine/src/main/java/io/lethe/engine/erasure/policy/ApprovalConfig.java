package io.lethe.engine.erasure.policy;

/**
 * How much one principal may erase in a day; a request that goes beyond waits for a second one. What
 * was held, and then approved, counts no more.
 *
 * @param interactionsAbove a request with which a day's unapproved requests name more interactions
 *     is held
 * @param shareAbove the same for a share of the model's interactions; 1 holds none
 */
public record ApprovalConfig(long interactionsAbove, double shareAbove) {

  public ApprovalConfig {
    if (interactionsAbove < 0 || !(shareAbove >= 0 && shareAbove <= 1)) {
      throw new IllegalArgumentException(
          "approvals above %d interactions or a share of %s; 0 or more, and 0 to 1"
              .formatted(interactionsAbove, shareAbove));
    }
  }

  /** The recommended bounds. */
  public static ApprovalConfig defaults() {
    return new ApprovalConfig(10_000, 0.05);
  }

  /** Nobody waits for anybody. */
  public static ApprovalConfig none() {
    return new ApprovalConfig(Long.MAX_VALUE, 1);
  }

  boolean needed(long interactions, long ofModel) {
    return interactions > interactionsAbove
        || (shareAbove < 1 && interactions > shareAbove * ofModel);
  }
}
