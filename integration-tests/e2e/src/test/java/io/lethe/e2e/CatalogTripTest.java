package io.lethe.e2e;

import static io.lethe.e2e.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status.Code;
import io.lethe.installed.Server;
import io.lethe.v1.AttributeValue;
import io.lethe.v1.CatalogItem;
import io.lethe.v1.CatalogServiceGrpc;
import io.lethe.v1.DeleteItemsRequest;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.Fallback;
import io.lethe.v1.GetItemRequest;
import io.lethe.v1.ListItemsRequest;
import io.lethe.v1.ListItemsResponse;
import io.lethe.v1.RecommendForItemsRequest;
import io.lethe.v1.RecommendRequest;
import io.lethe.v1.RecommendResponse;
import io.lethe.v1.RecommendationServiceGrpc;
import io.lethe.v1.ScoredItem;
import io.lethe.v1.SimilarItemsRequest;
import io.lethe.v1.UpdateItemsRequest;
import io.lethe.v1.UpdateItemsResponse;
import io.lethe.v1.WeightedItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What an item is decides what the next answer may hold, and outlives the process. */
@ExtendWith(Installations.class)
final class CatalogTripTest {

  private static final String MODEL = "models/" + Installation.MODEL;
  private static final String USER = SyntheticRatings.user(3);

  private final Installation installation;
  private Server server;

