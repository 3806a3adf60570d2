package io.lethe.server.access;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds out who calls. Thread-safe. */
public final class Authenticator {

  private static final String SCHEME = "Bearer ";

  private final @Nullable BearerTokens tokens;
  private final Supplier<RolesTable> roles;

  /**
   * By tokens and certificates.
   *
   * @param tokens null if none are taken
   * @param roles of principals by certificate
   */
  Authenticator(@Nullable BearerTokens tokens, Supplier<RolesTable> roles) {
    this.tokens = tokens;
    this.roles = roles;
  }

  /**
   * Who brings this; empty if that is nobody. A token goes before a certificate, and one that is not
   * good is not made up for by a certificate.
   *
   * @param authorization values of the header of that name, at most one of which may be there
   * @param certificate verified by the transport; null for none
   */
  public Optional<Principal> principal(
      List<String> authorization, @Nullable X509Certificate certificate) {
    if (!authorization.isEmpty()) {
      return tokens == null ? Optional.empty() : token(authorization).flatMap(tokens::principal);
    }
    return Optional.ofNullable(certificate)
        .flatMap(CertificateNames::principal)
        .map(name -> new Principal(name, rolesOf(name)));
  }

  /**
   * Who brings a token that was found good before and still is; empty for all others. Looks at no
   * signature and at no certificate.
   *
   * @param authorization values of the header of that name
   */
  public Optional<Principal> known(List<String> authorization) {
    return tokens == null ? Optional.empty() : token(authorization).flatMap(tokens::known);
  }

  private static Optional<String> token(List<String> authorization) {
    if (authorization.size() != 1) {
      return Optional.empty();
    }
    String header = authorization.getFirst();
    return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? Optional.of(header.substring(SCHEME.length()).strip())
        : Optional.empty();
  }

  private Set<Role> rolesOf(String name) {
    return roles.get().of(name);
  }
}
