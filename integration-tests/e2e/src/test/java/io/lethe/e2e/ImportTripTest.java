package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.lethe.client.AppendOutcome;
import io.lethe.client.ImportSummary;
import io.lethe.client.InteractionRow;
import io.lethe.client.Repeats;
import io.lethe.installed.Server;
import io.lethe.v1.ImportInteractionsRequest;
import io.lethe.v1.ImportInteractionsResponse;
import io.lethe.v1.InteractionServiceGrpc;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An import by a stream, through kills of the server: every row counts once. */
@ExtendWith(Installations.class)
final class ImportTripTest {

  private static final UUID ID = UUID.fromString("5e0f5a3c-4a52-4f6e-9a52-0a4c1f0f5a3c");
  private static final Duration LONG = Duration.ofMinutes(3);

  private final Installation installation;
  private Server server;

  ImportTripTest(Installation installation) throws IOException {
    this.installation = installation;
    this.server = installation.serve();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static InteractionRow row(int number) {
    return new InteractionRow("user-" + number % 97, "item-" + number % 1_009, 1);
  }

  /** By pair, the sum of the values of so many rows. */
  private static float sum(int rows, String user, String item) {
    return IntStream.range(0, rows)
        .filter(k -> row(k).user().equals(user) && row(k).item().equals(item))
        .count();
  }

  @Test
  void serverKilledWhileAnImportRuns_nextCallGoesOn_andEveryRowCountsOnce() throws Exception {
    int rows = 200_000;
    AtomicBoolean killed = new AtomicBoolean();
    Iterator<InteractionRow> dying = IntStream.range(0, rows).mapToObj(k -> {
      if (k == 120_000 && killed.compareAndSet(false, true)) {
        server.kill();
      }
      return row(k);
    }).iterator();
    assertThrows(
        io.lethe.client.LetheException.class,
        () -> server.client()
            .within(Duration.ofSeconds(2))
            .importInteractions("shop", ID, dying, Repeats.SUM));
    server.close();
    server = installation.serve();
    ImportSummary done = server.client()
        .within(LONG)
        .importInteractions(
            "shop", ID, IntStream.range(0, rows).mapToObj(ImportTripTest::row).iterator(),
            Repeats.SUM);
    assertEquals(rows, done.rowCount());
    assertEquals(
        Map.of(AppendOutcome.STORED, 97_873L, AppendOutcome.REPLACED, rows - 97_873L),
        done.outcomes());
    for (String user : List.of("user-0", "user-50")) {
      List<InteractionRow> held = server.client().interactionsOfUser("shop", user).toList();
      assertTrue(held.size() > 900, () -> held.size() + " items");
      held.forEach(each -> assertEquals(sum(rows, user, each.item()), each.value(), each::item));
    }
  }

  private static ImportInteractionsRequest message(long position, String... users) {
    ImportInteractionsRequest.Builder message = ImportInteractionsRequest.newBuilder()
        .setModel("models/shop")
        .setImportId(
            UUID.nameUUIDFromBytes(users[0].getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString()
                .replaceFirst("-3", "-4"))
        .setPosition(position);
    for (String user : users) {
      message.addInteractions(io.lethe.v1.InteractionRow.newBuilder().setUser(user).setItem("tea"));
    }
    return message.build();
  }

  /** The last of so many answers to messages after which no end is sent. */
  private CompletableFuture<ImportInteractionsResponse> send(
      ManagedChannel channel, int answers, ImportInteractionsRequest... messages) {
    CompletableFuture<ImportInteractionsResponse> last = new CompletableFuture<>();
    var sink = InteractionServiceGrpc.newStub(channel)
        .importInteractions(
            new ClientResponseObserver<ImportInteractionsRequest, ImportInteractionsResponse>() {
              private int came;

              @Override
              public void beforeStart(ClientCallStreamObserver<ImportInteractionsRequest> call) {}

              @Override
              public void onNext(ImportInteractionsResponse answer) {
                came++;
                if (came == answers) {
                  last.complete(answer);
                }
              }

              @Override
              public void onError(Throwable failure) {
                last.completeExceptionally(failure);
              }

              @Override
              public void onCompleted() {}
            });
    for (ImportInteractionsRequest message : messages) {
      sink.onNext(message);
    }
    return last;
  }

  private static Status refusal(CompletableFuture<ImportInteractionsResponse> call) {
    ExecutionException failed = assertThrows(
        ExecutionException.class, () -> call.get(1, TimeUnit.MINUTES));
    return Status.fromThrowable(failed);
  }

  @Test
  void messagesThatDoNotBelong_endTheStreamWithTheReason() throws Exception {
    ManagedChannel channel = server.channel();
    assertEquals(
        2, send(channel, 2, message(0, "ann"), message(0, "ann", "eve")).get(1, TimeUnit.MINUTES)
            .getPosition());
    Status gap = refusal(send(channel, 2, message(0, "bob"), message(5, "bob")));
    assertEquals(Status.Code.INVALID_ARGUMENT, gap.getCode());
    assertEquals(
        "position is 5; the import has 1 rows so far, and goes on at row 1 at the latest",
        gap.getDescription());
    Status other = refusal(
        send(
            channel, 2, message(0, "eve"),
            message(1, "eve").toBuilder().setModel("models/other").build()));
    assertEquals(Status.Code.INVALID_ARGUMENT, other.getCode());
  }

  @Test
  void streamOnWhichNothingComes_isEndedAfterTheBound_andItsRowsStay() throws Exception {
    server.close();
    server = installation
        .serve(Map.of("LETHE_SERVING_MESSAGE_SECONDS", "1", "LETHE_RETRAINING_AUTOMATIC", "false"));
    assertEquals(
        Status.Code.DEADLINE_EXCEEDED,
        refusal(send(server.channel(), 2, message(0, "ann"))).getCode());
    assertEquals(
        1, send(server.channel(), 1, message(0, "ann")).get(1, TimeUnit.MINUTES).getPosition());
  }
}
