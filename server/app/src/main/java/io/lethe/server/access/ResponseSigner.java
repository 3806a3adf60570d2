package io.lethe.server.access;

import io.lethe.server.config.ConfigException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Signs what is said in the name of a domain, by the key of a certificate for it. Files that change
 * are taken over by {@link #refresh}, if they are good. Thread-safe.
 */
public final class ResponseSigner {

  private static final Integer DNS_NAME = 2;
  private static final int PEM_LINE_CHARS = 64;

  private final String domain;
  private final ReloadedFiles<ServerIdentity> files;

  /**
   * Reads the files.
   *
   * @param domain must be among the certificate's DNS names; empty for the first of them
   * @throws ConfigException if they cannot be used, or name no such domain
   */
  public ResponseSigner(Path certificate, Path key, String domain, InstantSource clock) {
    List<Path> both = List.of(certificate, key);
    ReloadedFiles.Parser<ServerIdentity> parser = contents -> ServerIdentity
        .parse(contents.get(0), contents.get(1), clock.instant());
    this.domain = domain.isEmpty()
        ? new ReloadedFiles<>(both, contents -> firstName(parser.parse(contents))).current()
        : domain;
    this.files = new ReloadedFiles<>(both, contents -> named(parser.parse(contents), this.domain));
  }

  private static String firstName(ServerIdentity identity) {
    return names(identity).stream()
        .findFirst()
        .orElseThrow(
            () -> new ConfigException("have a certificate for no DNS name: no domain to sign for"));
  }

  private static ServerIdentity named(ServerIdentity identity, String domain) {
    if (!names(identity).contains(domain)) {
      throw new ConfigException("have a certificate that is not for the domain " + domain);
    }
    return identity;
  }

  private static List<String> names(ServerIdentity identity) {
    try {
      return Optional.ofNullable(identity.chain()[0].getSubjectAlternativeNames())
          .stream()
          .flatMap(Collection::stream)
          .filter(name -> DNS_NAME.equals(name.getFirst()))
          .map(name -> String.valueOf(name.get(1)))
          .toList();
    } catch (CertificateParsingException unreadable) {
      throw new ConfigException("have a certificate whose names cannot be read");
    }
  }

  /** Whose answers these are; the certificate is for it. */
  public String domain() {
    return domain;
  }

  /** SHA-256 with RSA or ECDSA, as the key is, over the bytes; Base64. */
  public String sign(byte[] bytes) {
    PrivateKey key = files.current().key();
    try {
      Signature signature = Signature.getInstance(ServerIdentity.signatureAlgorithm(key));
      signature.initSign(key);
      signature.update(bytes);
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("a key that signed before signs no more", impossible);
    }
  }

  /** The certificate and those above it, PEM. */
  public byte[] certificate() {
    StringBuilder pem = new StringBuilder();
    Base64.Encoder lines = Base64.getMimeEncoder(PEM_LINE_CHARS, new byte[]{'\n'});
    try {
      for (X509Certificate each : files.current().chain()) {
        pem.append("-----BEGIN CERTIFICATE-----\n")
            .append(lines.encodeToString(each.getEncoded()))
            .append("\n-----END CERTIFICATE-----\n");
      }
    } catch (CertificateEncodingException impossible) {
      throw new IllegalStateException("a certificate without an encoding", impossible);
    }
    return pem.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** Takes over what has changed in the files; what became wrong changes nothing but the log. */
  public synchronized void refresh() {
    boolean _ = files.refresh();
  }
}
