package io.lethe.server.gateway;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.server.config.ConfigLoader;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.wiring.LetheServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Silent connections of one address leave places for others. */
class ConnectionSharesTest {

  private static final int PATIENCE_MILLIS = 60_000;

  @TempDir private Path folder;

  private LetheServer server() throws IOException {
    Map<String, String> flags = Map.of(
        "listen.port", "0", "gateway.port", "0", "gateway.connections-max", "8", "data.folder",
        folder.resolve("data").toString(), "plugins.folder", folder.resolve("plugins").toString());
    return LetheServer.start(ServerConfig.of(ConfigLoader.load(flags, Map.of(), null, Map.of())));
  }

  private static Socket connected(String from, int port) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getAllByName(from)[0], 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /** The status line of an answer; empty if the connection is closed without one. */
  private static String health(Socket socket) throws IOException {
    try {
      socket.getOutputStream()
          .write(
              "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      byte[] start = socket.getInputStream().readNBytes(12);
      return new String(start, StandardCharsets.US_ASCII);
    } catch (IOException closed) {
      return "";
    }
  }

  @Test
  void silentConnections_ofOneAddress_leaveAQuarterToOthers() throws IOException {
    List<Socket> silent = new ArrayList<>();
    try (LetheServer server = server()) {
      int port = server.gatewayPort().orElseThrow();
      for (int k = 0; k < 6; k++) {
        // One that was answered is counted; accepted ones are counted by different threads.
        silent.add(connected("127.0.0.2", port));
        assertTrue(health(silent.getLast()).startsWith("HTTP/1.1 "), "within the share");
      }
      assertFalse(isAnswered("127.0.0.2", port), "beyond the share");
      assertTrue(isAnswered("127.0.0.3", port), "another address is answered");
      silent.removeLast().close();
      assertTrue(answeredAtLast(port), "a place that was left is another's");
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  /** A connection that is refused may be reset before it is there. */
  private static boolean isAnswered(String from, int port) {
    try (Socket socket = connected(from, port)) {
      return health(socket).startsWith("HTTP/1.1 ");
    } catch (IOException reset) {
      return false;
    }
  }

  /** The server learns a moment later that a connection was closed. */
  private static boolean answeredAtLast(int port) {
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
    while (System.nanoTime() < end) {
      if (isAnswered("127.0.0.2", port)) {
        return true;
      }
    }
    return false;
  }
}