  CatalogTripTest(Installation installation) throws IOException {
    this.installation = installation;
    this.server = installation.serve();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private CatalogServiceGrpc.CatalogServiceBlockingStub catalog() {
    return CatalogServiceGrpc.newBlockingStub(server.channel());
  }

  private UpdateItemsResponse update(List<CatalogItem> items) {
    return catalog()
        .updateItems(UpdateItemsRequest.newBuilder().setModel(MODEL).addAllItems(items).build());
  }

  private static CatalogItem priced(String id, double price) {
    return CatalogItem.newBuilder()
        .setItem(id)
        .addCategories("tea")
        .putAttributes("price", AttributeValue.newBuilder().setNumber(price).build())
        .build();
  }

  private static CatalogItem soldOut(String id) {
    return CatalogItem.newBuilder().setItem(id).setAvailable(false).build();
  }

  private RecommendResponse recommend(RecommendRequest.Builder request) {
    return RecommendationServiceGrpc.newBlockingStub(server.channel())
        .recommend(request.setModel(MODEL).build());
  }

  private List<ScoredItem> all(String filter) {
    return recommend(RecommendRequest.newBuilder().setUser(USER).setN(1000).setFilter(filter))
        .getItemsList();
  }

  private static List<String> ids(List<ScoredItem> items) {
    return items.stream().map(ScoredItem::getItem).toList();
  }

  @Test
  void filtered_isTheWholeRankingWithoutWhatDoesNotPass() {
    List<ScoredItem> ranking = all("");
    assertTrue(ranking.size() > 20, () -> ranking.size() + " items");
    List<CatalogItem> entries = new ArrayList<>();
    for (int k = 0; k < ranking.size(); k += 3) {
      entries.add(priced(ranking.get(k).getItem(), k));
    }
    assertEquals(entries.size(), update(entries).getAdded());
    Set<String> cheap = entries.stream()
        .filter(entry -> entry.getAttributesOrThrow("price").getNumber() < 10)
        .map(CatalogItem::getItem)
        .collect(Collectors.toSet());
    List<String> expected = ids(ranking).stream().filter(cheap::contains).toList();
    assertEquals(expected, ids(all("'tea' in categories && attributes.price < 10")));
    assertEquals(
        ids(ranking).stream().filter(item -> !cheap.contains(item)).toList(),
        ids(all("!(has(attributes.price) && attributes.price < 10.0)")));
    assertEquals(ids(ranking), ids(all("")));
    assertEquals(
        expected.subList(0, 2),
        ids(
            recommend(
                RecommendRequest.newBuilder()
                    .setUser(USER)
                    .setN(2)
                    .setFilter("attributes.price < 10")
                    .addAllAllowItems(expected)
                    .addAllowItems(ranking.getLast().getItem()))
                .getItemsList()));
  }

  @Test
  void soldOut_isInNoAnswer_fromTheAcknowledgementOn_alsoAfterAKill() throws IOException {
    List<String> gone = new ArrayList<>();
    for (int k = 0; k < 10; k++) {
      String best = ids(all("")).getFirst();
      gone.add(best);
      assertEquals(1, update(List.of(soldOut(best))).getAdded());
      assertNowhere(gone);
    }
    server.kill();
    server.close();
    server = installation.serve();
    assertNowhere(gone);
    assertEquals(1, update(List.of(priced(gone.getFirst(), 1))).getReplaced());
    assertEquals(gone.getFirst(), ids(all("")).getFirst());
    assertEquals(
        2,
        catalog()
            .deleteItems(
                DeleteItemsRequest.newBuilder()
                    .setModel(MODEL)
                    .addAllItems(gone.subList(0, 2))
                    .addItems("never-listed")
                    .build())
            .getDeleted());
    assertEquals(gone.subList(0, 2), ids(all("")).subList(0, 2));
  }

  private void assertNowhere(List<String> gone) {
    RecommendationServiceGrpc.RecommendationServiceBlockingStub stub = RecommendationServiceGrpc
        .newBlockingStub(server.channel());
    List<String> answers = new ArrayList<>(ids(all("")));
    answers.addAll(
        ids(
            recommend(
                RecommendRequest.newBuilder()
                    .setUser("nobody-here")
                    .setN(1000)
                    .setFallback(Fallback.FALLBACK_POPULAR))
                .getItemsList()));
    answers.addAll(
        ids(
            stub.similarItems(
                SimilarItemsRequest.newBuilder()
                    .setModel(MODEL)
                    .setItem(gone.getFirst())
                    .setN(1000)
                    .build())
                .getItemsList()));
    answers.addAll(
        ids(
            stub.recommendForItems(
                RecommendForItemsRequest.newBuilder()
                    .setModel(MODEL)
                    .addItems(WeightedItem.newBuilder().setItem(gone.getFirst()))
                    .setN(1000)
                    .setIncludeGiven(true)
                    .build())
                .getItemsList()));
    assertTrue(answers.size() > 50, () -> answers.size() + " items");
    answers.retainAll(gone);
    assertEquals(List.of(), answers);
  }

  @Test
  void entries_areShownAsTheyAre_pageByPage() {
    CatalogItem entry = priced("mug", 12.5).toBuilder()
        .putAttributes("colour", AttributeValue.newBuilder().setText("blue").build())
        .putAttributes("fragile", AttributeValue.newBuilder().setFlag(true).build())
        .setListedTime(com.google.protobuf.Timestamp.newBuilder().setSeconds(1_700_000_000))
        .setAvailable(true)
        .build();
    var _ = update(List.of(soldOut("pot"), entry, soldOut("cup")));
    assertEquals(
        entry, catalog().getItem(GetItemRequest.newBuilder().setModel(MODEL).setItem("mug").build())
            .getItem());
    ListItemsResponse first = page("");
    assertEquals(List.of(soldOut("pot"), entry), first.getItemsList());
    ListItemsResponse last = page(first.getNextPageToken());
    assertEquals(List.of(soldOut("cup")), last.getItemsList());
    assertEquals("", last.getNextPageToken());
    var _ = assertRefused(
        Code.NOT_FOUND, ErrorReason.ITEM_NOT_FOUND, List.of("kettle"), () -> catalog()
            .getItem(GetItemRequest.newBuilder().setModel(MODEL).setItem("kettle").build()));
  }

  /** A list of prices does not put on sale again what is sold out. */
  @Test
  void commandLine_fileChangesWhatItTells(@TempDir Path folder) throws Exception {
    var _ = update(List.of(soldOut("pot"), priced("mug", 3)));
    Path prices = Files.writeString(folder.resolve("prices.csv"), "item,price\npot,9\nmug,4\n");
    assertEquals(0, updated(prices));
    CatalogItem pot = item("pot");
    assertFalse(pot.getAvailable());
    assertEquals(9, pot.getAttributesOrThrow("price").getNumber());
    assertEquals(List.of("tea"), item("mug").getCategoriesList());
    Path mixed = Files.writeString(folder.resolve("mixed.jsonl"), """
        {"item": "mug", "categories": ["cups"]}
        {"item": "pot", "available": true}
        {"item": "lid", "available": false}
        """);
    assertEquals(0, updated(mixed));
    assertEquals(List.of("cups"), item("mug").getCategoriesList());
    assertEquals(4, item("mug").getAttributesOrThrow("price").getNumber());
    assertTrue(item("pot").getAvailable());
    assertFalse(item("lid").getAvailable());
  }

  private int updated(Path file) throws IOException, InterruptedException {
    return installation
        .run(
            "items", "update", file.toString(), "--model", Installation.MODEL, "--server",
            server.address())
        .exitCode();
  }

  private CatalogItem item(String id) {
    return catalog().getItem(GetItemRequest.newBuilder().setModel(MODEL).setItem(id).build())
        .getItem();
  }

  private ListItemsResponse page(String token) {
    return catalog().listItems(
        ListItemsRequest.newBuilder().setModel(MODEL).setPageSize(2).setPageToken(token).build());
  }

  @Test
  void filterThatIsNone_isRefused_andNoWordOfItIsRepeated() {
    var _ = assertRefused(
        Code.INVALID_ARGUMENT, ErrorReason.ARGUMENT_INVALID, List.of("anne"),
        () -> all("anne.of.gables == 1"));
  }
}
