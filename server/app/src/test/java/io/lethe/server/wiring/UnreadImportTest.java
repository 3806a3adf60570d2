package io.lethe.server.wiring;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.lethe.server.access.Role;
import io.lethe.v1.ImportInteractionsRequest;
import io.lethe.v1.ImportInteractionsResponse;
import io.lethe.v1.InteractionRow;
import io.lethe.v1.InteractionServiceGrpc;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A caller who imports and never reads an answer: the server keeps few of them. */
class UnreadImportTest {

  /** Their answers name 100 refused rows each, some 20 MB: more than a transport's windows take. */
  private static final int MESSAGES = 3_000;
  private static final int ROWS = 100;
  private static final long STILL_MILLIS = 1_500;

  @TempDir private Path folder;

  private static ImportInteractionsRequest message(long position, int rows) {
    return ImportInteractionsRequest.newBuilder()
        .setModel("models/shop")
        .setImportId("5e0f5a3c-4a52-4f6e-9a52-0a4c1f0f5a3c")
        .setPosition(position)
        .addAllInteractions(
            Collections.nCopies(rows, InteractionRow.newBuilder().setItem("tea").build()))
        .build();
  }

  private static void sendUnread(Channel channel, Metadata headers) {
    ClientCall<ImportInteractionsRequest, ImportInteractionsResponse> call = channel
        .newCall(InteractionServiceGrpc.getImportInteractionsMethod(), CallOptions.DEFAULT);
    call.start(new ClientCall.Listener<>() {}, headers);
    for (int k = 0; k < MESSAGES; k++) {
      call.sendMessage(message((long) k * ROWS, ROWS));
    }
  }

  private static long position(Channel channel, Metadata headers) {
    CompletableFuture<Long> position = new CompletableFuture<>();
    StreamObserver<ImportInteractionsRequest> call = InteractionServiceGrpc.newStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
        .importInteractions(new StreamObserver<>() {
          @Override
          public void onNext(ImportInteractionsResponse answer) {
            position.complete(answer.getPosition());
          }

          @Override
          public void onError(Throwable failure) {
            position.completeExceptionally(failure);
          }

          @Override
          public void onCompleted() {}
        });
    call.onNext(message(0, 0));
    call.onCompleted();
    return position.orTimeout(1, TimeUnit.MINUTES).join();
  }

  @Test
  void callerWhoNeverReads_isTakenNoMoreFrom() throws Exception {
    try (GuardedServer guarded = GuardedServer
        .start(folder, Map.of("serving.message-seconds", "3600"))) {
      ManagedChannel unread = guarded.open();
      ManagedChannel other = guarded.open();
      try {
        Metadata headers = RawCalls.bearing(guarded.token("ann", Role.INGEST));
        sendUnread(unread, headers);
        long before = -1;
        long now = position(other, headers);
        while (now == 0 || now > before) {
          Thread.sleep(STILL_MILLIS);
          before = now;
          now = position(other, headers);
        }
        long taken = now;
        assertTrue(taken < (long) MESSAGES * ROWS, () -> taken + " rows were taken in");
      } finally {
        unread.shutdownNow();
        other.shutdownNow();
      }
    }
  }
}
