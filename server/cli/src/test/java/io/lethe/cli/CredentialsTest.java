package io.lethe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.server.access.Role;
import io.lethe.server.wiring.Authority;
import io.lethe.server.wiring.GuardedServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against servers that let nobody in without a proof. */
class CredentialsTest {

  private static final String ROLES = "serve, ingest, train, unlearn, approve, admin, audit";

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    Screen screen = new Screen(new PrintWriter(out), new PrintWriter(err), false, false);
    return Commands
        .run(new Surroundings(screen, Map.of(), folder.resolve("home"), folder), arguments);
  }

  private int models(GuardedServer guarded, String... more) {
    List<String> arguments = new ArrayList<>(
        List.of("models", "--server", "127.0.0.1:" + guarded.server().port()));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  @Test
  void token_byTheCommandsKey_letsTheCommandIn() throws IOException {
    String key = folder.resolve("key").toString();
    assertEquals(ExitCode.DONE, run("token", "key", key));
    assertEquals(ExitCode.FAILED, run("token", "key", key));
    String keys = folder.resolve("key.jwks").toString();
    try (GuardedServer guarded = GuardedServer.start(folder, Map.of("auth.keys-file", keys))) {
      assertEquals(ExitCode.REFUSED, models(guarded));
      assertTrue(err.toString().contains("(UNAUTHENTICATED)"), err.toString());

      assertEquals(
          ExitCode.DONE,
          run(
              "token", "create", "--key", key, "--principal", "office", "--roles", "unlearn,audit",
              "--audience", GuardedServer.AUDIENCE));
      Path token = Files.writeString(folder.resolve("token"), out.toString());
      assertEquals(ExitCode.DONE, models(guarded, "--token-file", token.toString()));
      assertEquals(
          ExitCode.REFUSED,
          run(
              "recommend", "someone", "--model", "movies", "--server",
              "127.0.0.1:" + guarded.server().port(), "--token-file", token.toString()));
      assertTrue(err.toString().contains("(PERMISSION_DENIED)"), err.toString());
      assertTrue(err.toString().contains("office"), err.toString());
    }
  }

  @Test
  void tokenKey_file_isForItsOwnerOnlyAndItsPublicHalfHoldsNoSecret() throws IOException {
    Path key = folder.resolve("key");
    assertEquals(ExitCode.DONE, run("token", "key", key.toString()));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
    assertTrue(Files.readString(key).contains("\"d\":"));
    assertFalse(Files.readString(folder.resolve("key.jwks")).contains("\"d\":"));
  }

  @Test
  void tokenCreate_help_namesEveryRole() {
    assertEquals(ExitCode.DONE, run("token", "create", "--help"));
    String help = out.toString().replaceAll("\\s+", " ");
    assertTrue(help.contains("Of " + ROLES + "; with commas."), help);
  }

  @Test
  void tokenCreate_wrongRoleOrPrincipalOrLife_isUsage() {
    String key = folder.resolve("key").toString();
    assertEquals(ExitCode.DONE, run("token", "key", key));
    assertEquals(ExitCode.USAGE, create(key, "office", "root", "10"));
    assertTrue(err.toString().contains("'root'; there are: " + ROLES), err.toString());
    assertEquals(ExitCode.USAGE, create(key, "the office", "serve", "10"));
    assertEquals(ExitCode.USAGE, create(key, "office", "serve", "0"));
  }

  private int create(String key, String principal, String roles, String minutes) {
    return run(
        "token", "create", "--key", key, "--principal", principal, "--roles", roles, "--audience",
        "anywhere", "--minutes", minutes);
  }

  @Test
  void certificates_ofBothSides_letTheCommandIn() throws Exception {
    Authority authority = new Authority(folder, "house");
    Authority.Pair server = authority.server("server");
    Authority.Pair shop = authority.client("shop");
    Map<String, String> settings = new HashMap<>();
    settings.put("tls.certificate-file", server.certificate().toString());
    settings.put("tls.key-file", server.key().toString());
    settings.put("tls.client-ca-file", authority.certificate().toString());
    settings.put("tls.client-certificates", "OPTIONAL");
    settings.put(
        "auth.roles-file", Files.writeString(folder.resolve("roles"), "shop = serve\n").toString());
    try (GuardedServer guarded = GuardedServer.start(folder, settings)) {
      String trusted = authority.certificate().toString();
      assertEquals(ExitCode.UNREACHABLE, models(guarded));
      assertTrue(err.toString().contains("listens there closed the connection"), err.toString());
      assertTrue(err.toString().contains("--tls-ca"), err.toString());
      assertEquals(ExitCode.REFUSED, models(guarded, "--tls-ca", trusted));
      assertEquals(
          ExitCode.DONE,
          models(
              guarded, "--tls-ca", trusted, "--tls-cert", shop.certificate().toString(),
              "--tls-key", shop.key().toString()));
      assertEquals(
          ExitCode.USAGE,
          models(guarded, "--tls-ca", trusted, "--tls-cert", shop.certificate().toString()));
      Path token = Files.writeString(folder.resolve("token"), guarded.token("office", Role.AUDIT));
      assertEquals(
          ExitCode.DONE, models(guarded, "--tls-ca", trusted, "--token-file", token.toString()));
    }
  }
}
