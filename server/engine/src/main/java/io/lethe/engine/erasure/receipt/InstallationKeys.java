package io.lethe.engine.erasure.receipt;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;

/**
 * The secrets of an installation.
 *
 * @param signing an Ed25519 key pair; signs receipts. Its parts go to disk in their standard
 *     encodings: PKCS#8 and X.509
 * @param digestSecret key of every HMAC-SHA-256 over personal data, 32 bytes; taken over
 */
public record InstallationKeys(KeyPair signing, byte[] digestSecret) {

  private static final int SECRET_BYTES = 32;

  public InstallationKeys {
    if (digestSecret.length != SECRET_BYTES) {
      throw new IllegalArgumentException(
          "a digest secret of %d bytes; %d are right".formatted(digestSecret.length, SECRET_BYTES));
    }
  }

  /** New keys. */
  public static InstallationKeys generate(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(255, random);
      byte[] secret = new byte[SECRET_BYTES];
      random.nextBytes(secret);
      return new InstallationKeys(generator.generateKeyPair(), secret);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("this JDK has no Ed25519", missing);
    }
  }

  /** Nothing of the keys. */
  @Override
  public String toString() {
    return "InstallationKeys[]";
  }
}
