package io.lethe.server.grpc.catalog;

import io.grpc.stub.StreamObserver;
import io.lethe.engine.catalog.CatalogField;
import io.lethe.engine.catalog.CatalogLedger.Numbered;
import io.lethe.engine.catalog.Catalogs;
import io.lethe.engine.model.ModelName;
import io.lethe.server.grpc.PageTokens;
import io.lethe.server.grpc.ResourceNames;
import io.lethe.v1.CatalogItem;
import io.lethe.v1.CatalogServiceGrpc;
import io.lethe.v1.DeleteItemsRequest;
import io.lethe.v1.DeleteItemsResponse;
import io.lethe.v1.GetItemRequest;
import io.lethe.v1.GetItemResponse;
import io.lethe.v1.ListItemsRequest;
import io.lethe.v1.ListItemsResponse;
import io.lethe.v1.UpdateItemsRequest;
import io.lethe.v1.UpdateItemsResponse;
import java.util.List;

/** Catalogues on the wire: translates, and nothing else. */
public final class CatalogEndpoint extends CatalogServiceGrpc.CatalogServiceImplBase {

  /** Clients take messages of 4 MiB unless they are told otherwise; the token needs little. */
  private static final long PAGE_BYTES_MAX = 4_000_000;
  /** A field's number and length. */
  private static final int FIELD_BYTES_MAX = 6;

  private final Catalogs catalogs;

  /** Of an engine's catalogues. */
  public CatalogEndpoint(Catalogs catalogs) {
    this.catalogs = catalogs;
  }

  @Override
  public void updateItems(
      UpdateItemsRequest request, StreamObserver<UpdateItemsResponse> observer) {
    Catalogs.Update done = catalogs.update(
        ResourceNames.model("model", request.getModel()),
        request.getItemsList().stream().map(WireItems::item).toList(),
        CatalogField.of(request.getUpdateMask().getPathsList()));
    observer.onNext(
        UpdateItemsResponse.newBuilder()
            .setAdded(done.added())
            .setReplaced(done.replaced())
            .build());
    observer.onCompleted();
  }

  @Override
  public void deleteItems(
      DeleteItemsRequest request, StreamObserver<DeleteItemsResponse> observer) {
    int deleted = catalogs
        .delete(ResourceNames.model("model", request.getModel()), request.getItemsList());
    observer.onNext(DeleteItemsResponse.newBuilder().setDeleted(deleted).build());
    observer.onCompleted();
  }

  @Override
  public void getItem(GetItemRequest request, StreamObserver<GetItemResponse> observer) {
    ModelName model = ResourceNames.model("model", request.getModel());
    observer.onNext(
        GetItemResponse.newBuilder()
            .setItem(WireItems.toWire(catalogs.get(model, request.getItem())))
            .build());
    observer.onCompleted();
  }

  @Override
  public void listItems(ListItemsRequest request, StreamObserver<ListItemsResponse> observer) {
    ModelName model = ResourceNames.model("model", request.getModel());
    PageTokens tokens = new PageTokens("items of " + model);
    int rows = PageTokens.rows(request.getPageSize());
    List<Numbered> page = catalogs.page(model, tokens.cursor(request.getPageToken(), 0), rows + 1);
    ListItemsResponse.Builder response = ListItemsResponse.newBuilder();
    long bytes = 0;
    for (Numbered each : page) {
      CatalogItem item = WireItems.toWire(each.item());
      bytes += item.getSerializedSize() + FIELD_BYTES_MAX;
      if (response.getItemsCount() == rows
          || (bytes > PAGE_BYTES_MAX && response.getItemsCount() > 0)) {
        // The last one shown is the one before.
        response.setNextPageToken(tokens.of(page.get(response.getItemsCount() - 1).number()));
        break;
      }
      response.addItems(item);
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }
}
