package io.lethe.server.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.lethe.server.config.ConfigLoader;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.grpc.remote.RemoteException;
import io.lethe.server.grpc.remote.RemoteServer;
import io.lethe.v1.ListErasuresRequest;
import io.lethe.v1.ListErasuresResponse;
import io.lethe.v1.UnlearningServiceGrpc;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlCallsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path folder;

  private LetheServer start(Map<String, String> more) throws IOException {
    Map<String, String> flags = new HashMap<>(more);
    flags.put("listen.port", "0");
    flags.put("data.folder", folder.resolve("data").toString());
    flags.put("plugins.folder", folder.resolve("plugins").toString());
    return LetheServer.start(ServerConfig.of(ConfigLoader.load(flags, Map.of(), null, Map.of())));
  }

  @Test
  void listErasures_unknownModel_isNotFound() throws IOException {
    try (LetheServer server = start(Map.of());
        RemoteServer remote = RemoteServer.at("127.0.0.1", server.port())) {
      RemoteException refused = assertThrows(
          RemoteException.class, () -> remote.erasures("models/tea"));
      assertEquals("MODEL_NOT_FOUND", refused.reason());
    }
  }

  @Test
  void listErasures_noModelNamed_listsAll() throws IOException {
    try (LetheServer server = start(Map.of());
        RemoteServer remote = RemoteServer.at("127.0.0.1", server.port())) {
      assertEquals(List.of(), remote.erasures(""));
    }
  }

  @Test
  void controlCalls_beyondBound_areTurnedAwayUntilOneEnds() throws IOException {
    try (LetheServer server = start(Map.of("control.pending-calls-max", "1"));
        RemoteServer remote = RemoteServer.at("127.0.0.1", server.port())) {
      ManagedChannel channel = ManagedChannelBuilder.forAddress("127.0.0.1", server.port())
          .usePlaintext()
          .build();
      try {
        List<ClientCall<?, ?>> open = new ArrayList<>();
        // A call of the remote may hold the only permit when one of these arrives: hence several.
        awaitReason(remote, "OVERLOADED", () -> open.add(unfinished(channel)));
        open.forEach(call -> call.cancel("the test has seen enough", null));
        awaitReason(remote, "MODEL_NOT_FOUND", () -> {});
      } finally {
        channel.shutdownNow();
      }
    }
  }

  /** A call whose request never ends, so that it stays under way. */
  private static ClientCall<?, ?> unfinished(ManagedChannel channel) {
    ClientCall<ListErasuresRequest, ListErasuresResponse> call = channel
        .newCall(UnlearningServiceGrpc.getListErasuresMethod(), CallOptions.DEFAULT);
    call.start(new ClientCall.Listener<>() {}, new Metadata());
    call.request(1);
    call.sendMessage(ListErasuresRequest.getDefaultInstance());
    return call;
  }

  /** Asks about no model of this server until the refusal is the one that is looked for. */
  private static void awaitReason(RemoteServer remote, String reason, Runnable before) {
    long began = System.nanoTime();
    do {
      assertTrue(System.nanoTime() - began < PATIENCE.toNanos(), () -> "never " + reason);
      before.run();
    } while (!refusal(remote).equals(reason));
  }

  private static String refusal(RemoteServer remote) {
    return assertThrows(RemoteException.class, () -> remote.erasures("models/tea")).reason();
  }
}
