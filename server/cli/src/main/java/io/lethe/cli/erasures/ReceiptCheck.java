package io.lethe.cli.erasures;

import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.client.Receipt;
import io.lethe.client.ReceiptVerification;
import io.lethe.client.ReceiptVerification.Accepted;
import io.lethe.client.ReceiptVerification.Defect;
import io.lethe.client.ReceiptVerification.Rejected;
import io.lethe.client.ReceiptVerifier;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks receipts without a server, and says in words why one is not verified. */
public final class ReceiptCheck {

  /** A raw public key, bytes. */
  static final int KEY_BYTES = 32;

  private static final String UNREADABLE = "the file is no receipt that this version can read";

  private ReceiptCheck() {}

  /**
   * Reads a receipt as it was kept.
   *
   * @throws CommandException if the bytes are no receipt
   */
  static Receipt parse(byte[] bytes) {
    try {
      return Receipt.parse(bytes);
    } catch (IllegalArgumentException malformed) {
      throw notVerified(UNREADABLE);
    }
  }

  /**
   * What a receipt states, once it is checked.
   *
   * @param trustedKey raw public key that must have signed it; null to trust the key in the receipt
   * @throws CommandException if the check fails
   */
  public static StatementFacts checked(Receipt receipt, byte @Nullable [] trustedKey) {
    if (receipt.publicKey().size() != KEY_BYTES) {
      throw notVerified(UNREADABLE);
    }
    byte[] key = trustedKey == null ? receipt.publicKey().toByteArray() : trustedKey;
    ReceiptVerification ended = ReceiptVerifier.trusting(List.of(key)).verify(receipt);
    return switch (ended) {
      case Accepted accepted -> StatementFacts.of(accepted.statement());
      case Rejected rejected -> throw notVerified(reason(rejected.defect(), receipt));
    };
  }

  private static String reason(Defect defect, Receipt receipt) {
    return switch (defect) {
      case PROOF_WRONG, COMMITMENT_KEY_WRONG -> "it does not show that it is in the server's log";
      case KEY_NOT_TRUSTED -> "it is signed by another key, " + key(receipt);
      case SIGNATURE_WRONG -> "the statement is not the one that was signed";
      case KEY_ID_WRONG, STATEMENT_UNREADABLE, STATEMENT_VERSION_UNKNOWN, NAME_WRONG -> UNREADABLE;
    };
  }

  /** The end of a command whose receipt or log is not what it should be. */
  static CommandException notVerified(String reason) {
    return new CommandException(ExitCode.NOT_VERIFIED, "not verified: " + reason);
  }

  /** The public key as 'lethe serve' prints it, in hexadecimal. */
  static String key(Receipt receipt) {
    return HexFormat.of().formatHex(receipt.publicKey().toByteArray());
  }
}
