package io.lethe.server.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.lethe.engine.erasure.ReceiptStatement;
import io.lethe.server.grpc.CheckedReceipt.Verdict;
import io.lethe.v1.Receipt;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks receipts without a server, by Ed25519 (RFC 8032) over exactly the bytes that came. */
public final class ReceiptCheck {

  /** A raw public key, bytes. */
  public static final int KEY_BYTES = 32;

  /** What RFC 8410 puts before a raw key in X.509 form. */
  private static final String X509_PREFIX = "302a300506032b6570032100";

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
    if (key.length != KEY_BYTES) {
      return failed(Verdict.UNREADABLE, "");
    }
    String keyId = WireReceipts.keyId(key);
    if (trustedKey != null && !ByteString.copyFrom(trustedKey).equals(receipt.getPublicKey())) {
      return failed(Verdict.KEY_NOT_TRUSTED, keyId);
    }
    if (!isSigned(receipt, key)) {
      return failed(Verdict.SIGNATURE_WRONG, keyId);
    }
    return read(receipt, trustedKey == null ? Verdict.SIGNED : Verdict.GENUINE, keyId);
  }

  private static CheckedReceipt read(Receipt receipt, Verdict verdict, String keyId) {
    try {
      io.lethe.v1.ReceiptStatement statement = io.lethe.v1.ReceiptStatement
          .parseFrom(receipt.getStatement());
      boolean ours = statement.getReceiptVersion() == ReceiptStatement.RECEIPT_VERSION
          && receipt.getName().equals(statement.getErasure() + "/receipt");
      return ours
          ? new CheckedReceipt(verdict, keyId, StatementFacts.of(statement))
          : failed(Verdict.UNREADABLE, keyId);
    } catch (InvalidProtocolBufferException malformed) {
      return failed(Verdict.UNREADABLE, keyId);
    }
  }

  private static CheckedReceipt failed(Verdict verdict, String keyId) {
    return new CheckedReceipt(verdict, keyId, List.of());
  }

  private static boolean isSigned(Receipt receipt, byte[] key) {
    try {
      byte[] prefix = HexFormat.of().parseHex(X509_PREFIX);
      byte[] encoded = ByteString.copyFrom(prefix).concat(ByteString.copyFrom(key)).toByteArray();
      PublicKey publicKey = KeyFactory.getInstance("Ed25519")
          .generatePublic(new X509EncodedKeySpec(encoded));
      Signature signature = Signature.getInstance("Ed25519");
      signature.initVerify(publicKey);
      signature.update(receipt.getStatement().toByteArray());
      return signature.verify(receipt.getSignature().toByteArray());
    } catch (SignatureException malformed) {
      // A signature of a wrong length is as good as a wrong one.
      return false;
    } catch (GeneralSecurityException malformed) {
      // 32 bytes that are no point of the curve signed nothing.
      return false;
    }
  }
}
