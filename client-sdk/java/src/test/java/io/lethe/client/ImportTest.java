package io.lethe.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.v1.ErrorReason;
import io.lethe.v1.ImportInteractionsRequest;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImportTest {

  private static final UUID ID = UUID.fromString("5e0f5a3c-4a52-4f6e-9a52-0a4c1f0f5a3c");

  private final TestServer server = new TestServer();
  private final LetheClient client = server.client().deadline(Duration.ofMinutes(2)).build();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private static Iterator<InteractionRow> rows(int count) {
    return IntStream.range(0, count).mapToObj(k -> InteractionRow.of("ann", "i" + k)).iterator();
  }

  private ImportSummary importRows(int count) {
    return client.importInteractions("movies", ID, rows(count), Repeats.MAX);
  }

  private List<String> held() {
    return server.interactions.imported(ID.toString())
        .stream()
        .map(io.lethe.v1.InteractionRow::getItem)
        .toList();
  }

  private static List<String> items(int count) {
    return IntStream.range(0, count).mapToObj(k -> "i" + k).toList();
  }

  private static ImportSummary stored(long count) {
    return new ImportSummary(count, Map.of(AppendOutcome.STORED, count), List.of());
  }

  @Test
  void rows_sentByMessagesOfTenThousand_underOneId() {
    assertEquals(stored(50_001), importRows(50_001));
    assertEquals(items(50_001), held());
    List<ImportInteractionsRequest> sent = server.faults.requests(ImportInteractionsRequest.class);
    assertEquals(
        List.of(0, 10_000, 10_000, 10_000, 10_000, 10_000, 1),
        sent.stream().map(ImportInteractionsRequest::getInteractionsCount).toList());
    assertTrue(
        sent.stream()
            .allMatch(
                message -> message.getModel().equals("models/movies")
                    && message.getRepeats() == io.lethe.v1.Repeats.REPEATS_MAX));
  }

  @Test
  void streamCutAgainAndAgain_goesOnWhereItStopped() {
    server.interactions.cutAfter(1, 2, 3, 1, 4);
    assertEquals(stored(95_000), importRows(95_000));
    assertEquals(items(95_000), held());
  }

  @Test
  void anotherProcess_withTheSameIdAndRows_goesOn() {
    assertEquals(stored(12_345), importRows(12_345));
    assertEquals(stored(30_000), importRows(30_000));
    assertEquals(items(30_000), held());
    assertEquals(stored(30_000), importRows(30_000));
  }

  @Test
  void noRows_emptySummary() {
    assertEquals(new ImportSummary(0, Map.of(), List.of()), importRows(0));
  }

  @Test
  void longIds_messagesStayBelowTheServersBound() {
    String text = "x".repeat(240);
    Iterator<InteractionRow> rows = IntStream.range(0, 20_000)
        .mapToObj(k -> InteractionRow.of(text, text + k))
        .iterator();
    assertEquals(stored(20_000), client.importInteractions("movies", ID, rows, Repeats.LATEST));
    assertTrue(
        server.faults.requests(ImportInteractionsRequest.class)
            .stream()
            .allMatch(message -> message.getSerializedSize() < 3 << 20));
  }

  @Test
  void refusedRows_areNamedUpToAHundred() {
    Iterator<InteractionRow> rows = IntStream.range(0, 300)
        .mapToObj(k -> InteractionRow.of(k % 2 == 0 ? "ann" : "", "i" + k))
        .iterator();
    ImportSummary done = client.importInteractions("movies", ID, rows, Repeats.LATEST);
    assertEquals(Map.of(AppendOutcome.STORED, 150L, AppendOutcome.REFUSED, 150L), done.outcomes());
    assertEquals(100, done.refused().size());
    assertEquals(new ImportSummary.Refused(1, "why"), done.refused().get(0));
  }

  @Test
  void serverRefuses_failureTellsWhatIsIn() throws Exception {
    server.interactions.fullAfter(2);
    LetheException failure = assertThrows(LetheException.class, () -> importRows(50_000));
    assertTrue(failure.is(ErrorReason.STORAGE_FULL));
    assertEquals(Optional.of(ID), failure.requestId());
    assertEquals(
        Optional.of(new AppendSummary(20_000, Map.of(AppendOutcome.STORED, 20_000L))),
        failure.appended());
  }

  @Test
  void serverThatStaysAway_endsAfterTheDeadline() {
    server.close();
    LetheException failure = assertThrows(
        LetheException.class, () -> client.within(Duration.ofMillis(300))
            .importInteractions("movies", ID, rows(1), Repeats.LATEST));
    assertEquals(io.grpc.Status.Code.UNAVAILABLE, failure.status());
  }
}
