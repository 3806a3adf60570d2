package io.lethe.cli.erasures;

import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.client.Receipt;
import io.lethe.client.ReceiptVerification;
import io.lethe.client.ReceiptVerification.Accepted;
import io.lethe.client.ReceiptVerification.Defect;
import io.lethe.client.ReceiptVerification.Rejected;
import io.lethe.client.ReceiptVerifier;
import io.lethe.v1.ReceiptStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks receipts without a server, and says in words why one is not verified. */
public final class ReceiptCheck {

  /** A raw public key, bytes. */
  static final int KEY_BYTES = 32;

  private static final long RECEIPT_BYTES_MAX = 1 << 20;

  private ReceiptCheck() {}

  /**
   * Reads a receipt as it was kept, in either form.
   *
   * @throws CommandException if the file cannot be read, or is no receipt
   */
  static Receipt read(Path file) throws IOException {
    return parse(bytes(file, RECEIPT_BYTES_MAX));
  }

  static Receipt parse(byte[] bytes) {
    try {
      return Receipt.parse(bytes);
    } catch (IllegalArgumentException malformed) {
      throw unreadable("the file is no receipt, or not all of one");
    }
  }

  /** A file of a bounded length. */
  static byte[] bytes(Path file, long bytesMax) throws IOException {
    if (!Files.exists(file)) {
      throw unreadable("there is no file %s".formatted(file));
    }
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw unreadable("%s cannot be read as a file".formatted(file));
    }
    if (Files.size(file) > bytesMax) {
      throw unreadable(
          "%s has %d bytes, and %d at most are read".formatted(file, Files.size(file), bytesMax));
    }
    return Files.readAllBytes(file);
  }

  /**
   * What a receipt states, once it is checked.
   *
   * @param trusted the raw public key that must have signed it, or that key's id; null to trust the
   *     key in the receipt
   * @throws CommandException if the check fails
   */
  public static StatementFacts checked(Receipt receipt, byte @Nullable [] trusted) {
    return StatementFacts.of(statement(receipt, trusted));
  }

  /** The statement itself, once it is checked in the same way. */
  static ReceiptStatement statement(Receipt receipt, byte @Nullable [] trusted) {
    byte[] key = receipt.publicKey().toByteArray();
    boolean meant = trusted == null || Arrays.equals(trusted, key)
        || HexFormat.of().formatHex(trusted).equals(keyId(receipt));
    if (!meant || key.length != KEY_BYTES) {
      throw rejected(Defect.KEY_NOT_TRUSTED, receipt);
    }
    ReceiptVerification ended = ReceiptVerifier.trusting(List.of(key)).verify(receipt);
    return switch (ended) {
      case Accepted accepted -> accepted.statement();
      case Rejected rejected -> throw rejected(rejected.defect(), receipt);
    };
  }

  private static CommandException rejected(Defect defect, Receipt receipt) {
    return switch (defect) {
      case PROOF_WRONG -> notVerified("it does not show that it is in the server's log");
      case COMMITMENT_KEY_WRONG ->
        notVerified("the key that ties it to its request is not the statement's");
      case KEY_NOT_TRUSTED ->
        notVerified("it is signed by another key, %s".formatted(signer(receipt)));
      case SIGNATURE_WRONG -> notVerified("the statement is not the one that was signed");
      case KEY_ID_WRONG -> notVerified("the key id in it is not that of its key");
      case NAME_WRONG ->
        notVerified("it goes by the name of another erasure than the one that it is about");
      case STATEMENT_UNREADABLE, STATEMENT_VERSION_UNKNOWN -> unreadable(
          "the statement is signed, and of a kind that this version does not know: use a newer one");
    };
  }

  /** The end of a command whose receipt or log is not what it should be. */
  static CommandException notVerified(String reason) {
    return new CommandException(ExitCode.NOT_VERIFIED, "not verified: " + reason);
  }

  /** The end of a command whose file cannot be judged. */
  static CommandException unreadable(String reason) {
    return new CommandException(
        ExitCode.UNREADABLE,
        "unreadable: %s. That says nothing about whether it is genuine".formatted(reason));
  }

  /** The key and its id, each by its name, as 'lethe serve' prints them. */
  static String signer(Receipt receipt) {
    return "%s (key id %s)".formatted(key(receipt), keyId(receipt));
  }

  /** The public key in hexadecimal. */
  static String key(Receipt receipt) {
    return HexFormat.of().formatHex(receipt.publicKey().toByteArray());
  }

  /** What the key's id must be; what the receipt says of it is checked against this. */
  static String keyId(Receipt receipt) {
    return ReceiptVerifier.keyId(receipt.publicKey().toByteArray());
  }
}
