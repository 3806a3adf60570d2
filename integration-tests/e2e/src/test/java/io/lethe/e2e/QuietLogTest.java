package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.installed.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What strangers send fills no log. */
@ExtendWith(Installations.class)
final class QuietLogTest {

  private static final int PATIENCE_MILLIS = 60_000;

  @Test
  void plainHttp_onTheGrpcPort_leavesNoLine(Installation installation) throws Exception {
    Server server = installation.serve();
    int port = Integer.parseInt(server.address().substring(server.address().indexOf(':') + 1));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      untilClosed(socket);
    }
    server.close();
    List<String> traces = server.output()
        .stream()
        .filter(line -> line.contains("Transport failed") || line.contains("Exception"))
        .toList();
    assertEquals(List.of(), traces);
  }

  private static void untilClosed(Socket socket) {
    try {
      var _ = socket.getInputStream().readAllBytes();
    } catch (IOException reset) {
      // That is an end, too.
    }
  }
}
