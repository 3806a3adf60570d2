package io.lethe.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.lethe.v1.ReceiptStatement;
import java.util.Optional;
import java.util.UUID;

/**
 * The signed statement of what an erasure did, unread: let a {@link ReceiptVerifier} read it.
 *
 * @param name {@code erasures/{id}/receipt}
 * @param statement the bytes that were signed
 * @param signature Ed25519, 64 bytes
 * @param publicKey raw Ed25519 key, 32 bytes; proves nothing about who signed
 * @param keyId SHA-256 of the public key, 64 lower-case hexadecimal digits
 * @param commitmentKey ties the statement to the request, for a reader that knows that; empty once it was
 *     destroyed
 * @param logOrigin name of the log that holds the statement; empty before there was one
 * @param transparencyProof that it holds it, as c2sp.org/tlog-proof defines it; empty before
 */
public record Receipt(
    String name, ByteString statement, ByteString signature, ByteString publicKey, String keyId,
    ByteString commitmentKey, String logOrigin, String transparencyProof) {

  /** The bytes to keep: a serialized {@code lethe.v1.Receipt}. */
  public byte[] toByteArray() {
    return io.lethe.v1.Receipt.newBuilder()
        .setName(name)
        .setStatement(statement)
        .setSignature(signature)
        .setPublicKey(publicKey)
        .setKeyId(keyId)
        .setCommitmentKey(commitmentKey)
        .setLogOrigin(logOrigin)
        .setTransparencyProof(transparencyProof)
        .build()
        .toByteArray();
  }

  /**
   * Reads a receipt that was kept: in protobuf's encoding, or as JSON. What was signed are the bytes of
   * its statement, so the file around them may be written again: in another order, prettier, or with
   * fields of a newer server, which are ignored.
   *
   * @throws IllegalArgumentException if the bytes are no receipt or not all of one; that says nothing
   *     about whether it is genuine
   */
  public static Receipt parse(byte[] bytes) {
    return ReceiptFile.read(bytes)
        .map(Receipt::of)
        .orElseThrow(
            () -> new IllegalArgumentException("these " + bytes.length + " bytes are no receipt"));
  }

  /**
   * Whether it is the receipt of a request. The answer says nothing about the receipt itself: let a
   * {@link ReceiptVerifier} check that first.
   *
   * @param requestId the id that the request was sent under
   * @return empty once the key for this check was destroyed; false also for a statement that cannot
   *     be read
   */
  public Optional<Boolean> isAbout(UUID requestId, ForgetTarget target) {
    if (commitmentKey.isEmpty()) {
      return Optional.empty();
    }
    try {
      ReceiptStatement stated = ReceiptStatement.parseFrom(statement);
      String commitment = RequestCommitment.of(commitmentKey, requestId, stated.getModel(), target);
      return Optional.of(commitment.equals(stated.getRequestCommitment()));
    } catch (InvalidProtocolBufferException e) {
      return Optional.of(false);
    }
  }

  static Receipt of(io.lethe.v1.Receipt receipt) {
    return new Receipt(
        receipt.getName(), receipt.getStatement(), receipt.getSignature(), receipt.getPublicKey(),
        receipt.getKeyId(), receipt.getCommitmentKey(), receipt.getLogOrigin(),
        receipt.getTransparencyProof());
  }
}
