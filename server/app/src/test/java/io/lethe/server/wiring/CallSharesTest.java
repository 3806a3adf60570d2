package io.lethe.server.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.lethe.server.access.Role;
import io.lethe.v1.BatchRecommendRequest;
import io.lethe.v1.ListErasuresRequest;
import io.lethe.v1.RecommendRequest;
import io.lethe.v1.RecommendationServiceGrpc;
import io.lethe.v1.UnlearnRequest;
import io.lethe.v1.UnlearningServiceGrpc;
import io.lethe.v1.WatchErasureRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers that open calls and do not end their requests, as an attacker does: the others are answered. */
class CallSharesTest {

  private static final long PATIENCE_SECONDS = 60;
  private static final String UNLEARN = UnlearningServiceGrpc.getUnlearnMethod()
      .getFullMethodName();
  private static final String BATCH = RecommendationServiceGrpc.getBatchRecommendMethod()
      .getFullMethodName();
  private static final String RECOMMEND = RecommendationServiceGrpc.getRecommendMethod()
      .getFullMethodName();
  private static final String LIST = UnlearningServiceGrpc.getListErasuresMethod()
      .getFullMethodName();

  @TempDir private Path folder;

  private final BlockingQueue<Status> ended = new LinkedBlockingQueue<>();

  /** Opens a call and does not end its request. */
  private <Q, A> void silent(
      Channel channel, MethodDescriptor<Q, A> method, Q message, String token) {
    ClientCall<Q, A> call = channel.newCall(method, CallOptions.DEFAULT);
    call.start(new ClientCall.Listener<>() {
      @Override
      public void onClose(Status status, Metadata trailers) {
        ended.add(status);
      }
    }, RawCalls.bearing(token));
    call.request(1);
    // The client's transport sends the headers with the message.
    call.sendMessage(message);
  }

  private Status nextEnd() throws InterruptedException {
    Status status = ended.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertTrue(status != null, "a call ends");
    return status;
  }

  private static String reason(Channel channel, String method, String token) {
    byte[] message = method.equals(RECOMMEND)
        ? RecommendRequest.newBuilder().setModel("models/none").setUser("u").build().toByteArray()
        : ListErasuresRequest.newBuilder().setModel("models/none").build().toByteArray();
    return RawCalls
        .call(channel, method, MethodDescriptor.MethodType.UNARY, RawCalls.bearing(token), message)
        .reason();
  }

  /** What is taken from strangers counts as a principal's as soon as a thread has seen the token. */
  private static void overloaded(Channel channel, String method, String token) {
    for (int k = 0; !reason(channel, method, token).equals("OVERLOADED"); k++) {
      assertTrue(k < 1000, "the principal has its share");
    }
  }

  @Test
  void silentCalls_ofOnePrincipal_leavePlacesForTheOthers()
      throws IOException, InterruptedException {
    try (GuardedServer guarded = GuardedServer.start(
        folder, Map.of("unlearning.pending-calls-max", "8", "serving.message-seconds", "3600"))) {
      ManagedChannel channel = guarded.open();
      try {
        String attacker = guarded.token("mallory", Role.UNLEARN);
        for (int k = 0; k < 20; k++) {
          silent(
              channel, UnlearningServiceGrpc.getUnlearnMethod(),
              UnlearnRequest.getDefaultInstance(), attacker);
        }
        for (int refused = 0; refused < 14; refused++) {
          assertEquals(Status.Code.RESOURCE_EXHAUSTED, nextEnd().getCode());
        }
        overloaded(channel, UNLEARN, attacker);
        assertEquals(
            "REQUEST_ID_MISSING", reason(channel, UNLEARN, guarded.token("ann", Role.UNLEARN)));
      } finally {
        channel.shutdownNow();
      }
    }
  }

