package io.lethe.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.lethe.client.Erasure.State;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.RecommendRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class AsyncTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final TestServer server = new TestServer();
  private final LetheClient client = server.client().build();
  private final AsyncLetheClient async = client.async();
  private final List<State> seen = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private ErasureHandle unlearn() {
    return async.unlearn(ErasureRequest.ofUser("movies", "ann")).join();
  }

  private CompletableFuture<Erasure> await(ErasureHandle erasure, Duration timeout) {
    return async.await(erasure, progress -> seen.add(progress.state()), timeout);
  }

  private static LetheException failure(CompletableFuture<?> future) {
    return assertInstanceOf(
        LetheException.class, assertThrows(CompletionException.class, future::join).getCause());
  }

  @Test
  void wholeTrip_withFutures_endsWithAReceiptAndHeedsWhatWasErased() {
    ErasureHandle handle = unlearn();
    server.unlearning.breakNextWatchAfter(2);
    CompletableFuture<Receipt> receipt = await(handle, PATIENCE)
        .thenCompose(ended -> async.receipt(handle));

    ReceiptVerification verdict = ReceiptVerifier.trusting(List.of(server.signer.publicKey()))
        .verify(receipt.join());

    assertInstanceOf(ReceiptVerification.Accepted.class, verdict);
    assertEquals(List.of(State.RECEIVED, State.SOLVING, State.PUBLISHING, State.COMPLETED), seen);
    assertEquals(State.COMPLETED, async.now(handle).join().state());
  }

  @Test
  void now_completed_laterCallsAskForItsPosition() {
    ErasureHandle handle = unlearn();
    try (LetheClient other = server.client().build()) {
      other.erasure(handle.name()).await(progress -> {});
    }

    async.now(handle).join();
    client.recommend("movies", "bob", 1);

    assertEquals(1, server.faults.requests(RecommendRequest.class).get(0).getMinErasurePosition());
  }

  @Test
  void await_failedErasure_failsWithItsReason() {
    server.unlearning.endWith(io.lethe.v1.Erasure.State.STATE_FAILED);

    assertTrue(failure(await(unlearn(), PATIENCE)).is(ErrorReason.VERIFICATION_FAILED));
  }

  @Test
  void await_timeoutPasses_deadlineExceeded() {
    server.unlearning.stickAt(io.lethe.v1.Erasure.State.STATE_SOLVING);

    LetheException late = failure(await(unlearn(), TestServer.CALL_ARRIVES_WITHIN));

    assertEquals(Status.Code.DEADLINE_EXCEEDED, late.status());
    assertEquals(List.of(State.RECEIVED, State.SOLVING), seen);
  }

  @Test
  void await_consumerThrows_itsExceptionComesThroughAndTheWatchIsLeft() throws Exception {
    server.unlearning.stickAt(io.lethe.v1.Erasure.State.STATE_SOLVING);
    CompletableFuture<Erasure> ended = async.await(unlearn(), progress -> {
      seen.add(progress.state());
      throw new ArithmeticException();
    }, PATIENCE);

    assertInstanceOf(
        ArithmeticException.class, assertThrows(CompletionException.class, ended::join).getCause());
    server.unlearning.awaitLeftWatch();
    assertEquals(List.of(State.RECEIVED), seen);
  }

  @Test
  void await_futureTimesOut_theWatchIsLeft() throws Exception {
    server.unlearning.stickAt(io.lethe.v1.Erasure.State.STATE_SOLVING);
    CountDownLatch watched = new CountDownLatch(1);
    CompletableFuture<Erasure> ended = async
        .await(unlearn(), progress -> watched.countDown(), PATIENCE);
    watched.await();
    CompletableFuture<Erasure> late = ended.orTimeout(1, TimeUnit.MILLISECONDS);

    assertInstanceOf(
        TimeoutException.class, assertThrows(CompletionException.class, late::join).getCause());
    server.unlearning.awaitLeftWatch();
  }

  @Test
  void await_cancelled_isOverAtOnce() {
    server.unlearning.stickAt(io.lethe.v1.Erasure.State.STATE_SOLVING);
    CompletableFuture<Erasure> ended = await(unlearn(), PATIENCE);

    assertTrue(ended.cancel(true));
    assertThrows(CancellationException.class, ended::join);
  }

  @Test
  void within_noTimeAtAll_deadlineExceededForThatCallOnly() {
    LetheClient hasty = client.within(Duration.ofNanos(1));

    LetheException late = assertThrows(
        LetheException.class, () -> hasty.recommend("movies", "ann", 1));

    assertEquals(Status.Code.DEADLINE_EXCEEDED, late.status());
    assertEquals(1, client.recommend("movies", "ann", 1).items().size());
  }

  @Test
  void erasure_ofAnUnknownName_failsWithItsReason() throws Exception {
    CompletableFuture<Erasure> now = async.now(client.erasure("erasures/nosuch"));

    assertThrows(ExecutionException.class, () -> now.get());
    assertTrue(failure(now).is(ErrorReason.ERASURE_NOT_FOUND));
  }
}
