package io.lethe.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.lethe.client.ReceiptVerification.Accepted;
import io.lethe.client.ReceiptVerification.Defect;
import io.lethe.client.ReceiptVerification.Rejected;
import io.lethe.v1.ReceiptStatement;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Checks receipts without a server: Ed25519 (RFC 8032) over exactly the bytes that came, and the
 * statement's place in the log (RFC 9162), whose checkpoint the same key must have signed. The trusted
 * keys must have been obtained by another way than the receipts. Immutable, thread-safe.
 */
public final class ReceiptVerifier {

  private static final int KEY_BYTES = 32;
  private static final int VERSION_BEFORE_THE_LOG = 1;
  private static final int STATEMENT_VERSION = 2;
  /** What RFC 8410 puts before the 32 bytes of a key in X.509 form. */
  private static final ByteString X509_PREFIX = ByteString
      .copyFrom(HexFormat.of().parseHex("302a300506032b6570032100"));

  /** Keys and ids of keys. */
  private final Set<ByteString> trusted;

  private ReceiptVerifier(Set<ByteString> trusted) {
    this.trusted = trusted;
  }

  /**
   * Trusts these keys and no other.
   *
   * @param publicKeys raw Ed25519 public keys, or ids of keys (their SHA-256), 32 bytes each; copied
   * @throws IllegalArgumentException if there is none, or one has another length
   */
  public static ReceiptVerifier trusting(List<byte[]> publicKeys) {
    if (publicKeys.isEmpty()) {
      throw new IllegalArgumentException("a verifier needs at least one trusted key");
    }
    Set<ByteString> keys = new HashSet<>();
    for (byte[] raw : publicKeys) {
      checkLength(raw.length);
      keys.add(ByteString.copyFrom(raw));
    }
    return new ReceiptVerifier(Set.copyOf(keys));
  }

  /** Checks a receipt; only an accepted one yields its statement. */
  public ReceiptVerification verify(Receipt receipt) {
    ByteString raw = receipt.publicKey();
    String keyId = keyId(raw.toByteArray());
    ByteString id = ByteString.copyFrom(HexFormat.of().parseHex(keyId));
    if (raw.size() != KEY_BYTES || !(trusted.contains(raw) || trusted.contains(id))) {
      return new Rejected(Defect.KEY_NOT_TRUSTED);
    }
    if (!keyId.equals(receipt.keyId())) {
      return new Rejected(Defect.KEY_ID_WRONG);
    }
    PublicKey key = decode(raw);
    if (!isSignedBy(key, receipt.statement().toByteArray(), receipt.signature().toByteArray())) {
      return new Rejected(Defect.SIGNATURE_WRONG);
    }
    return read(receipt, key);
  }

  /** SHA-256 of a raw public key as 64 lower-case hexadecimal digits. */
  public static String keyId(byte[] publicKey) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(publicKey));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static ReceiptVerification read(Receipt receipt, PublicKey key) {
    ReceiptStatement statement;
    try {
      statement = ReceiptStatement.parseFrom(receipt.statement());
    } catch (InvalidProtocolBufferException e) {
      return new Rejected(Defect.STATEMENT_UNREADABLE);
    }
    if (!receipt.name().equals(statement.getErasure() + "/receipt")) {
      return new Rejected(Defect.NAME_WRONG);
    }
    return switch (statement.getReceiptVersion()) {
      case VERSION_BEFORE_THE_LOG -> unlogged(receipt, statement);
      case STATEMENT_VERSION -> logged(receipt, key, statement);
      default -> new Rejected(Defect.STATEMENT_VERSION_UNKNOWN);
    };
  }

  private static ReceiptVerification unlogged(Receipt receipt, ReceiptStatement statement) {
    boolean bare = receipt.commitmentKey().isEmpty() && receipt.logOrigin().isEmpty()
        && receipt.transparencyProof().isEmpty();
    return bare ? new Accepted(statement) : new Rejected(Defect.PROOF_WRONG);
  }

  private static ReceiptVerification logged(
      Receipt receipt, PublicKey key, ReceiptStatement statement) {
    LogKey log = new LogKey(receipt.logOrigin(), receipt.publicKey().toByteArray(), key);
    if (!InclusionProof.shows(receipt.transparencyProof(), receipt.statement(), log)) {
      return new Rejected(Defect.PROOF_WRONG);
    }
    boolean keyFits = receipt.commitmentKey().isEmpty()
        || keyId(receipt.commitmentKey().toByteArray()).equals(statement.getCommitmentKeyDigest());
    return keyFits ? new Accepted(statement) : new Rejected(Defect.COMMITMENT_KEY_WRONG);
  }

  /** Whether a key signed exactly these bytes. */
  static boolean isSignedBy(PublicKey key, byte[] bytes, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(bytes);
      return verifier.verify(signature);
    } catch (SignatureException | InvalidKeyException e) {
      // A signature of the wrong length or form is as good as a wrong one, and 32 bytes that are no
      // point of the curve signed nothing.
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Ed25519 is part of Java since 15", e);
    }
  }

  private static void checkLength(int bytes) {
    if (bytes != KEY_BYTES) {
      throw new IllegalArgumentException(
          "an Ed25519 public key has " + KEY_BYTES + " bytes, got " + bytes);
    }
  }

  static PublicKey decode(ByteString raw) {
    checkLength(raw.size());
    try {
      return KeyFactory.getInstance("Ed25519")
          .generatePublic(new X509EncodedKeySpec(X509_PREFIX.concat(raw).toByteArray()));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("these bytes are no Ed25519 public key", e);
    }
  }
}