  @Test
  void watches_ofOnePrincipal_leavePlacesForTheOthers() throws IOException, InterruptedException {
    try (GuardedServer guarded = GuardedServer.start(
        folder, Map.of("control.pending-calls-max", "8", "serving.message-seconds", "3600"))) {
      ManagedChannel channel = guarded.open();
      try {
        String attacker = guarded.token("mallory", Role.UNLEARN);
        for (int k = 0; k < 20; k++) {
          silent(
              channel, UnlearningServiceGrpc.getWatchErasureMethod(),
              WatchErasureRequest.getDefaultInstance(), attacker);
        }
        for (int refused = 0; refused < 14; refused++) {
          assertEquals(Status.Code.RESOURCE_EXHAUSTED, nextEnd().getCode());
        }
        String ann = guarded.token("ann", Role.UNLEARN);
        assertEquals("MODEL_NOT_FOUND", reason(channel, LIST, ann));
      } finally {
        channel.shutdownNow();
      }
    }
  }

  @Test
  void batches_asManyAsThereMayBe_leaveRecommendationsForOneAlone()
      throws IOException, InterruptedException {
    try (GuardedServer guarded = GuardedServer.start(
        folder,
        Map.of(
            "serving.threads", "1", "serving.pending-calls-max", "3", "serving.message-seconds",
            "3600"))) {
      ManagedChannel channel = guarded.open();
      try {
        String shop = guarded.token("shop", Role.SERVE);
        for (int k = 0; k < 8; k++) {
          silent(
              channel, RecommendationServiceGrpc.getBatchRecommendMethod(),
              BatchRecommendRequest.getDefaultInstance(), shop);
        }
        for (int refused = 0; refused < 5; refused++) {
          assertEquals(Status.Code.RESOURCE_EXHAUSTED, nextEnd().getCode());
        }
        overloaded(channel, BATCH, shop);
        assertEquals("MODEL_NOT_FOUND", reason(channel, RECOMMEND, shop));
      } finally {
        channel.shutdownNow();
      }
    }
  }

  @Test
  void silentCalls_onThePublicPort_leaveAdministrationAlone()
      throws IOException, InterruptedException {
    try (GuardedServer guarded = GuardedServer.start(
        folder, Map.of("control.pending-calls-max", "4", "serving.message-seconds", "3600"))) {
      ManagedChannel open = guarded.open();
      ManagedChannel admin = guarded.admin();
      try {
        String ann = guarded.token("ann", Role.ADMIN, Role.UNLEARN);
        // A call of ann's may hold the last place when one of trudy's arrives: hence several.
        for (int k = 0; !reason(open, LIST, ann).equals("OVERLOADED"); k++) {
          assertTrue(k < 100, "four places are used up");
          unended(open, guarded.token(k % 2 == 0 ? "mallory" : "trudy", Role.UNLEARN));
        }
        assertEquals("MODEL_NOT_FOUND", reason(admin, LIST, ann));
      } finally {
        open.shutdownNow();
        admin.shutdownNow();
      }
    }
  }

  private void unended(Channel channel, String token) {
    silent(
        channel, UnlearningServiceGrpc.getListErasuresMethod(),
        ListErasuresRequest.getDefaultInstance(), token);
  }

  @Test
  void silentCall_withoutAMessage_endsByItself() throws IOException, InterruptedException {
    try (GuardedServer guarded = GuardedServer
        .start(folder, Map.of("serving.message-seconds", "1"))) {
      ManagedChannel channel = guarded.open();
      try {
        String token = guarded.token("mallory", Role.UNLEARN);
        silent(
            channel, UnlearningServiceGrpc.getUnlearnMethod(), UnlearnRequest.getDefaultInstance(),
            token);
        silent(
            channel, UnlearningServiceGrpc.getWatchErasureMethod(),
            WatchErasureRequest.getDefaultInstance(), token);
        for (int k = 0; k < 2; k++) {
          Status status = nextEnd();
          assertEquals(Status.Code.DEADLINE_EXCEEDED, status.getCode());
          assertEquals("the request's message did not arrive within 1 s", status.getDescription());
        }
      } finally {
        channel.shutdownNow();
      }
    }
  }
}
