package io.lethe.engine.erasure;

import java.util.List;

/**
 * What a receipt states. Holds no personal data.
 *
 * @param id the erasure
 * @param facts what was asked for
 * @param milestones with every time set
 * @param outcome what was done and measured
 * @param coveredScopes what the statement covers, one sentence each
 * @param uncoveredScopes what it does not cover and somebody else must see to
 * @param serverBuild version and source revision of the server that signs
 */
public record ReceiptStatement(
    ErasureId id, ErasureFacts facts, Milestones milestones, ErasureOutcome outcome,
    List<String> coveredScopes, List<String> uncoveredScopes, String serverBuild) {

  /** Version of this statement's meaning. */
  public static final int RECEIPT_VERSION = 1;

  /** What every receipt covers. */
  public static final List<String> COVERED = List.of(
      "The model version named as unlearned, which answers all calls since the time stated.",
      "Model checkpoints on this server that were made before it: deleted.",
      "The interaction log and the pending requests on this server: the erased entries deleted.");

  /** What no receipt covers. */
  public static final List<String> UNCOVERED = List.of(
      "Backups, exports and copies of files made outside this server.",
      "Answers given, and logs kept, by those who called this server.",
      "Working memory of the running server process, until it is restarted.");

  public ReceiptStatement {
    coveredScopes = List.copyOf(coveredScopes);
    uncoveredScopes = List.copyOf(uncoveredScopes);
  }
}
