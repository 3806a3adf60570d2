package io.lethe.server.access;

import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.lethe.server.config.AccessConfig;
import io.lethe.server.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's certificate with its key, and the authorities of its clients. New connections use what
 * the files held last, if it was good. {@link #refresh} is for one thread.
 */
final class TransportKeys {

  private static final Logger LOG = LoggerFactory.getLogger(TransportKeys.class);

  private final AccessConfig.Tls config;
  private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
  private final AdvancedTlsX509TrustManager trust;
  private final ReloadedFiles<ServerIdentity> identity;
  private final @Nullable ReloadedFiles<X509Certificate[]> authorities;

  /**
   * Reads the files.
   *
   * @throws ConfigException if they are wrong, the key is another's, or the certificate has expired
   */
  TransportKeys(AccessConfig.Tls config, InstantSource clock) {
    this.config = config;
    identity = new ReloadedFiles<>(
        List.of(config.certificate(), config.key()),
        files -> ServerIdentity.parse(files.get(0), files.get(1), clock.instant()));
    Path clientCa = config.clientCa();
    authorities = clientCa == null
        ? null
        : new ReloadedFiles<>(
            List.of(clientCa), files -> ServerIdentity.certificates(files.getFirst()));
    try {
      trust = AdvancedTlsX509TrustManager.newBuilder()
          .setVerification(AdvancedTlsX509TrustManager.Verification.CERTIFICATE_ONLY_VERIFICATION)
          .build();
    } catch (CertificateException impossible) {
      throw new IllegalStateException("a trust manager without certificates", impossible);
    }
    useIdentity();
    useAuthorities();
  }

  private void useIdentity() {
    keys.updateIdentityCredentials(identity.current().chain(), identity.current().key());
  }

  private void useAuthorities() {
    if (authorities != null) {
      try {
        trust.updateTrustCredentials(authorities.current());
      } catch (GeneralSecurityException | IOException unusable) {
        throw new ConfigException(config.clientCa() + " has certificates that cannot be used");
      }
    }
  }

  /** Takes over what has changed in the files, for new connections. */
  void refresh() {
    if (identity.refresh()) {
      useIdentity();
    }
    if (authorities != null && authorities.refresh()) {
      try {
        useAuthorities();
      } catch (ConfigException unusable) {
        LOG.warn("what was read before stays in force: {}", unusable.getMessage());
      }
    }
  }

  /** For any number of listeners. */
  TlsManagers managers() {
    return new TlsManagers(
        keys, authorities == null ? null : trust,
        config.clientCertificates() == AccessConfig.ClientCertificates.REQUIRED);
  }

  /** The same for gRPC's own. */
  ServerCredentials credentials() {
    TlsManagers managers = managers();
    TlsServerCredentials.Builder credentials = TlsServerCredentials.newBuilder().keyManager(keys);
    if (managers.trust() == null) {
      return credentials.build();
    }
    return credentials.trustManager(managers.trust())
        .clientAuth(
            managers.certificateRequired()
                ? TlsServerCredentials.ClientAuth.REQUIRE
                : TlsServerCredentials.ClientAuth.OPTIONAL)
        .build();
  }
}
