package io.lethe.client;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.lethe.v1.AppendInteractionsRequest;
import io.lethe.v1.AppendInteractionsResponse;
import io.lethe.v1.AppendInteractionsResponse.Outcome;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.ImportInteractionsRequest;
import io.lethe.v1.ImportInteractionsResponse;
import io.lethe.v1.InteractionServiceGrpc.InteractionServiceImplBase;
import io.lethe.v1.ListInteractionsRequest;
import io.lethe.v1.ListInteractionsResponse;
import io.lethe.v1.RefusedInteraction;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * Takes interactions in, once for each request id; of the items of the catalogue it has seen all but
 * the first, and learns at once what it is asked to. Guarded by itself.
 */
final class InteractionsInMemory extends InteractionServiceImplBase {

  /** When the last of a user's interactions happened. */
  static final Instant HAPPENED = Instant.parse("2024-05-02T10:00:00.250Z");

  private static final int PAGE_SIZE = 2;

  private final Map<String, AppendInteractionsRequest> requests = new LinkedHashMap<>();
  private final Map<String, List<io.lethe.v1.InteractionRow>> imports = new LinkedHashMap<>();
  private final Queue<Integer> cuts = new ArrayDeque<>();
  private int fullAfter = Integer.MAX_VALUE;

  /** After so many requests there is no space left. */
  synchronized void fullAfter(int count) {
    fullAfter = count;
  }

  synchronized int requestCount() {
    return requests.size();
  }

  @Override
  public synchronized void appendInteractions(
      AppendInteractionsRequest request, StreamObserver<AppendInteractionsResponse> answer) {
    if (requests.size() >= fullAfter) {
      answer.onError(Problems.of(ErrorReason.STORAGE_FULL, Map.of()));
      return;
    }
    requests.put(request.getRequestId(), request);
    AppendInteractionsResponse.Builder response = AppendInteractionsResponse.newBuilder();
    for (io.lethe.v1.InteractionRow row : request.getInteractionsList()) {
      int place = Memory.CATALOGUE.indexOf(row.getItem());
      // One that the contract does not have, for the last item.
      response
          .addOutcomesValue(place == 4 ? 99 : Math.max(Outcome.OUTCOME_STORED_VALUE, place + 1));
    }
    answer.onNext(response.setLearned(request.getLearnAtOnce()).build());
    answer.onCompleted();
  }

  /** Ends each of the next streams after so many messages, whose last is not answered. */
  synchronized void cutAfter(Integer... messages) {
    cuts.addAll(List.of(messages));
  }

  synchronized List<io.lethe.v1.InteractionRow> imported(String importId) {
    return List.copyOf(imports.getOrDefault(importId, List.of()));
  }

  @Override
  public synchronized StreamObserver<ImportInteractionsRequest> importInteractions(
      StreamObserver<ImportInteractionsResponse> answers) {
    return new Importing(answers, cuts.isEmpty() ? Integer.MAX_VALUE : cuts.remove());
  }

  private synchronized ImportInteractionsResponse imported(ImportInteractionsRequest message) {
    List<io.lethe.v1.InteractionRow> rows = imports
        .computeIfAbsent(message.getImportId(), absent -> new ArrayList<>());
    int known = Math.toIntExact(rows.size() - message.getPosition());
    ImportInteractionsResponse.Builder answer = ImportInteractionsResponse.newBuilder();
    if (known < message.getInteractionsCount()) {
      rows.addAll(message.getInteractionsList().subList(known, message.getInteractionsCount()));
      message.getInteractionsList()
          .stream()
          .filter(row -> row.getUser().isEmpty())
          .forEach(
              row -> answer.addRefusedInteractions(
                  RefusedInteraction.newBuilder().setPosition(rows.indexOf(row)).setReason("why")));
    }
    long refused = rows.stream().filter(row -> row.getUser().isEmpty()).count();
    return answer.setPosition(rows.size())
        .setStored(rows.size() - refused)
        .setRefused(refused)
        .build();
  }

  private final class Importing implements StreamObserver<ImportInteractionsRequest> {

    private final StreamObserver<ImportInteractionsResponse> answers;
    private int messagesLeft;

    Importing(StreamObserver<ImportInteractionsResponse> answers, int messagesLeft) {
      this.answers = answers;
      this.messagesLeft = messagesLeft;
    }

    @Override
    public void onNext(ImportInteractionsRequest message) {
      messagesLeft--;
      if (messagesLeft < 0) {
        return;
      }
      ImportInteractionsResponse answer = imported(message);
      if (messagesLeft == 0) {
        answers.onError(Status.UNAVAILABLE.asRuntimeException());
      } else if (answer.getPosition() > 10_000L * fullAfter) {
        messagesLeft = 0;
        answers.onError(Problems.of(ErrorReason.STORAGE_FULL, Map.of()));
      } else {
        answers.onNext(answer);
      }
    }

    @Override
    public void onError(Throwable gone) {
      messagesLeft = 0;
    }

    @Override
    public void onCompleted() {
      if (messagesLeft > 0) {
        answers.onCompleted();
      }
    }
  }

  @Override
  public void listInteractions(
      ListInteractionsRequest request, StreamObserver<ListInteractionsResponse> answer) {
    List<io.lethe.v1.InteractionRow> rows = new ArrayList<>();
    for (String item : Memory.CATALOGUE) {
      rows.add(
          io.lethe.v1.InteractionRow.newBuilder()
              .setUser(request.getUser())
              .setItem(item)
              .setValue(rows.size())
              .build());
    }
    // Of the others the server does not know when they happened.
    rows.set(
        4, rows.get(4).toBuilder().setTime(Wire.timestamp(HAPPENED)).setEventType("buy").build());
    int start = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
    int end = Math.min(start + PAGE_SIZE, rows.size());
    answer.onNext(
        ListInteractionsResponse.newBuilder()
            .addAllInteractions(rows.subList(start, end))
            .setNextPageToken(end < rows.size() ? Integer.toString(end) : "")
            .build());
    answer.onCompleted();
  }
}
