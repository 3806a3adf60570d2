package io.lethe.crashes;

import io.lethe.server.access.Role;
import io.lethe.server.access.TokenIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/** A server's key for tokens, and tokens by it: who asks to forget is not who approves. */
final class Tokens {

  private static final String AUDIENCE = "lethe-crashes";
  private static final Duration LIFE = Duration.ofMinutes(10);
  /** Of an office's requests of a day the first few go through; what is beyond waits for approval. */
  private static final int HELD_ABOVE = 40;

  private final TokenIssuer.NewKey key = TokenIssuer.newKey(new SecureRandom());
  private final Path keys;
  private final Clock clock;

  /** Makes a key; the server's half of it is a file of the folder. */
  Tokens(Path folder, Clock clock) throws IOException {
    this.keys = Files.writeString(folder.resolve("keys.jwks"), key.open());
    this.clock = clock;
  }

  /** Has a server ask who calls, and hold larger requests to forget for a second person. */
  ProcessBuilder guard(ProcessBuilder server) {
    server.environment().put("LETHE_AUTH_KEYS_FILE", keys.toString());
    server.environment().put("LETHE_AUTH_AUDIENCE", AUDIENCE);
    server.environment().put("LETHE_ADMIN_PORT", "0");
    server.environment().put("LETHE_APPROVAL_INTERACTIONS_ABOVE", String.valueOf(HELD_ABOVE));
    server.environment().put("LETHE_APPROVAL_SHARE_ABOVE", "1");
    server.environment().put("LETHE_LIMITS_SHARE_PER_DAY", "1");
    return server;
  }

  /** Tokens of a principal, each a new one. */
  Supplier<String> of(String principal, Role... roles) {
    TokenIssuer.Claims claims = new TokenIssuer.Claims(
        principal, Set.of(roles), AUDIENCE, "", LIFE);
    return () -> TokenIssuer.issue(key.secret(), claims, clock.instant());
  }
}
