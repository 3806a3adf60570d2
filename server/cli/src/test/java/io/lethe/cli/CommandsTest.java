package io.lethe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class CommandsTest {

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private Surroundings surroundings(Map<String, String> environment) {
    Screen screen = new Screen(new PrintWriter(out), new PrintWriter(err), false, false);
    return new Surroundings(screen, environment, folder.resolve("home"), folder);
  }

  private int run(String... arguments) {
    return Commands.run(surroundings(Map.of()), arguments);
  }

  private static Stream<String> names() {
    Screen nowhere = new Screen(
        new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), false, false);
    Surroundings surroundings = new Surroundings(nowhere, Map.of(), Path.of(""), Path.of(""));
    CommandLine all = Commands.all(surroundings, false);
    return all.getSubcommands().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void help_everyCommand_saysWhatItDoesAndHowItEnds(String command) {
    assertEquals(ExitCode.DONE, run(command, "--help"));
    assertTrue(out.toString().startsWith("Usage: lethe " + command), out.toString());
    assertTrue(out.toString().contains("Exit codes:"), out.toString());
    assertFalse(out.toString().contains("First steps"), out.toString());
  }

  @Test
  void help_ofAll_listsEveryCommand() {
    assertEquals(ExitCode.DONE, run("--help"));
    names().forEach(name -> assertTrue(out.toString().contains("\n  " + name + " "), name));
  }

  @Test
  void execute_unknownCommand_isUsage() {
    assertEquals(ExitCode.USAGE, run("brew"));
    assertTrue(err.toString().contains("'brew'"), err.toString());
    assertEquals("", out.toString());
  }

  @Test
  void config_file_printsValueAndSource() throws IOException {
    Files.writeString(folder.resolve("lethe.yaml"), "listen:\n  port: 8080\n");
    Surroundings surroundings = surroundings(Map.of("LETHE_LISTEN_HOST", "::1"));
    assertEquals(ExitCode.DONE, Commands.run(surroundings, "config", "--set", "serving.threads=3"));
    assertTrue(
        out.toString().matches("(?s).*listen.host +::1 +environment LETHE_LISTEN_HOST .*"),
        out.toString());
    assertTrue(
        out.toString().matches("(?s).*listen.port +8080 +file [^\n]*lethe.yaml .*"),
        out.toString());
    assertTrue(out.toString().matches("(?s).*serving.threads +3 +command line .*"), out.toString());
  }

  @Test
  void config_badValue_isUsageInOneLine() {
    assertEquals(ExitCode.USAGE, run("config", "--set", "listen.port=high"));
    assertEquals(
        "lethe: listen.port = high (from command line) must be a whole number from 0 to 65535",
        err.toString().strip());
  }

  @Test
  void models_noServer_isUnreachable() throws IOException {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    assertEquals(ExitCode.UNREACHABLE, run("models", "--server", "127.0.0.1:" + port));
    assertTrue(err.toString().startsWith("lethe: no Lethe server answers"), err.toString());
    assertEquals(1, err.toString().lines().count(), err.toString());
  }

  @Test
  void unlearn_noTarget_isUsage() {
    assertEquals(ExitCode.USAGE, run("unlearn", "--model", "tea"));
    assertTrue(err.toString().contains("--user=ID"), err.toString());
  }

  @Test
  void unlearn_malformedModel_isRefusedWithoutAServer() {
    assertEquals(ExitCode.REFUSED, run("unlearn", "--model", "Tea", "--user", "u"));
    assertTrue(err.toString().contains("a model name is"), err.toString());
  }

  @Test
  void evaluate_unknownForgetSet_isUsageAndNamesWhatThereIs() throws IOException {
    String plugins = Files.createDirectory(folder.resolve("plugins")).toString();
    assertEquals(
        ExitCode.USAGE,
        run(
            "evaluate", "--plugins-folder", plugins, "--out", folder.resolve("out").toString(),
            "--forget", "everything"));
    assertTrue(err.toString().contains("one-user"), err.toString());
  }
}
