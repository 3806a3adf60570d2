package io.lethe.server.wiring;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.lethe.server.access.Role;
import io.lethe.server.access.TokenIssuer;
import io.lethe.server.config.ConfigLoader;
import io.lethe.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A server that takes tokens, on loopback, with the key that they are signed by. */
public record GuardedServer(
    LetheServer server, TokenIssuer.NewKey key, Path keysFile) implements AutoCloseable {

  public static final String AUDIENCE = "lethe-test";

  public static GuardedServer start(Path folder, Map<String, String> more) throws IOException {
    TokenIssuer.NewKey key = TokenIssuer.newKey(new SecureRandom());
    Path keysFile = Files.writeString(folder.resolve("keys.jwks"), key.open());
    Map<String, String> flags = new HashMap<>();
    flags.put("listen.port", "0");
    flags.put("admin.port", "0");
    flags.put("data.folder", folder.resolve("data").toString());
    flags.put("plugins.folder", folder.resolve("plugins").toString());
    flags.put("auth.keys-file", keysFile.toString());
    flags.put("auth.audience", AUDIENCE);
    flags.put("access.reload-seconds", "1");
    flags.putAll(more);
    ServerConfig config = ServerConfig.of(ConfigLoader.load(flags, Map.of(), null, Map.of()));
    return new GuardedServer(LetheServer.start(config), key, keysFile);
  }

  public String token(String principal, Role... roles) {
    return TokenIssuer.issue(
        key.secret(),
        new TokenIssuer.Claims(principal, Set.of(roles), AUDIENCE, "", Duration.ofMinutes(5)),
        Instant.now());
  }

  ManagedChannel open() {
    return channel(server.port());
  }

  ManagedChannel admin() {
    return channel(server.adminPort().orElseThrow());
  }

  private static ManagedChannel channel(int port) {
    return ManagedChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }

  @Override
  public void close() {
    server.close();
  }
}
