package io.lethe.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.server.access.Role;
import io.lethe.server.wiring.GuardedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests whose body stops in the middle, as an attacker sends them. */
class UnfinishedBodiesTest {

  private static final int PATIENCE_MILLIS = 60_000;
  private static final String FORGET = "/v1/erasures";

  @TempDir private Path folder;

  /** Sends a head and the first byte of a body. */
  private static Socket unfinished(int port, String token) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    String head = "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n"
        .formatted(FORGET, token);
    socket.getOutputStream()
        .write(
            (head + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String status(Socket socket) throws IOException {
    return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
  }

  @Test
  void body_thatStops_endsWithinTheWaitForAMessage() throws IOException {
    try (
        GuardedServer guarded = GuardedServer
            .start(folder, Map.of("gateway.port", "0", "serving.message-seconds", "1"));
        Socket stopped = unfinished(
            guarded.server().gatewayPort().orElseThrow(), guarded.token("ann", Role.UNLEARN))) {
      // The deadline of a call is 30 s.
      stopped.setSoTimeout(20_000);
      assertEquals("HTTP/1.1 504", status(stopped));
    }
  }

  @Test
  void bodies_ofOnePrincipalThatStop_leavePlacesForTheOthers() throws IOException {
    List<Socket> stopped = new ArrayList<>();
    try (GuardedServer guarded = GuardedServer.start(
        folder,
        Map.of(
            "gateway.port", "0", "unlearning.pending-calls-max", "8", "serving.message-seconds",
            "3600", "serving.deadline-seconds", "3600"))) {
      int port = guarded.server().gatewayPort().orElseThrow();
      String mallory = guarded.token("mallory", Role.UNLEARN);
      for (int k = 0; k < 7; k++) {
        stopped.add(unfinished(port, mallory));
      }
      assertTrue(anyRefused(stopped), "six are one principal's bound");
      String ann = "Bearer " + guarded.token("ann", Role.UNLEARN);
      assertEquals(
          "INVALID_ARGUMENT REQUEST_ID_MISSING",
          Web.error(Web.at(port).post(FORGET, "{}", "authorization", ann)));
    } finally {
      for (Socket socket : stopped) {
        socket.close();
      }
    }
  }

  /** Which of them is the seventh, the server decides. */
  private static boolean anyRefused(List<Socket> sockets) throws IOException {
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
    while (System.nanoTime() < end) {
      for (Socket socket : sockets) {
        if (socket.getInputStream().available() >= 12) {
          return status(socket).equals("HTTP/1.1 429");
        }
      }
      Thread.onSpinWait();
    }
    return false;
  }
}
