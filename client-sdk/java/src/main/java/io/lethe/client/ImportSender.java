package io.lethe.client;

import io.grpc.Deadline;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.ImportInteractionsRequest;
import io.lethe.v1.ImportInteractionsResponse;
import io.lethe.v1.InteractionServiceGrpc;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends any number of rows by one stream after the other, until the server has them all. Keeps what it
 * has sent until that is answered. Confined to one thread.
 */
final class ImportSender {

  private static final int ROWS_MAX = 10_000;
  /** Half of what a server takes unless it is told otherwise. */
  private static final int BYTES_MAX = 2 << 20;
  /** Messages on their way, so that the server never waits for the next. */
  private static final int AHEAD = 4;

  private final Calls calls;
  private final ImportInteractionsRequest head;
  private final Iterator<InteractionRow> rows;
  private final Deque<ImportInteractionsRequest> sent = new ArrayDeque<>();
  private final List<ImportSummary.Refused> refused = new ArrayList<>();
  private ImportInteractionsResponse last = ImportInteractionsResponse.getDefaultInstance();
  private long rowsRead;

  /**
   * Nothing is sent yet.
   *
   * @param head a message without rows
   */
  ImportSender(Calls calls, ImportInteractionsRequest head, Iterator<InteractionRow> rows) {
    this.calls = calls;
    this.head = head;
    this.rows = rows;
  }

  ImportSummary send() {
    @Nullable
    Pause pause = null;
    while (true) {
      long before = last.getPosition();
      try {
        stream();
        return new ImportSummary(last.getPosition(), outcomes(), refused);
      } catch (LetheException failure) {
        // Patience begins with a failure: rows that come slowly are no fault of the server's.
        if (pause == null || last.getPosition() > before) {
          pause = pause();
        }
        if (!isPassing(failure) || !pause.untilNextLook()) {
          throw failure.ofBatch(
              UUID.fromString(head.getImportId()),
              new AppendSummary(last.getPosition(), outcomes()));
        }
      }
    }
  }

  private Pause pause() {
    return new Pause(Deadline.after(calls.deadline().toNanos(), TimeUnit.NANOSECONDS));
  }

  /** Whether another stream may go on: the server is not there, or something between cut this one. */
  private static boolean isPassing(LetheException failure) {
    return switch (failure.status()) {
      case UNAVAILABLE, DEADLINE_EXCEEDED -> true;
      case RESOURCE_EXHAUSTED -> failure.is(ErrorReason.OVERLOADED);
      case CANCELLED, UNKNOWN, INTERNAL ->
        failure.reason().isEmpty() && !Thread.currentThread().isInterrupted();
      case OK, INVALID_ARGUMENT, NOT_FOUND, ALREADY_EXISTS, PERMISSION_DENIED, FAILED_PRECONDITION,
          ABORTED, OUT_OF_RANGE, UNIMPLEMENTED, DATA_LOSS, UNAUTHENTICATED ->
        false;
    };
  }

  /** One stream, to the end of the rows. */
  private void stream() {
    try (Exchange<ImportInteractionsRequest, ImportInteractionsResponse> exchange = calls
        .exchange(InteractionServiceGrpc.getImportInteractionsMethod())) {
      exchange.send(head);
      answered(exchange.next());
      for (; rowsRead < last.getPosition() && rows.hasNext(); rowsRead++) {
        rows.next();
      }
      sent.forEach(exchange::send);
      while (fill(exchange)) {
        answered(exchange.next());
      }
      exchange.end();
    }
  }

  /** Whether answers are still to come. */
  private boolean fill(Exchange<ImportInteractionsRequest, ImportInteractionsResponse> exchange) {
    while (sent.size() < AHEAD && rows.hasNext()) {
      ImportInteractionsRequest next = read();
      sent.add(next);
      exchange.send(next);
    }
    return !sent.isEmpty();
  }

  private ImportInteractionsRequest read() {
    ImportInteractionsRequest.Builder message = head.toBuilder().setPosition(rowsRead);
    int bytes = 0;
    while (bytes < BYTES_MAX && message.getInteractionsCount() < ROWS_MAX && rows.hasNext()) {
      io.lethe.v1.InteractionRow row = Appends.toWire(rows.next());
      bytes += row.getSerializedSize();
      message.addInteractions(row);
    }
    rowsRead += message.getInteractionsCount();
    return message.build();
  }

  private void answered(ImportInteractionsResponse answer) {
    last = answer;
    answer.getRefusedInteractionsList()
        .stream()
        .limit((long) ImportSummary.REFUSED_MAX - refused.size())
        .forEach(row -> refused.add(new ImportSummary.Refused(row.getPosition(), row.getReason())));
    sent.removeIf(
        message -> message.getPosition() + message.getInteractionsCount() <= answer.getPosition());
  }

  private Map<AppendOutcome, Long> outcomes() {
    Map<AppendOutcome, Long> outcomes = new EnumMap<>(AppendOutcome.class);
    outcomes.put(AppendOutcome.STORED, last.getStored());
    outcomes.put(AppendOutcome.REPLACED, last.getReplaced());
    outcomes.put(AppendOutcome.UNCHANGED, last.getUnchanged());
    outcomes.put(AppendOutcome.OLDER, last.getOlder());
    outcomes.put(AppendOutcome.SUPPRESSED, last.getSuppressed());
    outcomes.put(AppendOutcome.IGNORED, last.getIgnored());
    outcomes.put(AppendOutcome.REFUSED, last.getRefused());
    outcomes.values().removeIf(count -> count == 0);
    return outcomes;
  }
}
