package io.lethe.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.lethe.client.Erasure.State;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.RecommendRequest;
import io.lethe.v1.ScoreRequest;
import io.lethe.v1.WatchErasureRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnlearnTest {

  private static final List<State> WHOLE_WAY = List
      .of(State.RECEIVED, State.SOLVING, State.PUBLISHING, State.COMPLETED);

  private final TestServer server = new TestServer();
  private final LetheClient client = server.client().build();
  private final List<State> seen = new ArrayList<>();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private static void watchToTheEnd(ErasureHandle erasure) {
    try (Stream<Erasure> states = erasure.watch()) {
      assertEquals(4, states.count());
    }
  }

  private List<Long> positionsAsked() {
    return server.faults.requests(RecommendRequest.class)
        .stream()
        .map(RecommendRequest::getMinErasurePosition)
        .toList();
  }

  @Test
  void unlearn_user_containedAtOnceThenCompleted() {
    ErasureHandle handle = client.unlearn(ErasureRequest.ofUser("movies", "ann"));

    LetheException refused = assertThrows(
        LetheException.class, () -> client.recommend("movies", "ann", 1));
    assertTrue(refused.is(ErrorReason.USER_CONTAINED));
    Erasure erasure = handle.await(progress -> seen.add(progress.state()));

    assertEquals(WHOLE_WAY, seen);
    assertEquals("movies", erasure.model());
    assertEquals(2, erasure.counts().interactions());
    assertEquals(UnlearningMethod.INFLUENCE, erasure.usedMethod());
    assertEquals(Optional.of(Instant.ofEpochSecond(1, 5)), erasure.times().contained());
    assertEquals(Optional.of(Instant.ofEpochSecond(2)), erasure.times().unlearned());
    assertEquals(Optional.of(new VersionName("movies", 4)), erasure.unlearnedVersion());
    assertEquals(erasure, handle.now());
  }

  @Test
  void await_brokenStream_goesOnWithoutRepeatingStates() {
    ErasureHandle handle = client.unlearn(ErasureRequest.ofUser("movies", "ann"));
    server.unlearning.breakNextWatchAfter(2);

    handle.await(progress -> seen.add(progress.state()));

    assertEquals(WHOLE_WAY, seen);
    assertEquals(2, server.faults.requests(WatchErasureRequest.class).size());
  }

  @Test
  void recommend_afterOwnErasure_asksForItsPosition() {
    Erasure erasure = client.unlearn(ErasureRequest.ofUser("movies", "ann")).await(progress -> {});
    client.recommend("movies", "bob", 1);
    client.score("movies", "bob", List.of("dune"));

    assertEquals(
        erasure.erasurePosition(),
        server.faults.requests(RecommendRequest.class).get(0).getMinErasurePosition());
    assertEquals(
        erasure.erasurePosition(),
        server.faults.requests(ScoreRequest.class).get(0).getMinErasurePosition());
  }

  @Test
  void recommend_afterAWatch_asksForThePositionOfTheCompletedOnly() {
    server.unlearning.endWith(io.lethe.v1.Erasure.State.STATE_CANCELLED);
    watchToTheEnd(client.unlearn(ErasureRequest.ofUser("movies", "ann")));
    client.recommend("movies", "bob", 1);
    server.unlearning.endWith(io.lethe.v1.Erasure.State.STATE_COMPLETED);
    watchToTheEnd(client.unlearn(ErasureRequest.ofUser("movies", "ann")));
    client.recommend("movies", "bob", 1);

    assertEquals(List.of(0L, 2L), positionsAsked());
  }

  @Test
  void recommend_afterPolling_asksForThePositionOnceCompleted() {
    ErasureHandle erasure = client.unlearn(ErasureRequest.ofUser("movies", "ann"));
    try (LetheClient other = server.client().build()) {
      erasure.now();
      client.recommend("movies", "bob", 1);
      watchToTheEnd(other.erasure(erasure.name()));
      erasure.now();
      client.recommend("movies", "bob", 1);
      other.within(Duration.ofSeconds(9)).recommend("movies", "bob", 1);
    }

    assertEquals(List.of(0L, 1L, 1L), positionsAsked());
  }

  @Test
  void recommend_switchedOff_asksForNoPosition() {
    try (LetheClient careless = server.client().readYourErasures(false).build()) {
      careless.unlearn(ErasureRequest.ofUser("movies", "ann")).await(progress -> {});
      careless.recommend("movies", "bob", 1);

      assertEquals(
          0, server.faults.requests(RecommendRequest.class).get(0).getMinErasurePosition());
    }
  }

  @Test
  void await_failedErasure_throwsWithItsReason() {
    server.unlearning.endWith(io.lethe.v1.Erasure.State.STATE_FAILED);
    ErasureHandle handle = client.unlearn(ErasureRequest.ofUser("movies", "ann"));

    LetheException failure = assertThrows(
        LetheException.class, () -> handle.await(progress -> seen.add(progress.state())));

    assertEquals(Status.Code.INTERNAL, failure.status());
    assertTrue(failure.is(ErrorReason.VERIFICATION_FAILED));
    assertEquals(handle.name(), failure.metadata().get("erasure"));
    assertEquals(State.FAILED, seen.get(seen.size() - 1));
  }

  @Test
  void await_timeoutPasses_deadlineExceeded() {
    server.unlearning.stickAt(io.lethe.v1.Erasure.State.STATE_SOLVING);
    ErasureHandle handle = client.unlearn(ErasureRequest.ofUser("movies", "ann"));

    LetheException failure = assertThrows(
        LetheException.class,
        () -> handle.await(progress -> seen.add(progress.state()), TestServer.CALL_ARRIVES_WITHIN));

    assertEquals(Status.Code.DEADLINE_EXCEEDED, failure.status());
    assertEquals(List.of(State.RECEIVED, State.SOLVING), seen);
  }

  @Test
  void await_consumerThrows_itsExceptionComesThrough() {
    ErasureHandle handle = client.unlearn(ErasureRequest.ofUser("movies", "ann"));

    assertThrows(ArithmeticException.class, () -> handle.await(progress -> {
      throw new ArithmeticException();
    }));
  }

  @Test
  void now_unknownErasure_notFound() {
    LetheException failure = assertThrows(
        LetheException.class, () -> client.erasure("erasures/nosuch").now());

    assertTrue(failure.is(ErrorReason.ERASURE_NOT_FOUND));
  }

  @Test
  void unlearn_sameRequestAgain_sameErasure() {
    ErasureRequest request = ErasureRequest.ofUser("movies", "ann");

    String first = client.unlearn(request).name();
    String second = client.unlearn(request).name();

    assertEquals(first, second);
    assertEquals(1, server.unlearning.erasureCount());
  }

  @Test
  void unlearn_sameIdOtherTarget_alreadyExists() {
    ErasureRequest request = ErasureRequest.ofUser("movies", "ann");
    client.unlearn(request);

    LetheException failure = assertThrows(
        LetheException.class,
        () -> client.unlearn(ErasureRequest.ofUser("movies", "bob").under(request.requestId())));

    assertEquals(Status.Code.ALREADY_EXISTS, failure.status());
    assertTrue(failure.is(ErrorReason.REQUEST_ID_REUSED));
  }

  @Test
  void plan_knownUser_figuresAndNothingChanged() {
    ErasurePlan plan = client.plan(ErasureRequest.ofUser("movies", "ann"));

    assertEquals(
        new ErasurePlan(
            UnlearningMethod.INFLUENCE, Optional.of(new VersionName("movies", 3)), 2, 0, 1, 96,
            Optional.empty()),
        plan);
    assertEquals(0, server.unlearning.erasureCount());
    assertEquals(1, client.recommend("movies", "ann", 1).items().size());
  }

  @Test
  void receipt_afterCompletion_verifiesOffline() {
    ErasureHandle handle = client.unlearn(ErasureRequest.ofUser("movies", "ann"));
    LetheException early = assertThrows(LetheException.class, handle::receipt);
    handle.await(progress -> seen.add(progress.state()));

    ReceiptVerification verification = ReceiptVerifier.trusting(List.of(server.signer.publicKey()))
        .verify(handle.receipt());

    assertTrue(early.is(ErrorReason.RECEIPT_NOT_READY));
    assertEquals(
        handle.name(),
        assertInstanceOf(ReceiptVerification.Accepted.class, verification).statement()
            .getErasure());
  }

  @Test
  void erasures_moreThanOnePage_allOfThemOnce() {
    for (int i = 0; i < 2 * UnlearningInMemory.PAGE_SIZE + 1; i++) {
      client.unlearn(ErasureRequest.ofUser("movies", "ann"));
    }

    assertEquals(
        2 * UnlearningInMemory.PAGE_SIZE + 1,
        client.erasures().map(Erasure::name).distinct().count());
  }

  @Test
  void erasures_ofAModel_thoseOfNoOther() {
    String own = client.unlearn(ErasureRequest.ofUser("movies", "ann")).name();
    client.unlearn(ErasureRequest.ofUser("books", "ann"));

    assertEquals(
        List.of(own),
        client.erasures(Erasure.Filter.ofModel("movies")).map(Erasure::name).toList());
    assertEquals(2, client.erasures().count());
  }

  @Test
  void watch_toTheEnd_everyStateOnceThroughABrokenStream() {
    ErasureHandle handle = client.unlearn(ErasureRequest.ofUser("movies", "ann"));
    server.unlearning.breakNextWatchAfter(2);

    try (Stream<Erasure> states = handle.watch()) {
      assertEquals(WHOLE_WAY, states.map(Erasure::state).toList());
    }
  }

  @Test
  void watch_closed_endsWhoeverReadsIt() {
    server.unlearning.stickAt(io.lethe.v1.Erasure.State.STATE_SOLVING);
    Stream<Erasure> watch = client.unlearn(ErasureRequest.ofUser("movies", "ann")).watch();
    Iterator<Erasure> states = watch.iterator();
    states.next();
    states.next();

    watch.close();

    assertEquals(
        Status.Code.CANCELLED, assertThrows(LetheException.class, states::hasNext).status());
  }

  @Test
  void request_idOfAnotherVersion_refusedBeforeSending() {
    UUID nameBased = UUID.nameUUIDFromBytes(new byte[]{1});

    assertThrows(
        IllegalArgumentException.class,
        () -> ErasureRequest.ofUser("movies", "ann").under(nameBased));
  }

  @Test
  void toString_ofARequest_showsNoIds() {
    String text = ErasureRequest
        .ofInteractions("movies", List.of(new ForgetTarget.Interaction("ann", "dune")))
        .toString();

    assertFalse(text.contains("ann") || text.contains("dune"), text);
  }
}
