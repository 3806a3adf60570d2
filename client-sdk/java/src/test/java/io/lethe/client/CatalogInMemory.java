package io.lethe.client;

import io.grpc.stub.StreamObserver;
import io.lethe.v1.CatalogItem;
import io.lethe.v1.CatalogServiceGrpc.CatalogServiceImplBase;
import io.lethe.v1.DeleteItemsRequest;
import io.lethe.v1.DeleteItemsResponse;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.GetItemRequest;
import io.lethe.v1.GetItemResponse;
import io.lethe.v1.ListItemsRequest;
import io.lethe.v1.ListItemsResponse;
import io.lethe.v1.UpdateItemsRequest;
import io.lethe.v1.UpdateItemsResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps one catalogue. Guarded by itself. */
final class CatalogInMemory extends CatalogServiceImplBase {

  private static final int PAGE_SIZE = 400;

  private final Map<String, CatalogItem> entries = new LinkedHashMap<>();

  @Override
  public synchronized void updateItems(
      UpdateItemsRequest request, StreamObserver<UpdateItemsResponse> answer) {
    int before = entries.size();
    request.getItemsList().forEach(item -> entries.put(item.getItem(), item));
    int added = entries.size() - before;
    answer.onNext(
        UpdateItemsResponse.newBuilder()
            .setAdded(added)
            .setReplaced(request.getItemsCount() - added)
            .build());
    answer.onCompleted();
  }

  @Override
  public synchronized void deleteItems(
      DeleteItemsRequest request, StreamObserver<DeleteItemsResponse> answer) {
    int before = entries.size();
    entries.keySet().removeAll(request.getItemsList());
    answer.onNext(DeleteItemsResponse.newBuilder().setDeleted(before - entries.size()).build());
    answer.onCompleted();
  }

  @Override
  public synchronized void getItem(GetItemRequest request, StreamObserver<GetItemResponse> answer) {
    CatalogItem entry = entries.get(request.getItem());
    if (entry == null) {
      answer.onError(Problems.of(ErrorReason.ITEM_NOT_FOUND, Map.of("model", "movies")));
      return;
    }
    answer.onNext(GetItemResponse.newBuilder().setItem(entry).build());
    answer.onCompleted();
  }

  @Override
  public synchronized void listItems(
      ListItemsRequest request, StreamObserver<ListItemsResponse> answer) {
    int start = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
    List<CatalogItem> all = new ArrayList<>(entries.values());
    int end = Math.min(all.size(), start + PAGE_SIZE);
    answer.onNext(
        ListItemsResponse.newBuilder()
            .addAllItems(all.subList(start, end))
            .setNextPageToken(end == all.size() ? "" : String.valueOf(end))
            .build());
    answer.onCompleted();
  }
}
