package io.lethe.server.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.lethe.server.config.ConfigLoader;
import io.lethe.server.config.ServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers that show no identity and hold connections and health watches: others are answered. */
class ConnectionBoundsTest {

  private static final int PATIENCE_MILLIS = 60_000;
  private static final int WATCHES_OF_ONE = 768;
  private static final int WATCHES_OF_A_CONNECTION = 200;

  @TempDir private Path folder;

  private LetheServer server(Map<String, String> more) throws IOException {
    Map<String, String> flags = new HashMap<>(more);
    flags.put("listen.port", "0");
    flags.put("data.folder", folder.resolve("data").toString());
    flags.put("plugins.folder", folder.resolve("plugins").toString());
    return LetheServer.start(ServerConfig.of(ConfigLoader.load(flags, Map.of(), null, Map.of())));
  }

  private static Socket connected(String from, int port) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /** The first bytes of HTTP/2 are the server's settings: the connection was taken. */
  private static boolean isTaken(Socket socket) {
    try {
      return socket.getInputStream().read() >= 0;
    } catch (IOException closed) {
      return false;
    }
  }

  @Test
  void silentConnections_ofOneAddress_leaveAQuarterToOthers() throws Exception {
    List<Socket> silent = new ArrayList<>();
    try (LetheServer server = server(Map.of("listen.connections-max", "8"))) {
      for (int k = 0; k < 6; k++) {
        silent.add(connected("127.0.0.2", server.port()));
        assertTrue(isTaken(silent.getLast()), "within the share");
      }
      try (Socket seventh = connected("127.0.0.2", server.port());
          Socket other = connected("127.0.0.3", server.port())) {
        assertFalse(isTaken(seventh), "beyond the share");
        assertTrue(isTaken(other), "another address");
      }
      silent.removeLast().close();
      // The server learns a moment later that a connection was closed.
      Until.holds(() -> {
        try (Socket next = connected("127.0.0.2", server.port())) {
          return isTaken(next);
        }
      });
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void silentConnections_ofManyAddresses_areBoundedTogether() throws Exception {
    try (LetheServer server = server(Map.of("listen.connections-max", "2"));
        Socket first = connected("127.0.0.2", server.port());
        Socket second = connected("127.0.0.3", server.port())) {
      assertTrue(isTaken(first));
      assertTrue(isTaken(second));
      try (Socket third = connected("127.0.0.4", server.port())) {
        assertFalse(isTaken(third));
      }
    }
  }

  private static ManagedChannel channel(String from, int port) {
    return NettyChannelBuilder.forAddress("127.0.0.1", port)
        .usePlaintext()
        .localSocketPicker(new NettyChannelBuilder.LocalSocketPicker() {
          @Override
          public SocketAddress createSocketAddress(SocketAddress target, Attributes attributes) {
            return new InetSocketAddress(from, 0);
          }
        })
        .build();
  }

  private static void watch(ManagedChannel channel, BlockingQueue<Status.Code> told) {
    ClientCall<HealthCheckRequest, HealthCheckResponse> call = channel
        .newCall(HealthGrpc.getWatchMethod(), CallOptions.DEFAULT);
    call.start(new ClientCall.Listener<>() {
      @Override
      public void onMessage(HealthCheckResponse health) {
        told.add(Status.Code.OK);
      }

      @Override
      public void onClose(Status status, Metadata trailers) {
        told.add(status.getCode());
      }
    }, new Metadata());
    call.request(1);
    call.sendMessage(HealthCheckRequest.getDefaultInstance());
    call.halfClose();
  }

  @Test
  void healthWatches_ofOneAddress_leaveAQuarterToOthers() throws Exception {
    List<ManagedChannel> channels = new ArrayList<>();
    try (LetheServer server = server(Map.of())) {
      BlockingQueue<Status.Code> told = new LinkedBlockingQueue<>();
      for (int k = 0; k < WATCHES_OF_ONE + 2; k++) {
        if (k % WATCHES_OF_A_CONNECTION == 0) {
          channels.add(channel("127.0.0.2", server.port()));
        }
        watch(channels.getLast(), told);
      }
      int refused = 0;
      for (int k = 0; k < WATCHES_OF_ONE + 2; k++) {
        Status.Code each = told.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        refused += each == Status.Code.RESOURCE_EXHAUSTED ? 1 : 0;
      }
      assertEquals(2, refused);
      channels.add(channel("127.0.0.3", server.port()));
      watch(channels.getLast(), told);
      assertEquals(Status.Code.OK, told.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
    } finally {
      channels.forEach(ManagedChannel::shutdownNow);
    }
  }
}
