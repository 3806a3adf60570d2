package io.lethe.engine.erasure.policy;

/**
 * How much one person may erase with one request; what is larger waits for a second person.
 *
 * @param interactionsAbove requests that name more interactions are held
 * @param shareAbove requests that name a larger share of the model's interactions are held; 1 holds
 *     none
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

  public boolean needed(long interactions, long live) {
    return interactions > interactionsAbove || interactions > shareAbove * live;
  }
}
