package io.lethe.client;

import io.grpc.stub.StreamObserver;
import io.lethe.v1.AppendInteractionsRequest;
import io.lethe.v1.AppendInteractionsResponse;
import io.lethe.v1.AppendInteractionsResponse.Outcome;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.InteractionServiceGrpc.InteractionServiceImplBase;
import io.lethe.v1.ListInteractionsRequest;
import io.lethe.v1.ListInteractionsResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes interactions in, once for each request id; of the items of the catalogue it has seen all but
 * the first. Guarded by itself.
 */
final class InteractionsInMemory extends InteractionServiceImplBase {

  private static final int PAGE_SIZE = 2;

  private final Map<String, AppendInteractionsRequest> requests = new LinkedHashMap<>();
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
    answer.onNext(response.build());
    answer.onCompleted();
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
