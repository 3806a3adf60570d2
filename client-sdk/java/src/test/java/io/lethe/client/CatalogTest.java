package io.lethe.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.client.catalog.CatalogClient;
import io.lethe.client.catalog.CatalogItem;
import io.lethe.client.catalog.CatalogUpdate;
import io.lethe.v1.RecommendForItemsRequest;
import io.lethe.v1.RecommendRequest;
import io.lethe.v1.SimilarItemsRequest;
import io.lethe.v1.UpdateItemsRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CatalogTest {

  private static final CatalogItem MUG = CatalogItem.of("mug", "tea", "gifts")
      .with("price", 12.5)
      .with("colour", "blue")
      .with("fragile", true)
      .availableOnlyIf(false)
      .listedAt(Instant.parse("2026-11-02T08:00:00.000000007Z"));

  private final TestServer server = new TestServer();
  private final LetheClient client = server.client().deadline(Duration.ofMinutes(2)).build();
  private final CatalogClient catalog = CatalogClient.of(client, "movies");

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void entries_areWrittenAndRead() {
    assertEquals(
        new CatalogUpdate(2, 0), catalog.update(List.of(MUG, CatalogItem.unavailable("pot"))));
    assertEquals(new CatalogUpdate(0, 1), catalog.update(List.of(CatalogItem.of("pot"))));
    assertEquals(MUG, catalog.get("mug"));
    assertEquals(1, catalog.delete(List.of("pot", "never")));
    LetheException missing = assertThrows(LetheException.class, () -> catalog.get("pot"));
    assertEquals("ITEM_NOT_FOUND", missing.reason());
  }

  @Test
  void any_number_isSentByBatches_andReadByPages() {
    List<CatalogItem> many = IntStream.range(0, 2_001)
        .mapToObj(k -> CatalogItem.of("i" + k))
        .toList();
    assertEquals(new CatalogUpdate(2_001, 0), catalog.updateAll(many.stream()));
    assertEquals(
        List.of(1_000, 1_000, 1),
        server.faults.requests(UpdateItemsRequest.class)
            .stream()
            .map(UpdateItemsRequest::getItemsCount)
            .toList());
    assertEquals(many, catalog.list().toList());
  }

  @Test
  void update_ofSomeFields_namesThemAlone() {
    catalog.update(List.of(MUG));
    catalog
        .update(List.of(MUG), Set.of(CatalogItem.Field.LISTED_TIME, CatalogItem.Field.AVAILABLE));
    catalog.async().update(List.of(MUG), Set.of(CatalogItem.Field.CATEGORIES)).join();
    assertEquals(
        List.of(List.of(), List.of("available", "listed_time"), List.of("categories")),
        server.faults.requests(UpdateItemsRequest.class)
            .stream()
            .map(sent -> List.copyOf(sent.getUpdateMask().getPathsList()))
            .toList());
  }

  @Test
  void futures_areAnsweredAlike() {
    assertEquals(new CatalogUpdate(1, 0), catalog.async().update(List.of(MUG)).join());
    assertEquals(MUG, catalog.async().get("mug").join());
    assertEquals(1, catalog.async().delete(List.of("mug")).join());
    Exception missing = assertThrows(Exception.class, () -> catalog.async().get("mug").join());
    assertEquals(
        "ITEM_NOT_FOUND", assertInstanceOf(LetheException.class, missing.getCause()).reason());
  }

  @Test
  void attributeOfAnotherType_isRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new CatalogItem("a", List.of(), Map.of("price", 3), true, Optional.empty()));
  }

  @Test
  void filters_areSentByEveryQuery() {
    Recommendations unused1 = client.recommend(
        RecommendQuery.of("movies", "ann", 3).filteredBy("true").allowingOnly(List.of("a")));
    RecommendRequest user = server.faults.requests(RecommendRequest.class).get(0);
    assertEquals("true", user.getFilter());
    assertEquals(List.of("a"), user.getAllowItemsList());
    Recommendations unused2 = client.recommendForItems(
        ItemsQuery.of("movies", Memory.CATALOGUE, 3).filteredBy("true").allowingOnly(List.of("a")));
    RecommendForItemsRequest history = server.faults.requests(RecommendForItemsRequest.class)
        .get(0);
    assertEquals("true", history.getFilter());
    assertEquals(List.of("a"), history.getAllowItemsList());
    Recommendations unused3 = client.similarItems(
        SimilarItemsQuery.of("movies", Memory.CATALOGUE.get(0), 3)
            .filteredBy("true")
            .allowingOnly(List.of("a")));
    SimilarItemsRequest similar = server.faults.requests(SimilarItemsRequest.class).get(0);
    assertEquals("true", similar.getFilter());
    assertEquals(List.of("a"), similar.getAllowItemsList());
  }
}
