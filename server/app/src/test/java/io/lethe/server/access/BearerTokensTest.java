package io.lethe.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.server.config.AccessConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BearerTokensTest {

  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final Instant ISSUED = Instant.parse("2026-11-30T12:00:00Z");

  private final TokenIssuer.NewKey key = TokenIssuer.newKey(new SecureRandom());
  private TokenKeys keys = keys(key);
  private Instant now = ISSUED;
  private final BearerTokens tokens = new BearerTokens(
      new AccessConfig.Tokens(Path.of("keys.jwks"), "shop", null, LIFE), () -> keys,
      () -> RolesTable.EMPTY, () -> now);
  private final String token = TokenIssuer.issue(
      key.secret(), new TokenIssuer.Claims("ann", Set.of(Role.SERVE), "shop", "", LIFE), ISSUED);

  private static TokenKeys keys(TokenIssuer.NewKey key) {
    return TokenKeys.parse(key.open().getBytes(StandardCharsets.UTF_8));
  }

  private Optional<String> known() {
    return tokens.known(token).map(Principal::name);
  }

  @Test
  void known_beforeItWasVerified_isEmpty() {
    assertEquals(Optional.empty(), known());
    assertEquals(Optional.of("ann"), tokens.principal(token).map(Principal::name));
    assertEquals(Optional.of("ann"), known());
  }

  @Test
  void known_tokenChanged_isEmpty() {
    assertEquals(Optional.of("ann"), tokens.principal(token).map(Principal::name));
    assertEquals(Optional.empty(), tokens.known(token + "A"));
  }

  @Test
  void known_expired_isEmpty() {
    assertEquals(Optional.of("ann"), tokens.principal(token).map(Principal::name));
    now = ISSUED.plus(LIFE).plus(BearerTokens.SKEW_MAX);
    assertEquals(Optional.empty(), known());
  }

  @Test
  void known_keysReplaced_isEmpty() {
    assertEquals(Optional.of("ann"), tokens.principal(token).map(Principal::name));
    keys = keys(TokenIssuer.newKey(new SecureRandom()));
    assertEquals(Optional.empty(), known());
    assertEquals(Optional.empty(), tokens.principal(token));
  }
}
