package io.lethe.clients;

import io.lethe.server.access.Role;
import io.lethe.server.access.TokenIssuer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Issues bearer tokens, good and bad ones. */
final class Tokens {

  static final String AUDIENCE = "lethe-clients";

  private static final Duration LIFE = Duration.ofMinutes(10);

  private final TokenIssuer.NewKey key = TokenIssuer.newKey(new SecureRandom());
  private final TokenIssuer.NewKey unknownKey = TokenIssuer.newKey(new SecureRandom());

  /** What the server knows. */
  String openKeys() {
    return key.open();
  }

  /**
   * A token for now.
   *
   * @param roles with commas between them
   */
  String issue(String principal, String roles) {
    return TokenIssuer.issue(key.secret(), claims(principal, roles), Instant.now());
  }

  /** One that ended ten minutes ago. */
  String expired(String principal, String roles) {
    return TokenIssuer
        .issue(key.secret(), claims(principal, roles), Instant.now().minus(LIFE.multipliedBy(2)));
  }

  /** One by a key that the server does not know. */
  String forged(String principal, String roles) {
    return TokenIssuer.issue(unknownKey.secret(), claims(principal, roles), Instant.now());
  }

  private static TokenIssuer.Claims claims(String principal, String roles) {
    Set<Role> all = Arrays.stream(roles.split(","))
        .map(role -> Role.valueOf(role.toUpperCase(Locale.ROOT)))
        .collect(Collectors.toSet());
    return new TokenIssuer.Claims(principal, all, AUDIENCE, "", LIFE);
  }
}
