package io.lethe.server.opendsr;

import io.lethe.server.access.ResponseSigner;
import io.lethe.server.access.Role;
import io.lethe.server.access.ServerAccess;
import io.lethe.server.access.TokenIssuer;
import io.lethe.server.config.AccessConfig;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.wiring.Authority;
import io.lethe.server.wiring.Until;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** What the processor of a test is set up with: a certificate, tokens, and those who hold them. */
final class DsrOffice {

  static final String CONTROLLER = "privacy-office";
  private static final String AUDIENCE = "lethe-test";

  private final TokenIssuer.NewKey key = TokenIssuer.newKey(new SecureRandom());
  private final Authority.Pair pair;
  private final ServerAccess access;

  DsrOffice(Path folder) throws Exception {
    pair = new Authority(folder, "processor-ca").server("processor");
    Path keys = Files.writeString(folder.resolve("keys.jwks"), key.open());
    access = new ServerAccess(
        new AccessConfig(
            null, new AccessConfig.Tokens(keys, AUDIENCE, null, Duration.ofMinutes(10)), null,
            new ServerConfig.Listen("127.0.0.1", 0), Duration.ofSeconds(10)),
        InstantSource.system());
  }

  DsrWorld.Options options(String... hosts) {
    return DsrWorld.options(
        new ResponseSigner(pair.certificate(), pair.key(), "", InstantSource.system()), access,
        hosts);
  }

  /** A tool of {@link #CONTROLLER}, which may ask to forget. */
  DsrClient client(DsrWorld world) {
    return client(world, CONTROLLER, "unlearn");
  }

  DsrClient client(DsrWorld world, String principal, String... roles) {
    return new DsrClient(world.url(), token(principal, roles));
  }

  String token(String principal, String... roles) {
    Set<Role> held = Arrays.stream(roles)
        .map(role -> Role.of(role).orElseThrow())
        .collect(Collectors.toSet());
    return TokenIssuer.issue(
        key.secret(), new TokenIssuer.Claims(principal, held, AUDIENCE, "", Duration.ofMinutes(5)),
        Instant.now());
  }

  static void await(Until.Condition condition) throws Exception {
    Until.holds(condition);
  }
}
