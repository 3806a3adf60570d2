package io.lethe.server.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.stub.StreamObserver;
import io.lethe.client.Erasure;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.server.config.ConfigLoader;
import io.lethe.server.config.ServerConfig;
import io.lethe.v1.ListErasuresRequest;
import io.lethe.v1.ListErasuresResponse;
import io.lethe.v1.UnlearnRequest;
import io.lethe.v1.UnlearningServiceGrpc;
import io.lethe.v1.WatchErasureRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlCallsTest {

  @TempDir private Path folder;

  private LetheServer start(Map<String, String> more) throws IOException {
    Map<String, String> flags = new HashMap<>(more);
    flags.put("listen.port", "0");
    flags.put("data.folder", folder.resolve("data").toString());
    flags.put("plugins.folder", folder.resolve("plugins").toString());
    return LetheServer.start(ServerConfig.of(ConfigLoader.load(flags, Map.of(), null, Map.of())));
  }

  private static LetheClient client(LetheServer server) {
    return LetheClient.builder("127.0.0.1:" + server.port()).build();
  }

  @Test
  void listErasures_unknownModel_isNotFound() throws Exception {
    try (LetheServer server = start(Map.of()); LetheClient remote = client(server)) {
      LetheException refused = assertThrows(
          LetheException.class, () -> remote.erasures(Erasure.Filter.ofModel("tea")).toList());
      assertEquals("MODEL_NOT_FOUND", refused.reason());
    }
  }

  @Test
  void listErasures_noModelNamed_listsAll() throws Exception {
    try (LetheServer server = start(Map.of()); LetheClient remote = client(server)) {
      assertEquals(List.of(), remote.erasures().toList());
    }
  }

  @Test
  void controlCalls_beyondBound_areTurnedAwayUntilOneEnds() throws Exception {
    try (LetheServer server = start(Map.of("control.pending-calls-max", "1"));
        LetheClient remote = client(server)) {
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

  @Test
  void controlCalls_beyondBound_requestsToForgetAndHealthAreStillTaken() throws Exception {
    try (LetheServer server = start(Map.of("control.pending-calls-max", "1"));
        LetheClient remote = client(server)) {
      ManagedChannel channel = ManagedChannelBuilder.forAddress("127.0.0.1", server.port())
          .usePlaintext()
          .build();
      try {
        awaitReason(remote, "OVERLOADED", () -> unfinished(channel));
        StatusRuntimeException refused = assertThrows(
            StatusRuntimeException.class, () -> UnlearningServiceGrpc.newBlockingStub(channel)
                .unlearn(UnlearnRequest.getDefaultInstance()));
        assertEquals(Status.Code.INVALID_ARGUMENT, refused.getStatus().getCode());
        assertEquals(
            HealthCheckResponse.ServingStatus.SERVING,
            HealthGrpc.newBlockingStub(channel)
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus());
      } finally {
        channel.shutdownNow();
      }
    }
  }

  @Test
  void watches_beyondTheConnectionsBound_areTurnedAwayAndOtherConnectionsAreNot() throws Exception {
    try (LetheServer server = start(Map.of("control.connection-watches-max", "1"))) {
      ManagedChannel greedy = channel(server);
      ManagedChannel modest = channel(server);
      try {
        // A watch may hold the only permit when one of these streams arrives: hence several.
        Until.holds(() -> {
          reflect(greedy);
          return watch(greedy) == Status.Code.RESOURCE_EXHAUSTED;
        });
        assertEquals(Status.Code.NOT_FOUND, watch(modest));
      } finally {
        greedy.shutdownNow();
        modest.shutdownNow();
      }
    }
  }

  private static ManagedChannel channel(LetheServer server) {
    return ManagedChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
  }

  /** A stream that stays open; with a message, as a call that sends none is ended after a while. */
  private static void reflect(ManagedChannel channel) {
    ServerReflectionGrpc.newStub(channel)
        .serverReflectionInfo(new Silent<>())
        .onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
  }

  private static Status.Code watch(ManagedChannel channel) {
    WatchErasureRequest request = WatchErasureRequest.newBuilder()
        .setName("erasures/9f1c2b7e-4d35-4a8e-8b1f-2c6d7e8f9a0b")
        .build();
    return assertThrows(
        StatusRuntimeException.class,
        () -> UnlearningServiceGrpc.newBlockingStub(channel).watchErasure(request).hasNext())
        .getStatus()
        .getCode();
  }

  /** Reads nothing. */
  private static final class Silent<T> implements StreamObserver<T> {
    @Override
    public void onNext(T answer) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
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
  private static void awaitReason(LetheClient remote, String reason, Runnable before)
      throws Exception {
    Until.holds(() -> {
      before.run();
      return refusal(remote).equals(reason);
    });
  }

  private static String refusal(LetheClient remote) {
    return assertThrows(
        LetheException.class, () -> remote.erasures(Erasure.Filter.ofModel("tea")).toList())
        .reason();
  }
}
