package io.lethe.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.lethe.v1.AppendInteractionsRequest;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.ListInteractionsRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AppendTest {

  private final TestServer server = new TestServer();
  private final LetheClient client = server.client().deadline(Duration.ofMinutes(2)).build();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private List<AppendInteractionsRequest> sent() {
    return server.faults.requests(AppendInteractionsRequest.class);
  }

  private static Stream<InteractionRow> rows(int count) {
    return IntStream.range(0, count).mapToObj(k -> InteractionRow.of("ann", "i" + k));
  }

  @Test
  void append_rows_sentInOrderWithAnOutcomeEach() {
    List<InteractionRow> rows = Stream
        .concat(
            Memory.CATALOGUE.stream().map(item -> InteractionRow.of("ann", item)),
            Stream.of(new InteractionRow("bob", "alien", 0)))
        .toList();
    UUID kept = UUID.randomUUID();

    Appended answer = client
        .appendInteractions(AppendRequest.of("movies", rows).with(Repeats.SUM).under(kept));

    assertEquals(
        List.of(
            AppendOutcome.STORED, AppendOutcome.REPLACED, AppendOutcome.UNCHANGED,
            AppendOutcome.SUPPRESSED, AppendOutcome.UNKNOWN, AppendOutcome.STORED),
        answer.outcomes());
    AppendInteractionsRequest request = sent().get(0);
    assertEquals("models/movies", request.getModel());
    assertEquals(kept.toString(), request.getRequestId());
    assertEquals(io.lethe.v1.Repeats.REPEATS_SUM, request.getRepeats());
    assertEquals(
        rows,
        request.getInteractionsList()
            .stream()
            .map(row -> new InteractionRow(row.getUser(), row.getItem(), row.getValue()))
            .toList());
  }

  @Test
  void append_eventTypesAndWeights_sent() {
    UUID kept = UUID.randomUUID();
    client
        .appendInteractions(
            AppendRequest
                .of(
                    "movies",
                    List.of(
                        InteractionRow.of("ann", "dune").by("view"), InteractionRow.of("a", "b")))
                .weighing(Map.of("view", 2.5f))
                .with(Repeats.MAX)
                .learningAtOnce()
                .under(kept));
    AppendInteractionsRequest request = sent().get(0);
    assertEquals(Map.of("view", 2.5f), request.getEventWeightsMap());
    assertEquals("view", request.getInteractions(0).getEventType());
    assertFalse(request.getInteractions(1).hasEventType());
    assertEquals(kept.toString(), request.getRequestId());
    assertTrue(request.getLearnAtOnce());
    client.appendAll("movies", rows(10_001), Repeats.SUM, Map.of("cart", 3f));
    assertTrue(
        sent().stream()
            .skip(1)
            .allMatch(one -> one.getEventWeightsMap().equals(Map.of("cart", 3f))));
  }

  @Test
  void append_learningAtOnce_sentWithItAndAnsweredLearned() {
    AppendRequest request = AppendRequest.of("movies", List.of(InteractionRow.of("ann", "dune")));

    assertFalse(client.appendInteractions(request).learned());
    UUID kept = UUID.randomUUID();
    AppendRequest learned = request.learningAtOnce().with(Repeats.MAX).under(kept);
    assertTrue(client.appendInteractions(learned).learned());

    assertEquals(
        List.of(false, true),
        sent().stream().map(AppendInteractionsRequest::getLearnAtOnce).toList());
    assertEquals(
        List.of(request.requestId().toString(), kept.toString()),
        sent().stream().map(AppendInteractionsRequest::getRequestId).toList());
  }

  @Test
  void append_largestWithAnswersLostTwice_sentWithTheSameIdAndDoneOnce() {
    // 3 MB: far more than gRPC keeps for retries unless it is told to.
    String text = "x".repeat(150);
    AppendRequest request = AppendRequest.of(
        "movies",
        IntStream.range(0, 10_000).mapToObj(k -> InteractionRow.of(text, text + k)).toList());
    server.faults.loseAnswers(2, Status.UNAVAILABLE);

    assertEquals(10_000, client.appendInteractions(request).outcomes().size());

    String id = request.requestId().toString();
    assertEquals(
        List.of(id, id, id), sent().stream().map(AppendInteractionsRequest::getRequestId).toList());
    assertEquals(4, request.requestId().version());
    assertEquals(1, server.interactions.requestCount());
  }

  @Test
  void append_withAFuture_sameAnswerAsBlocking() {
    AppendRequest request = AppendRequest.of("movies", List.of(InteractionRow.of("ann", "dune")));

    assertEquals(
        client.appendInteractions(request), client.async().appendInteractions(request).join());
  }

  @Test
  void append_noSpace_reasonOfTheServer() {
    server.interactions.fullAfter(0);

    LetheException failure = assertThrows(
        LetheException.class,
        () -> client.appendInteractions(AppendRequest.of("movies", rows(1).toList())));

    assertTrue(failure.is(ErrorReason.STORAGE_FULL));
    assertEquals(Optional.empty(), failure.appended());
  }

  @Test
  void appendAll_manyRows_batchesInOrderUnderAnIdEach() {
    AppendSummary summary = client.appendAll("movies", rows(20_001), Repeats.MAX);

    assertEquals(new AppendSummary(20_001, Map.of(AppendOutcome.STORED, 20_001L)), summary);
    assertEquals(
        List.of(10_000, 10_000, 1),
        sent().stream().map(AppendInteractionsRequest::getInteractionsCount).toList());
    assertEquals(
        rows(20_001).map(InteractionRow::item).toList(),
        sent().stream()
            .flatMap(request -> request.getInteractionsList().stream())
            .map(io.lethe.v1.InteractionRow::getItem)
            .toList());
    assertEquals(3, server.interactions.requestCount());
    assertTrue(
        sent().stream()
            .allMatch(request -> request.getRepeats() == io.lethe.v1.Repeats.REPEATS_MAX));
  }

  @Test
  void appendAll_noRows_noCall() {
    assertEquals(new AppendSummary(0, Map.of()), client.appendAll("movies", Stream.of()));
    assertEquals(List.of(), sent());
  }

  @Test
  void appendAll_secondBatchFails_stopsAndTellsWhatWasTakenIn() throws Exception {
    server.interactions.fullAfter(1);
    AtomicInteger read = new AtomicInteger();
    Stream<InteractionRow> rows = rows(50_000).peek(row -> read.incrementAndGet());

    LetheException failure = assertThrows(
        LetheException.class, () -> client.appendAll("movies", rows));

    assertTrue(failure.is(ErrorReason.STORAGE_FULL));
    assertEquals(
        Optional.of(new AppendSummary(10_000, Map.of(AppendOutcome.STORED, 10_000L))),
        failure.appended());
    assertEquals(
        Optional.of(sent().get(1).getRequestId()), failure.requestId().map(UUID::toString));
    assertEquals(20_000, read.get());
  }

  @Test
  void interactionsOfUser_moreThanOnePage_allOfThemOnce() {
    List<InteractionRow> rows = client.interactionsOfUser("movies", "ann").toList();

    assertEquals(5, rows.size());
    assertEquals(Optional.empty(), rows.get(3).time());
    assertEquals(
        new InteractionRow("ann", "eraser", 4, Optional.of(InteractionsInMemory.HAPPENED))
            .by("buy"),
        rows.get(4));
    List<ListInteractionsRequest> asked = server.faults.requests(ListInteractionsRequest.class);
    assertEquals(
        List.of("", "2", "4"), asked.stream().map(ListInteractionsRequest::getPageToken).toList());
    assertEquals("models/movies", asked.get(2).getModel());
    assertEquals("ann", asked.get(2).getUser());
  }

  @Test
  void toString_ofRowsAndRequests_showsNoIds() {
    InteractionRow row = InteractionRow.of("ann", "dune");
    String text = row + " " + WeightedItem.of("dune") + " "
        + AppendRequest.of("movies", List.of(row));

    assertFalse(text.contains("ann") || text.contains("dune"), text);
  }
}
