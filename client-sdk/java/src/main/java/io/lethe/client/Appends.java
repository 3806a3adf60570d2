package io.lethe.client;

import io.lethe.v1.AppendInteractionsRequest;
import io.lethe.v1.AppendInteractionsResponse;
import io.lethe.v1.ImportInteractionsRequest;
import io.lethe.v1.InteractionServiceGrpc;
import io.lethe.v1.ListInteractionsRequest;
import io.lethe.v1.ListInteractionsResponse;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** What is asked of the interaction service, and how its answers are read. */
final class Appends {

  /** How many rows one request may hold. */
  private static final int ROWS_MAX = 10_000;

  private Appends() {}

  static AppendInteractionsRequest request(AppendRequest request) {
    AppendInteractionsRequest.Builder message = AppendInteractionsRequest.newBuilder()
        .setModel(Requests.modelName(request.model()))
        .setRequestId(request.requestId().toString())
        .setRepeats(repeats(request.repeats()))
        .setLearnAtOnce(request.learnAtOnce())
        .putAllEventWeights(request.eventWeights());
    request.rows().forEach(row -> message.addInteractions(toWire(row)));
    return message.build();
  }

  static io.lethe.v1.InteractionRow toWire(InteractionRow row) {
    io.lethe.v1.InteractionRow.Builder sent = io.lethe.v1.InteractionRow.newBuilder()
        .setUser(row.user())
        .setItem(row.item())
        .setValue(row.value());
    if (!row.eventType().isEmpty()) {
      sent.setEventType(row.eventType());
    }
    row.time().ifPresent(time -> sent.setTime(Wire.timestamp(time)));
    return sent.build();
  }

  /** A message of an import, without rows. */
  static ImportInteractionsRequest importHead(
      String model, UUID importId, Repeats repeats, Map<String, Float> eventWeights) {
    return ImportInteractionsRequest.newBuilder()
        .setModel(Requests.modelName(model))
        .setImportId(importId.toString())
        .setRepeats(repeats(repeats))
        .putAllEventWeights(eventWeights)
        .build();
  }

  static Appended appended(AppendInteractionsResponse response) {
    return new Appended(
        response.getOutcomesList().stream().map(Appends::outcome).toList(), response.getLearned());
  }

  /** Sends the rows by batches, one after the other; the first that fails ends it. */
  static AppendSummary all(
      Calls calls, String model, Stream<InteractionRow> rows, Repeats repeats,
      Map<String, Float> eventWeights) {
    Sent sent = new Sent();
    List<InteractionRow> batch = new ArrayList<>();
    Iterator<InteractionRow> left = rows.iterator();
    while (left.hasNext()) {
      batch.add(left.next());
      if (batch.size() == ROWS_MAX) {
        sent.send(calls, AppendRequest.of(model, batch).with(repeats).weighing(eventWeights));
        batch.clear();
      }
    }
    if (!batch.isEmpty()) {
      sent.send(calls, AppendRequest.of(model, batch).with(repeats).weighing(eventWeights));
    }
    return sent.summary();
  }

  static Stream<InteractionRow> ofUser(Calls calls, String model, String user) {
    return Pages.stream(token -> {
      ListInteractionsResponse page = calls.unary(
          InteractionServiceGrpc.getListInteractionsMethod(),
          ListInteractionsRequest.newBuilder()
              .setModel(Requests.modelName(model))
              .setUser(user)
              .setPageToken(token)
              .build());
      return new Pages.Page<>(
          page.getInteractionsList().stream().map(Appends::row).toList(), page.getNextPageToken());
    });
  }

  private static InteractionRow row(io.lethe.v1.InteractionRow message) {
    return new InteractionRow(
        message.getUser(), message.getItem(), message.hasValue() ? message.getValue() : 1,
        message.hasTime() ? Optional.of(Wire.instant(message.getTime())) : Optional.empty(),
        message.getEventType());
  }

  private static io.lethe.v1.Repeats repeats(Repeats repeats) {
    return switch (repeats) {
      case LATEST -> io.lethe.v1.Repeats.REPEATS_LATEST;
      case FIRST -> io.lethe.v1.Repeats.REPEATS_FIRST;
      case SUM -> io.lethe.v1.Repeats.REPEATS_SUM;
      case MAX -> io.lethe.v1.Repeats.REPEATS_MAX;
    };
  }

  private static AppendOutcome outcome(AppendInteractionsResponse.Outcome outcome) {
    return switch (outcome) {
      case OUTCOME_STORED -> AppendOutcome.STORED;
      case OUTCOME_REPLACED -> AppendOutcome.REPLACED;
      case OUTCOME_UNCHANGED -> AppendOutcome.UNCHANGED;
      case OUTCOME_OLDER -> AppendOutcome.OLDER;
      case OUTCOME_SUPPRESSED -> AppendOutcome.SUPPRESSED;
      case OUTCOME_IGNORED -> AppendOutcome.IGNORED;
      case OUTCOME_REFUSED -> AppendOutcome.REFUSED;
      case OUTCOME_UNSPECIFIED, UNRECOGNIZED -> AppendOutcome.UNKNOWN;
    };
  }

  /** What was taken in so far. */
  private static final class Sent {

    private final Map<AppendOutcome, Long> outcomes = new EnumMap<>(AppendOutcome.class);
    private long rowCount;

    void send(Calls calls, AppendRequest batch) {
      try {
        Appended answer = appended(
            calls.unary(InteractionServiceGrpc.getAppendInteractionsMethod(), request(batch)));
        rowCount += batch.rows().size();
        answer.outcomes().forEach(outcome -> outcomes.merge(outcome, 1L, Long::sum));
      } catch (LetheException failure) {
        throw failure.ofBatch(batch.requestId(), summary());
      }
    }

    AppendSummary summary() {
      return new AppendSummary(rowCount, outcomes);
    }
  }
}
