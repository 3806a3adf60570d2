package io.lethe.server.access;

import io.grpc.util.CertificateUtils;
import io.lethe.server.config.ConfigException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * A certificate with those above it, and its key.
 *
 * @param chain the server's own first; not copied
 */
record ServerIdentity(X509Certificate[] chain, PrivateKey key) {

  private static final byte[] CHALLENGE = "lethe".getBytes(StandardCharsets.US_ASCII);

  /**
   * Reads PEM.
   *
   * @throws ConfigException if one is unreadable, the certificate is not valid now, or they are not
   *     of one pair
   */
  static ServerIdentity parse(byte[] certificate, byte[] key, Instant now) {
    X509Certificate[] chain = certificates(certificate);
    X509Certificate own = chain[0];
    if (now.isAfter(own.getNotAfter().toInstant())) {
      throw new ConfigException("is expired: valid until " + own.getNotAfter().toInstant());
    }
    if (now.isBefore(own.getNotBefore().toInstant())) {
      throw new ConfigException("is not valid before " + own.getNotBefore().toInstant());
    }
    PrivateKey secret = key(key);
    if (!isPair(own.getPublicKey(), secret)) {
      throw new ConfigException("are not certificate and key of one pair");
    }
    return new ServerIdentity(chain, secret);
  }

  /**
   * Reads one or more certificates in PEM.
   *
   * @throws ConfigException if there is none
   */
  static X509Certificate[] certificates(byte[] pem) {
    try {
      X509Certificate[] found = CertificateUtils.getX509Certificates(new ByteArrayInputStream(pem));
      if (found.length > 0) {
        return found;
      }
    } catch (CertificateException unreadable) {
      throw new ConfigException("has certificates that cannot be read");
    }
    throw new ConfigException("has no certificate");
  }

  private static PrivateKey key(byte[] pem) {
    try {
      return CertificateUtils.getPrivateKey(new ByteArrayInputStream(pem));
    } catch (IOException | GeneralSecurityException | RuntimeException unreadable) {
      throw new ConfigException("has a key that is no unencrypted RSA or EC key in PKCS#8 PEM");
    }
  }

  static String signatureAlgorithm(PrivateKey secret) {
    return secret.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
  }

  private static boolean isPair(PublicKey open, PrivateKey secret) {
    try {
      Signature signature = Signature.getInstance(signatureAlgorithm(secret));
      signature.initSign(secret);
      signature.update(CHALLENGE);
      byte[] signed = signature.sign();
      signature.initVerify(open);
      signature.update(CHALLENGE);
      return signature.verify(signed);
    } catch (GeneralSecurityException other) {
      return false;
    }
  }
}
