package io.lethe.client;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;

/**
 * A server's key by the name of its log (c2sp.org/signed-note).
 *
 * @param origin the log's name
 * @param raw 32 bytes; not copied
 * @param key the same
 */
record LogKey(String origin, byte[] raw, PublicKey key) {

  private static final byte ED25519 = 1;

  /** Bytes before the signature in a line of this key's. */
  ByteString id() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(origin.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) '\n');
      digest.update(ED25519);
      digest.update(raw);
      return ByteString.copyFrom(ByteBuffer.wrap(digest.digest(), 0, Integer.BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  boolean signed(String text, ByteString signature) {
    return ReceiptVerifier
        .isSignedBy(key, text.getBytes(StandardCharsets.UTF_8), signature.toByteArray());
  }
}
