package io.lethe.client;

import io.lethe.v1.ReceiptStatement;

/** How the check of a receipt ended. */
public sealed interface ReceiptVerification {

  /**
   * A trusted key signed exactly this statement, and a log that holds it; only statements of version
   * 1 are from before there was a log.
   */
  record Accepted(ReceiptStatement statement) implements ReceiptVerification {}

  /** Nothing in the receipt may be believed. */
  record Rejected(Defect defect) implements ReceiptVerification {}

  /** What is wrong with a receipt. */
  enum Defect {
    /** The key in it is not one that is trusted. */
    KEY_NOT_TRUSTED,
    /** The key id is not that of the key. */
    KEY_ID_WRONG,
    /** The key did not sign these bytes. */
    SIGNATURE_WRONG,
    /** Nothing shows that the statement is in the server's log. */
    PROOF_WRONG,
    /** The commitment key in it is not the statement's. */
    COMMITMENT_KEY_WRONG,
    /** A trusted key signed something that is no statement. */
    STATEMENT_UNREADABLE,
    /** The statement's version is not known here: use a newer client. */
    STATEMENT_VERSION_UNKNOWN,
    /** The receipt goes by the name of another erasure than the one in its statement. */
    NAME_WRONG
  }
}
