package io.lethe.server.grpc;

import io.lethe.engine.transparency.LogProof;
import io.lethe.engine.transparency.MalformedNoteException;
import io.lethe.engine.transparency.NoteKey;
import io.lethe.engine.transparency.TreeHash;
import com.google.protobuf.InvalidProtocolBufferException;
import io.lethe.engine.erasure.ReceiptStatement;
import io.lethe.engine.erasure.RequestCommitment;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.server.grpc.CheckedReceipt.Verdict;
import io.lethe.v1.Receipt;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Checks receipts without a server: Ed25519 (RFC 8032) over exactly the bytes that came, and the place
 * in the log. Bytes that nobody would write so are no receipt: none can be changed unnoticed.
 */
public final class ReceiptCheck {

  /** A raw public key, bytes. */
  public static final int KEY_BYTES = NoteKey.KEY_BYTES;

  private static final int VERSION_BEFORE_THE_LOG = 1;

  private ReceiptCheck() {}

  /**
   * Checks.
   *
   * @param bytes of a receipt as they were kept
   * @param trustedKey raw public key that must have signed it; null to trust the one in the receipt
   */
  public static CheckedReceipt check(byte[] bytes, byte @Nullable [] trustedKey) {
    Receipt receipt;
    try {
      receipt = Receipt.parseFrom(bytes);
    } catch (InvalidProtocolBufferException malformed) {
      return failed(Verdict.UNREADABLE, "");
    }
    byte[] key = receipt.getPublicKey().toByteArray();
    if (key.length != KEY_BYTES || !Arrays.equals(receipt.toByteArray(), bytes)
        || !receipt.getUnknownFields().asMap().isEmpty()
        || !receipt.getKeyId().equals(WireReceipts.keyId(key))) {
      return failed(Verdict.UNREADABLE, "");
    }
    if (trustedKey != null && !Arrays.equals(trustedKey, key)) {
      return failed(Verdict.KEY_NOT_TRUSTED, receipt.getKeyId());
    }
    if (!signed(receipt, key)) {
      return failed(Verdict.SIGNATURE_WRONG, receipt.getKeyId());
    }
    return read(receipt, trustedKey == null ? Verdict.SIGNED : Verdict.GENUINE);
  }

  /**
   * Whether a receipt is about a request. Says nothing about the receipt: check it first.
   *
   * @return empty if the key for that is not in the receipt any more
   */
  public static Optional<Boolean> isAbout(byte[] bytes, UUID requestId, ErasureTarget target) {
    try {
      Receipt receipt = Receipt.parseFrom(bytes);
      io.lethe.v1.ReceiptStatement statement = io.lethe.v1.ReceiptStatement
          .parseFrom(receipt.getStatement());
      if (receipt.getCommitmentKey().isEmpty()) {
        return Optional.empty();
      }
      String commitment = RequestCommitment.of(
          receipt.getCommitmentKey().toByteArray(), requestId,
          ResourceNames.model("model", statement.getModel()), target);
      return Optional.of(commitment.equals(statement.getRequestCommitment()));
    } catch (InvalidProtocolBufferException malformed) {
      return Optional.of(false);
    }
  }

  private static boolean signed(Receipt receipt, byte[] key) {
    return new NoteKey("statements", key)
        .verifies(receipt.getStatement().toByteArray(), receipt.getSignature().toByteArray());
  }

  private static CheckedReceipt read(Receipt receipt, Verdict verdict) {
    io.lethe.v1.ReceiptStatement statement;
    try {
      statement = io.lethe.v1.ReceiptStatement.parseFrom(receipt.getStatement());
    } catch (InvalidProtocolBufferException malformed) {
      return failed(Verdict.UNREADABLE, receipt.getKeyId());
    }
    if (!receipt.getName().equals(statement.getErasure() + "/receipt")) {
      return failed(Verdict.UNREADABLE, receipt.getKeyId());
    }
    Verdict ended = switch (statement.getReceiptVersion()) {
      case VERSION_BEFORE_THE_LOG ->
        receipt.getTransparencyProof().isEmpty() && receipt.getLogOrigin().isEmpty()
            && receipt.getCommitmentKey().isEmpty() ? Verdict.NOT_LOGGED : Verdict.UNREADABLE;
      case ReceiptStatement.RECEIPT_VERSION ->
        logged(receipt) && keyFits(receipt, statement) ? verdict : Verdict.PROOF_WRONG;
      default -> Verdict.UNREADABLE;
    };
    return switch (ended) {
      case GENUINE, SIGNED, NOT_LOGGED ->
        new CheckedReceipt(ended, receipt.getKeyId(), StatementFacts.of(statement));
      case PROOF_WRONG, KEY_NOT_TRUSTED, SIGNATURE_WRONG, UNREADABLE ->
        failed(ended, receipt.getKeyId());
    };
  }

  private static boolean logged(Receipt receipt) {
    if (!NoteKey.isName(receipt.getLogOrigin())) {
      return false;
    }
    NoteKey log = new NoteKey(receipt.getLogOrigin(), receipt.getPublicKey().toByteArray());
    try {
      return LogProof.parse(receipt.getTransparencyProof())
          .holds(TreeHash.ofLeaf(receipt.getStatement().toByteArray()), log);
    } catch (MalformedNoteException malformed) {
      return false;
    }
  }

  /** A key that was destroyed on the server, or not kept, does no harm to what is stated. */
  private static boolean keyFits(Receipt receipt, io.lethe.v1.ReceiptStatement statement) {
    return receipt.getCommitmentKey().isEmpty()
        || WireReceipts.keyId(receipt.getCommitmentKey().toByteArray())
            .equals(statement.getCommitmentKeyDigest());
  }

  private static CheckedReceipt failed(Verdict verdict, String keyId) {
    return new CheckedReceipt(verdict, keyId, List.of());
  }
}
