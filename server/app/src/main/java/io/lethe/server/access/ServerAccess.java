package io.lethe.server.access;

import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.lethe.server.config.AccessConfig;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everything that says who may call, as a configuration names it. */
public final class ServerAccess {

  private final @Nullable TransportKeys transport;
  private final @Nullable ReloadedFiles<TokenKeys> tokenKeys;
  private final @Nullable ReloadedFiles<RolesTable> roles;
  private final @Nullable Authenticator authenticator;
  private final AccessCounts counts = new AccessCounts();

  /**
   * Reads the files.
   *
   * @throws io.lethe.server.config.ConfigException if one of them cannot be used
   */
  public ServerAccess(AccessConfig config, InstantSource clock) {
    transport = config.tls() == null ? null : new TransportKeys(config.tls(), clock);
    Path rolesFile = config.rolesFile();
    roles = rolesFile == null
        ? null
        : new ReloadedFiles<>(List.of(rolesFile), files -> RolesTable.parse(files.getFirst()));
    Supplier<RolesTable> currentRoles = roles == null ? () -> RolesTable.EMPTY : roles::current;
    AccessConfig.Tokens tokens = config.tokens();
    tokenKeys = tokens == null
        ? null
        : new ReloadedFiles<>(List.of(tokens.keys()), files -> TokenKeys.parse(files.getFirst()));
    authenticator = config.isAuthenticated()
        ? new Authenticator(
            tokens == null || tokenKeys == null
                ? null
                : new BearerTokens(tokens, tokenKeys::current, currentRoles, clock),
            currentRoles)
        : null;
  }

  /** How listeners show themselves: over TLS, or in plain text. */
  public ServerCredentials credentials() {
    return transport == null ? InsecureServerCredentials.create() : transport.credentials();
  }

  /** The same for listeners of another kind; empty for plain text. */
  public Optional<TlsManagers> tls() {
    return Optional.ofNullable(transport).map(TransportKeys::managers);
  }

  /** Who finds out who calls; empty if everybody who can reach the server is its operator. */
  public Optional<Authenticator> authenticator() {
    return Optional.ofNullable(authenticator);
  }

  /** Calls that were turned away. */
  public AccessCounts counts() {
    return counts;
  }

  /** Takes over what has changed in the files; what became wrong changes nothing but the log. */
  public synchronized void refresh() {
    if (transport != null) {
      transport.refresh();
    }
    if (tokenKeys != null) {
      tokenKeys.refresh();
    }
    if (roles != null) {
      roles.refresh();
    }
  }
}
