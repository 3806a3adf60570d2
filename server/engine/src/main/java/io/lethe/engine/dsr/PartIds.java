package io.lethe.engine.dsr;

import io.lethe.engine.model.ModelName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Request ids of a subject request's erasures: a hash of what they are for, so that a repeat after
 * a crash finds those that were accepted before it.
 */
final class PartIds {

  private static final long VERSION_BITS = 0xF000L;
  private static final long VERSION_4 = 0x4000L;
  private static final long VARIANT_BITS = 0xC000_0000_0000_0000L;
  private static final long VARIANT_RFC = 0x8000_0000_0000_0000L;

  private PartIds() {}

  /**
   * A valid UUIDv4, the same for the same arguments.
   *
   * @param identity place of the user's id in the request, from 0
   */
  static UUID of(UUID request, ModelName model, int identity) {
    String fields = "lethe-subject-request %s %s %d".formatted(request, model, identity);
    ByteBuffer digest = ByteBuffer.wrap(sha256(fields.getBytes(StandardCharsets.UTF_8)));
    return new UUID(
        (digest.getLong() & ~VERSION_BITS) | VERSION_4,
        (digest.getLong() & ~VARIANT_BITS) | VARIANT_RFC);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("this JDK has no SHA-256", missing);
    }
  }
}
