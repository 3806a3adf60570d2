package io.lethe.server.grpc.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.stub.StreamObserver;
import io.lethe.engine.catalog.AttributeValue;
import io.lethe.engine.catalog.CatalogItem;
import io.lethe.engine.catalog.CatalogParts;
import io.lethe.engine.catalog.Catalogs;
import io.lethe.engine.model.ModelName;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.ledger.SqlErasureLedger;
import io.lethe.v1.ListItemsRequest;
import io.lethe.v1.ListItemsResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogEndpointTest {

  private static final ModelName MOVIES = new ModelName("movies");
  /** What a client takes that is told nothing else. */
  private static final int MESSAGE_BYTES_MAX = 4 << 20;

  /** As large as an entry may be. */
  private static CatalogItem large(int number) {
    Map<String, AttributeValue> attributes = new HashMap<>();
    for (int k = 0; k < 32; k++) {
      attributes.put("a%063d".formatted(k), new AttributeValue.Text("x".repeat(256)));
    }
    return new CatalogItem(
        "item-" + number, IntStream.range(0, 64).mapToObj(k -> "%0128d".formatted(k)).toList(),
        attributes, true, null);
  }

  private static ListItemsResponse list(CatalogEndpoint endpoint, String token) {
    List<ListItemsResponse> answers = new ArrayList<>();
    endpoint.listItems(
        ListItemsRequest.newBuilder()
            .setModel("models/movies")
            .setPageSize(1000)
            .setPageToken(token)
            .build(),
        new StreamObserver<>() {
          @Override
          public void onNext(ListItemsResponse answer) {
            answers.add(answer);
          }

          @Override
          public void onError(Throwable failure) {
            throw new AssertionError(failure);
          }

          @Override
          public void onCompleted() {}
        });
    assertEquals(1, answers.size());
    return answers.getFirst();
  }

  @Test
  void listItems_ofLargeEntries_endsAPageBeforeItIsTooLargeAMessage(@TempDir Path folder) {
    try (DataFolder data = DataFolder.open(folder);
        SqlErasureLedger ledger = new SqlErasureLedger(data)) {
      Catalogs catalogs = new Catalogs(ledger.catalogs(), ledger, CatalogParts.BYTES_MAX);
      int count = 450;
      catalogs.update(MOVIES, IntStream.range(0, count).mapToObj(k -> large(k)).toList());
      CatalogEndpoint endpoint = new CatalogEndpoint(catalogs);
      List<String> seen = new ArrayList<>();
      String token = "";
      int pages = 0;
      do {
        ListItemsResponse page = list(endpoint, token);
        assertTrue(page.getSerializedSize() <= MESSAGE_BYTES_MAX, page.getSerializedSize() + " B");
        page.getItemsList().forEach(item -> seen.add(item.getItem()));
        token = page.getNextPageToken();
        pages++;
      } while (!token.isEmpty());
      assertEquals(IntStream.range(0, count).mapToObj(k -> "item-" + k).toList(), seen);
      assertTrue(pages > 1, "%d entries fit one page".formatted(count));
    }
  }
}
