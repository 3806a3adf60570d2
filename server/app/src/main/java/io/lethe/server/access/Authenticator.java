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
      String header = authorization.getFirst();
      boolean bearer = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
      return tokens != null && authorization.size() == 1 && bearer
          ? tokens.principal(header.substring(SCHEME.length()).strip())
          : Optional.empty();
    }
    return Optional.ofNullable(certificate)
        .flatMap(CertificateNames::principal)
        .map(name -> new Principal(name, rolesOf(name)));
  }

  private Set<Role> rolesOf(String name) {
    return roles.get().of(name);
  }
}
