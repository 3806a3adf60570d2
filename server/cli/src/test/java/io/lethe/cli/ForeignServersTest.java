package io.lethe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.server.config.ConfigLoader;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.wiring.LetheServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a command says where no Lethe server answers, or something else does. */
class ForeignServersTest {

  private static final String FOREIGN = "lethe: what answers there does not speak gRPC, nor do the JSON"
      + " gateway and the page of metrics (%s); --server takes what 'lethe serve' prints (\"Lethe serves"
      + " on ...\")";

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    Screen screen = new Screen(new PrintWriter(out), new PrintWriter(err), false, false);
    return Commands
        .run(new Surroundings(screen, Map.of(), folder.resolve("home"), folder), arguments);
  }

  private LetheServer server() throws IOException {
    Map<String, String> flags = Map.of(
        "listen.port", "0", "gateway.port", "0", "metrics.port", "0", "data.folder",
        folder.resolve("data").toString(), "plugins.folder", folder.resolve("plugins").toString());
    return LetheServer.start(ServerConfig.of(ConfigLoader.load(flags, Map.of(), null, Map.of())));
  }

  private void assertTold(String line) {
    assertEquals(line, err.toString().strip());
  }

  @Test
  void models_noServer_isUnreachable() throws IOException {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    assertEquals(ExitCode.UNREACHABLE, run("models", "--server", "127.0.0.1:" + port));
    assertTrue(err.toString().startsWith("lethe: no Lethe server answers"), err.toString());
    assertTrue(err.toString().contains("127.0.0.1:" + port), err.toString());
    assertTrue(err.toString().contains("is it running?"), err.toString());
    assertEquals(1, err.toString().lines().count(), err.toString());
  }

  @Test
  void models_portsThatSpeakHttp_saySoInOneLine() throws IOException {
    try (LetheServer server = server()) {
      int gateway = server.gatewayPort().orElseThrow();
      assertEquals(ExitCode.UNREACHABLE, run("models", "--server", "127.0.0.1:" + gateway));
      assertTold(FOREIGN.formatted("HTTP status code 404"));
      err.getBuffer().setLength(0);
      int metrics = server.metricsPort().orElseThrow();
      assertEquals(ExitCode.UNREACHABLE, run("models", "--server", "127.0.0.1:" + metrics));
      assertTold(FOREIGN.formatted("First received frame was not SETTINGS"));
    }
  }

  /** A server that sends this to each caller; a server with TLS sends an alert like the second. */
  @ParameterizedTest
  @CsvSource({"'SSH-2.0-OpenSSH_9.6\r\n', does not speak gRPC",
      "'\u0015\u0003\u0003\u0000\u0002\u0002F', it may speak TLS"})
  void models_somethingElse_isUnreachableInOneLine(String greeting, String words)
      throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread greets = Thread.ofVirtual().start(() -> greet(other, greeting));
      assertEquals(
          ExitCode.UNREACHABLE, run("models", "--server", "127.0.0.1:" + other.getLocalPort()));
      greets.interrupt();
    }
    assertTrue(err.toString().contains(words), err.toString());
    assertEquals(1, err.toString().lines().count(), err.toString());
  }

  /** Until the socket is closed. */
  private static void greet(ServerSocket other, String greeting) {
    while (!other.isClosed()) {
      try (Socket caller = other.accept()) {
        caller.getOutputStream().write(greeting.getBytes(StandardCharsets.ISO_8859_1));
        caller.shutdownOutput();
        long _ = caller.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
      } catch (IOException closed) {
        // The caller's end, or the test's: the loop sees which.
      }
    }
  }

  @Test
  void models_hostThatIsNotFound_isToldInOneLineAndNotLogged() {
    ConcurrentLinkedQueue<LogRecord> logged = new ConcurrentLinkedQueue<>();
    Handler handler = new Handler() {
      @Override
      public void publish(LogRecord line) {
        logged.add(line);
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
    Logger root = Logger.getLogger("");
    GrpcLogs.quiet();
    root.addHandler(handler);
    try {
      assertEquals(ExitCode.UNREACHABLE, run("models", "--server", "nohost.invalid:1"));
    } finally {
      root.removeHandler(handler);
    }
    assertTrue(err.toString().contains("nohost.invalid"), err.toString());
    assertEquals(1, err.toString().lines().count(), err.toString());
    assertEquals(List.of(), logged.stream().map(LogRecord::getMessage).toList());
  }
}
