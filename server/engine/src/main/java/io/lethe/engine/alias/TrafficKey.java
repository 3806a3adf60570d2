package io.lethe.engine.alias;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What spreads the users of a model over its aliases: a user's place is a keyed hash of the id. With a
 * key of its own each set of aliases meets other users than the set before it.
 */
public final class TrafficKey {

  /** Length of a key. */
  public static final int BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";

  private final byte[] key;

  /**
   * A key that was made before.
   *
   * @throws IllegalArgumentException unless it has {@value #BYTES} bytes
   */
  public TrafficKey(byte[] key) {
    if (key.length != BYTES) {
      throw new IllegalArgumentException("a key of %d bytes; %d".formatted(key.length, BYTES));
    }
    this.key = key.clone();
  }

  /** A new key. */
  public static TrafficKey generate(SecureRandom random) {
    byte[] key = new byte[BYTES];
    random.nextBytes(key);
    return new TrafficKey(key);
  }

  /** Its bytes, to be kept. */
  public byte[] bytes() {
    return key.clone();
  }

  /**
   * A user's place, 0 to 9,999, the same for the same key at all times. About a microsecond.
   *
   * <p>The bias of the remainder of 63 bits is below 1e-14.
   */
  public int place(String user) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      byte[] hash = mac.doFinal(user.getBytes(StandardCharsets.UTF_8));
      return (int) ((ByteBuffer.wrap(hash).getLong() >>> 1) % ModelAlias.ALL_USERS);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every Java has " + ALGORITHM, missing);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TrafficKey that && Arrays.equals(key, that.key);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(key);
  }

  @Override
  public String toString() {
    return "TrafficKey[]";
  }
}
