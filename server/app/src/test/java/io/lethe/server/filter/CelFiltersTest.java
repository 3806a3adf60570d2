package io.lethe.server.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.catalog.AttributeValue;
import io.lethe.engine.catalog.CatalogItem;
import io.lethe.engine.catalog.FilterLanguage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CelFiltersTest {

  private static final CatalogItem MUG = new CatalogItem(
      "mug", List.of("home", "tea"),
      Map.of(
          "price", new AttributeValue.Decimal(12.5), "colour", new AttributeValue.Text("blue"),
          "sale", new AttributeValue.Flag(true)),
      true, Instant.parse("2026-11-02T00:00:00Z"));
  private static final CatalogItem BARE = new CatalogItem("bare", List.of(), Map.of(), true, null);

  private final CelFilters filters = new CelFilters();

  @ParameterizedTest
  @ValueSource(
      strings = {"true", "\"tea\" in categories", "attributes.price < 20",
          "attributes.price < 20.0",
          "attributes[\"price\"] >= 12.5 && attributes.colour == \"blue\"", "attributes.sale",
          "has(attributes.colour)", "!has(attributes.weight)", "!(\"wine\" in categories)",
          "attributes.colour in [\"red\", \"blue\"]", "attributes.colour.startsWith(\"bl\")",
          "size(categories) == 2", "attributes.weight < 1 || attributes.sale",
          "listed_time > timestamp(\"2026-11-01T00:00:00Z\")",
          "listed_time + duration(\"48h\") < timestamp(\"2026-11-05T00:00:00Z\")"})
  void passes(String filter) {
    assertTrue(filters.read(filter).passes(MUG));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"false", "\"wine\" in categories", "attributes.price < 12.5", "!attributes.sale",
          "attributes.weight < 1", "!(attributes.weight < 1)", "attributes.colour < 3",
          "attributes.price", "attributes.sale == 1",
          "listed_time < timestamp(\"2026-11-01T00:00:00Z\")"})
  void doesNotPass_orCannotBeTold(String filter) {
    assertFalse(filters.read(filter).passes(MUG));
  }

  @Test
  void itemWithoutEntry_passesOnlyWhatAsksForNothing() {
    assertFalse(filters.read("\"tea\" in categories").passes(BARE));
    assertFalse(filters.read("attributes.price < 20").passes(BARE));
    assertFalse(filters.read("listed_time > timestamp(\"2026-11-01T00:00:00Z\")").passes(BARE));
    assertTrue(filters.read("!(\"tea\" in categories)").passes(BARE));
    assertTrue(filters.read("!has(attributes.price)").passes(BARE));
  }

  private String refused(String filter) {
    LetheException error = assertThrows(LetheException.class, () -> filters.read(filter));
    assertEquals(ErrorKind.ARGUMENT_INVALID, error.kind());
    assertEquals("filter", error.metadata().get("field"));
    return String.valueOf(error.getMessage());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      price < 20                   | 1
      true && now > listed_time    | 9
      categories.exists(c, true)   | 18
      attributes.a.matches("x+")   | 21
      """)
  void whatIsNotThere_isNamedByItsPlace_withWhatThereIs(String filter, int column) {
    assertEquals(
        ("filter, line 1, column %d: there is no such name or function. An item has categories,"
            + " attributes (one of them as in attributes.price) and listed_time; a filter looks like"
            + " \"'tea' in categories && attributes.price < 20\"").formatted(column),
        refused(filter));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      attributes.price <           | 19
      attributes.price < < 20      | 20
      'tea' in categories)         | 20
      'tea                         | 1
      categories categories        | 12
      """)
  void whatIsNoCondition_isToldByItsPlace_withoutTheParsersTokens(String filter, int column) {
    assertEquals(
        ("filter, line 1, column %d: no condition goes on like this; a filter looks like"
            + " \"'tea' in categories && attributes.price < 20\"").formatted(column),
        refused(filter));
  }

  @Test
  void mistakes_areTold() {
    assertTrue(refused("categories == 3").contains("column 12: found no matching overload"));
    assertTrue(refused("1 + 1").contains("expected type 'bool' but found 'int'"));
    assertTrue(refused("(".repeat(100) + "true" + ")".repeat(100)).contains("recursion limit"));
    refused(" ");
    refused("\u0000\u202e");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ann.of.green@gables.example", "ann", "item == 'ann'", "\"ann", "'ann' 'ann'",
          "ann(categories)", "categories.ann()", "attributes.price < ann\n\u0000", "ann{x: 1}"})
  void refusal_repeatsNoWordOfTheCaller(String filter) {
    String told = refused(filter);
    assertFalse(told.contains("ann") || told.contains("gables"), told);
  }

  /** The dearest filter that fits: it must not hold a thread for long, whatever the item. */
  @Test
  void costOfALook_isBounded() {
    String part = "attributes.t + attributes.t + attributes.t == \"\" || ";
    String text = part.repeat((1000 - "false".length()) / part.length()) + "false";
    FilterCost cost = new FilterCost(
        filters.read(text), new CatalogItem(
            "a", List.of(), Map.of("t", new AttributeValue.Text("x".repeat(256))), true, null));
    assertTrue(cost.ofOneLook().compareTo(Duration.ofMillis(10)) < 0, cost::toString);
  }

  /** The time of a look, once it is compiled. */
  private record FilterCost(FilterLanguage.Filter filter, CatalogItem item) {

    Duration ofOneLook() {
      long best = Long.MAX_VALUE;
      for (int k = 0; k < 200; k++) {
        long begun = System.nanoTime();
        boolean _ = filter.passes(item);
        best = Math.min(best, System.nanoTime() - begun);
      }
      return Duration.ofNanos(best);
    }
  }
}
