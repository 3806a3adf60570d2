package io.lethe.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;

/**
 * The signed statement of what an erasure did, unread: let a {@link ReceiptVerifier} read it.
 *
 * @param name {@code erasures/{id}/receipt}
 * @param statement the bytes that were signed
 * @param signature Ed25519, 64 bytes
 * @param publicKey raw Ed25519 key, 32 bytes; proves nothing about who signed
 * @param keyId SHA-256 of the public key, 64 lower-case hexadecimal digits
 */
public record Receipt(
    String name, ByteString statement, ByteString signature, ByteString publicKey, String keyId) {

  /** The bytes to keep: a serialized {@code lethe.v1.Receipt}. */
  public byte[] toByteArray() {
    return io.lethe.v1.Receipt.newBuilder()
        .setName(name)
        .setStatement(statement)
        .setSignature(signature)
        .setPublicKey(publicKey)
        .setKeyId(keyId)
        .build()
        .toByteArray();
  }

  /**
   * Reads bytes that were kept.
   *
   * @throws IllegalArgumentException if they are no receipt
   */
  public static Receipt parse(byte[] bytes) {
    try {
      return of(io.lethe.v1.Receipt.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("these " + bytes.length + " bytes are no receipt", e);
    }
  }

  static Receipt of(io.lethe.v1.Receipt receipt) {
    return new Receipt(
        receipt.getName(), receipt.getStatement(), receipt.getSignature(), receipt.getPublicKey(),
        receipt.getKeyId());
  }
}
