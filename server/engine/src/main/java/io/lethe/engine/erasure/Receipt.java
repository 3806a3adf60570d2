package io.lethe.engine.erasure;

/**
 * The signed statement of what an erasure did. Arrays are shared: nobody may modify them.
 *
 * @param statement the bytes that were signed, kept as they were
 * @param signature Ed25519 over {@code statement}, 64 bytes
 * @param publicKey raw Ed25519 public key, 32 bytes
 */
public record Receipt(byte[] statement, byte[] signature, byte[] publicKey) {

  public Receipt {
    if (signature.length != 64 || publicKey.length != 32) {
      throw new IllegalArgumentException(
          "a signature of %d and a key of %d bytes; 64 and 32 are right"
              .formatted(signature.length, publicKey.length));
    }
  }
}
