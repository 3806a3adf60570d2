package io.lethe.client.catalog;

import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.v1.CatalogServiceGrpc;
import io.lethe.v1.ListItemsRequest;
import io.lethe.v1.ListItemsResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue of one model: what its items are, and which of them answers may hold. Changes are on
 * the server's disk, and known to answers, when a call returns. Writing needs the role {@code ingest},
 * reading {@code serve} or {@code ingest}. Thread-safe; lives as long as the client that it is of.
 */
public final class CatalogClient {

  /** Items of a batch: the largest still fit into a request. */
  private static final int BATCH_ITEMS = 1_000;

  private final LetheClient client;
  private final String model;

  private CatalogClient(LetheClient client, String model) {
    this.client = client;
    this.model = model;
  }

  /**
   * The catalogue of a model, which need not be there yet.
   *
   * @param model the model's id, such as {@code movies}
   */
  public static CatalogClient of(LetheClient client, String model) {
    return new CatalogClient(client, model);
  }

  /** The same, answering with futures. */
  public AsyncCatalogClient async() {
    return new AsyncCatalogClient(client, model);
  }

  /** Puts 1 to 10000 entries in, all or none; of an item that is there twice the last one counts. */
  public CatalogUpdate update(List<CatalogItem> items) {
    return update(items, Set.of());
  }

  /**
   * The same with some fields of the entries; the others stay as they are.
   *
   * @param fields what changes; none for the whole entries
   */
  public CatalogUpdate update(List<CatalogItem> items, Set<CatalogItem.Field> fields) {
    return Messages.update(
        call(CatalogServiceGrpc.getUpdateItemsMethod(), Messages.update(model, items, fields)));
  }

  /**
   * Puts any number of entries in, by batches. The first that fails ends it; those before it are in,
   * and all may be sent again.
   */
  public CatalogUpdate updateAll(Stream<CatalogItem> items) {
    return updateAll(items, Set.of());
  }

  /** The same with some fields of the entries; none for the whole entries. */
  public CatalogUpdate updateAll(Stream<CatalogItem> items, Set<CatalogItem.Field> fields) {
    CatalogUpdate sum = new CatalogUpdate(0, 0);
    List<CatalogItem> batch = new ArrayList<>();
    Iterator<CatalogItem> left = items.iterator();
    while (left.hasNext()) {
      batch.add(left.next());
      if (batch.size() == BATCH_ITEMS || !left.hasNext()) {
        sum = sum.plus(update(batch, fields));
        batch.clear();
      }
    }
    return sum;
  }

  /**
   * Takes 1 to 10000 entries out; their items count as available then.
   *
   * @return how many items had one
   */
  public int delete(List<String> items) {
    return call(CatalogServiceGrpc.getDeleteItemsMethod(), Messages.delete(model, items))
        .getDeleted();
  }

  /**
   * An item's entry.
   *
   * @throws LetheException with reason ITEM_NOT_FOUND if it has none
   */
  public CatalogItem get(String item) {
    return Messages
        .item(call(CatalogServiceGrpc.getGetItemMethod(), Messages.get(model, item)).getItem());
  }

  /** All entries, in the order in which their items came in; pages are fetched as they are read. */
  public Stream<CatalogItem> list() {
    return Stream.iterate(page(""), page -> page != null, this::next)
        .flatMap(page -> page.getItemsList().stream())
        .map(Messages::item);
  }

  private @Nullable ListItemsResponse next(ListItemsResponse page) {
    return page.getNextPageToken().isEmpty() ? null : page(page.getNextPageToken());
  }

  private ListItemsResponse page(String token) {
    return call(
        CatalogServiceGrpc.getListItemsMethod(),
        ListItemsRequest.newBuilder()
            .setModel(Messages.name(model))
            .setPageSize(BATCH_ITEMS)
            .setPageToken(token)
            .build());
  }

  private <Q, R> R call(MethodDescriptor<Q, R> method, Q request) {
    try {
      return ClientCalls.blockingUnaryCall(
          client.channel(), method,
          CallOptions.DEFAULT.withDeadlineAfter(client.deadline().toNanos(), TimeUnit.NANOSECONDS),
          request);
    } catch (StatusRuntimeException failure) {
      throw LetheException.of(failure);
    }
  }
}
