package io.lethe.server.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.server.config.ConfigLoader;
import io.lethe.server.config.ServerConfig;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams that are opened and reset at once, thousands on one connection (CVE-2023-44487). */
class RapidResetTest {

  private static final int PATIENCE_MILLIS = 60_000;
  private static final int RESETS = 5_000;
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GO_AWAY = 7;
  private static final int END_HEADERS = 4;
  private static final int ACK = 1;
  private static final int CANCEL = 8;

  @TempDir private Path folder;

  private static void frame(DataOutputStream out, int type, int flags, int stream, byte... content)
      throws IOException {
    out.writeByte(0);
    out.writeShort(content.length);
    out.writeByte(type);
    out.writeByte(flags);
    out.writeInt(stream);
    out.write(content);
  }

  /** RFC 7541: POST and http from the static table, the others as they are. */
  private static byte[] headers() throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.write(0x83);
    block.write(0x86);
    named(block, 0x04, "/grpc.health.v1.Health/Check");
    named(block, 0x01, "localhost");
    block.write(0x0f);
    named(block, 0x10, "application/grpc");
    block.write(0x00);
    text(block, "te");
    text(block, "trailers");
    return block.toByteArray();
  }

  private static void named(ByteArrayOutputStream block, int name, String value)
      throws IOException {
    block.write(name);
    text(block, value);
  }

  private static void text(ByteArrayOutputStream block, String value) throws IOException {
    block.write(value.length());
    block.write(value.getBytes(StandardCharsets.US_ASCII));
  }

  private static void flood(DataOutputStream out) throws IOException {
    out.writeBytes(PREFACE);
    frame(out, SETTINGS, 0, 0);
    byte[] headers = headers();
    for (int k = 0; k < RESETS; k++) {
      int stream = 2 * k + 1;
      frame(out, HEADERS, END_HEADERS, stream, headers);
      frame(out, RST_STREAM, 0, stream, (byte) 0, (byte) 0, (byte) 0, (byte) CANCEL);
    }
    frame(out, PING, 0, 0, new byte[8]);
    out.flush();
  }

  /** How the server ends it: by cutting the connection, or by answering what comes after the flood. */
  private static String end(Socket socket) {
    try {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      while (true) {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        in.readInt();
        in.readNBytes(length);
        if (type == GO_AWAY) {
          return "cut";
        }
        if (type == PING && flags == ACK) {
          return "taken";
        }
      }
    } catch (IOException closed) {
      return "cut";
    }
  }

  @Test
  void resets_thousandsOnOneConnection_endIt() throws Exception {
    Map<String, String> flags = Map.of(
        "listen.port", "0", "data.folder", folder.resolve("data").toString(), "plugins.folder",
        folder.resolve("plugins").toString());
    ServerConfig config = ServerConfig.of(ConfigLoader.load(flags, Map.of(), null, Map.of()));
    try (LetheServer server = LetheServer.start(config);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      Thread writing = Thread.ofVirtual().start(() -> {
        try {
          flood(new DataOutputStream(socket.getOutputStream()));
        } catch (IOException cut) {
          // The server need not read on.
        }
      });
      assertEquals("cut", end(socket));
      writing.join();
    }
  }
}
