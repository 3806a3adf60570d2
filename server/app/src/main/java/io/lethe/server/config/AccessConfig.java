package io.lethe.server.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Who may call, and over what.
 *
 * @param tls null for plain text
 * @param tokens null if no tokens are taken
 * @param rolesFile roles of principals by name; null for none
 * @param admin where administration listens, if {@link #isSecured}
 * @param reloadPause between two looks at whether the files have changed
 */
public record AccessConfig(
    @Nullable Tls tls, @Nullable Tokens tokens, @Nullable Path rolesFile, ServerConfig.Listen admin,
    Duration reloadPause) {

  /** Whether callers show certificates. */
  public enum ClientCertificates {
    /** They are not asked for one. */
    NONE,
    /** Who shows none must bring a token. */
    OPTIONAL,
    /** Who shows none is not connected. */
    REQUIRED
  }

  /**
   * Files of the transport, all PEM.
   *
   * @param clientCa authorities of client certificates; null exactly if they are not asked for
   */
  public record Tls(
      Path certificate, Path key, @Nullable Path clientCa, ClientCertificates clientCertificates) {

    public Tls {
      if ((clientCa == null) != (clientCertificates == ClientCertificates.NONE)) {
        throw new ConfigException(
            "tls.client-certificates = %s and tls.client-ca-file go together: both or neither"
                .formatted(clientCertificates));
      }
    }
  }

  /**
   * What a token must be like.
   *
   * @param keys a JSON Web Key Set
   * @param issuer null for any
   * @param lifeMax from its issue to its end
   */
  public record Tokens(Path keys, String audience, @Nullable String issuer, Duration lifeMax) {}

  /** In plain text, and everybody who can reach the server is its operator. */
  public AccessConfig open() {
    return new AccessConfig(null, null, null, admin, reloadPause);
  }

  public AccessConfig {
    boolean byCertificate = tls != null && tls.clientCertificates != ClientCertificates.NONE;
    if (byCertificate && rolesFile == null) {
      throw new ConfigException(
          "client certificates name principals, not roles: set auth.roles-file, too");
    }
    if (rolesFile != null && !byCertificate && tokens == null) {
      throw new ConfigException(
          "auth.roles-file is set, but nothing tells principals apart: set auth.keys-file or"
              + " tls.client-certificates, too");
    }
  }

  static AccessConfig of(Configuration configuration) {
    return new AccessConfig(
        tls(configuration), tokens(configuration),
        path(configuration, AccessSettings.AUTH_ROLES_FILE),
        new ServerConfig.Listen(
            configuration.get(AccessSettings.ADMIN_HOST),
            configuration.get(AccessSettings.ADMIN_PORT)),
        Duration.ofSeconds(configuration.get(AccessSettings.ACCESS_RELOAD_SECONDS)));
  }

  private static @Nullable Tls tls(Configuration configuration) {
    Path certificate = path(configuration, AccessSettings.TLS_CERTIFICATE_FILE);
    Path key = path(configuration, AccessSettings.TLS_KEY_FILE);
    Path clientCa = path(configuration, AccessSettings.TLS_CLIENT_CA_FILE);
    ClientCertificates clients = configuration.get(AccessSettings.TLS_CLIENT_CERTIFICATES);
    if (certificate != null && key != null) {
      return new Tls(certificate, key, clientCa, clients);
    }
    if (certificate != null || key != null) {
      throw new ConfigException("tls.certificate-file and tls.key-file go together: set both");
    }
    if (clientCa != null || clients != ClientCertificates.NONE) {
      throw new ConfigException(
          "client certificates need TLS: set tls.certificate-file and tls.key-file, too");
    }
    return null;
  }

  private static @Nullable Tokens tokens(Configuration configuration) {
    Path keys = path(configuration, AccessSettings.AUTH_KEYS_FILE);
    String audience = configuration.get(AccessSettings.AUTH_AUDIENCE);
    String issuer = configuration.get(AccessSettings.AUTH_ISSUER);
    if (keys == null) {
      if (!audience.isEmpty() || !issuer.isEmpty()) {
        throw new ConfigException(
            "auth.audience and auth.issuer are about tokens: set auth.keys-file, too");
      }
      return null;
    }
    if (audience.isEmpty()) {
      throw new ConfigException("tokens must be for this server: set auth.audience, too");
    }
    return new Tokens(
        keys, audience, issuer.isEmpty() ? null : issuer,
        Duration.ofMinutes(configuration.get(AccessSettings.AUTH_TOKEN_MINUTES_MAX)));
  }

  private static @Nullable Path path(Configuration configuration, Setting<String> setting) {
    String text = configuration.get(setting);
    return text.isEmpty() ? null : Path.of(text);
  }

  /** Whether callers have to say who they are. */
  public boolean isAuthenticated() {
    return tokens != null || (tls != null && tls.clientCertificates() != ClientCertificates.NONE);
  }

  /** Of the setting that says where administration listens. */
  public static final String ADMIN_PORT_KEY = AccessSettings.ADMIN_PORT.key();

  /** Whether administration has a port of its own. */
  public boolean isSecured() {
    return tls != null || tokens != null;
  }

  void checkReach(ServerConfig.Listen open) {
    checkReach("listen.host", open.host());
    if (isSecured()) {
      checkReach("admin.host", admin.host());
    }
  }

  void checkReach(String key, String host) {
    if (isLoopback(key, host)) {
      return;
    }
    if (tls == null) {
      throw new ConfigException(
          ("%s = %s is reachable from other machines, and plain text is allowed on loopback only:"
              + " set tls.certificate-file and tls.key-file").formatted(key, host));
    }
    if (!isAuthenticated()) {
      throw new ConfigException(
          ("%s = %s is reachable from other machines, and nobody would have to say who they are:"
              + " set auth.keys-file or tls.client-certificates").formatted(key, host));
    }
  }

  private static boolean isLoopback(String key, String host) {
    try {
      return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException unknown) {
      throw new ConfigException("%s = %s is no address that is known here".formatted(key, host));
    }
  }
}
