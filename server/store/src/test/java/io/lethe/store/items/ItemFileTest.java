package io.lethe.store.items;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.engine.catalog.AttributeValue;
import io.lethe.engine.catalog.CatalogField;
import io.lethe.engine.catalog.CatalogItem;
import io.lethe.store.input.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemFileTest {

  private static final CatalogItem MUG = new CatalogItem(
      "mug", List.of("tea", "gifts"),
      Map.of(
          "price", new AttributeValue.Decimal(12.5), "colour", new AttributeValue.Text("blue"),
          "fragile", new AttributeValue.Flag(true)),
      true, Instant.parse("2026-11-02T08:00:00Z"));
  private static final CatalogItem POT = new CatalogItem("pot", List.of(), Map.of(), false, null);

  private static List<CatalogItem> read(String text) throws IOException {
    return entries(text).stream().map(ItemEntry::item).toList();
  }

  private static List<ItemEntry> entries(String text) throws IOException {
    return ItemFile.read("items", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void table_tellsWhatItHasColumnsFor() throws IOException {
    assertEquals(
        List.of(Set.of(CatalogField.CATEGORIES, CatalogField.ATTRIBUTES)),
        told("item,categories,price\nmug,,3\n"));
    assertEquals(
        List.of(Set.of(CatalogField.AVAILABLE, CatalogField.LISTED_TIME)),
        told("listed_time,available,item_id\n,,mug\n"));
  }

  @Test
  void objects_tellWhatEachHas() throws IOException {
    assertEquals(List.of(Set.of(CatalogField.ATTRIBUTES), Set.of(CatalogField.AVAILABLE)), told("""
        {"item": "mug", "attributes": {}}
        {"item": "pot", "available": false}
        """));
  }

  private static List<Set<CatalogField>> told(String text) throws IOException {
    return entries(text).stream().map(ItemEntry::told).toList();
  }

  @Test
  void table_hasCategoriesAttributesAvailabilityAndTime() throws IOException {
    assertEquals(List.of(MUG, POT), read("""
        item,categories,price,colour,fragile,available,listed_time
        mug,tea|gifts,12.5,blue,TRUE,,2026-11-02T08:00:00Z
        pot,,,,,false,
        """));
  }

  @Test
  void table_withOtherSeparators_isTheSame() throws IOException {
    CatalogItem mug = new CatalogItem(
        "mug", List.of("a, b"), Map.of("price", new AttributeValue.Decimal(3)), true, null);
    assertEquals(List.of(mug), read("item;categories;price\nmug;a, b;3\n"));
    assertEquals(List.of(mug), read("item\tcategories\tprice\nmug\ta, b\t3\n"));
  }

  @Test
  void table_usualNameOfCategories_isTaken_andOneAlone() throws IOException {
    for (String column : List.of("category", "genres", "genre")) {
      assertEquals(
          List.of(new CatalogItem("mug", List.of("tea", "gifts"), Map.of(), true, null)),
          read("item,%s\nmug,tea|gifts\n".formatted(column)));
    }
    CatalogItem both = new CatalogItem(
        "mug", List.of("tea"), Map.of("genres", new AttributeValue.Text("blue")), true, null);
    assertEquals(List.of(both), read("item,genres,categories\nmug,blue,tea\n"));
  }

  /** As interactions are read; a name that may say what is known of an item counts in front alone. */
  @Test
  void table_usualNameOfItems_isTaken() throws IOException {
    CatalogItem mug = new CatalogItem(
        "mug", List.of(), Map.of("location", new AttributeValue.Text("shelf")), true, null);
    for (String text : List.of(
        "item_id,location\nmug,shelf\n", "location,MovieID\nshelf,mug\n",
        "sku,location\nmug,shelf\n")) {
      assertEquals(List.of(mug), read(text));
    }
  }

  @Test
  void listedTime_dateAlone_isItsMidnightInUniversalTime() throws IOException {
    CatalogItem mug = new CatalogItem(
        "mug", List.of(), Map.of(), true, Instant.parse("2026-11-01T00:00:00Z"));
    assertEquals(List.of(mug), read("item,listed_time\nmug,2026-11-01\n"));
    assertEquals(List.of(mug), read("item,listed_time\nmug,2026-11-01T01:00:00+01:00\n"));
    assertEquals(List.of(mug), read("{\"item\": \"mug\", \"listed_time\": \"2026-11-01\"}\n"));
  }

  @Test
  void objects_oneInALine() throws IOException {
    assertEquals(List.of(MUG, POT), read("""
        {"item": "mug", "categories": ["tea", "gifts"], "listed_time": "2026-11-02T08:00:00Z",\
         "attributes": {"price": 12.5, "colour": "blue", "fragile": true}}

        {"item": "pot", "available": false}
        """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      textBlock = """
          id,price|7,1                               ! items, line 1: no column names the item in "id | price"; give a header such as item,categories,price
          item_id,Item|7,1                           ! items, line 1: columns 0 and 1 may both be the item; map the columns by name
          item,listed_time|7,soon                    ! items, line 2: listed_time is "soon"; a date such as 2026-11-01, which is 00:00 UTC, or a time such as 2026-11-01T09:30:00Z is needed
          {"item": "7", "listed_time": "soon"}       ! items, line 1: listed_time is "soon"; a date such as 2026-11-01, which is 00:00 UTC, or a time such as 2026-11-01T09:30:00Z is needed
          item,available|7,1|8,perhaps               ! items, line 2: available is "1"; true or false is needed
          item,categories|7,a|,b                     ! items, line 3: items.item is an id of 0 bytes; 1 to 256 are allowed
          item|mug                                   ! items, line 2: it names an item and tells nothing of it: categories, available, listed_time or an attribute is needed
          {"item": "7"}                              ! items, line 1: it names an item and tells nothing of it: categories, available, listed_time or an attribute is needed
          {"item": "8", "price": 3}                  ! items, line 1: the object has a member "price"; there are item, categories, attributes, available and listed_time
          {"item": "7", "available": 1}              ! items, line 1: available is neither true nor false
          {"item": "7", "attributes": {"a": [1]}}    ! items, line 1: attributes holds what is no text
          """)
  void whatIsWrong_isNamedWithItsLine(String text, String told) {
    BadInputException error = assertThrows(
        BadInputException.class, () -> read(text.replace('|', '\n') + "\n"));
    assertEquals(told, error.getMessage());
  }

  @Test
  void textThatIsNoObject_isNamedWithItsLine() {
    BadInputException error = assertThrows(
        BadInputException.class, () -> read("{\"item\": \"7\", \"available\": true}\n{\"item\"\n"));
    assertEquals(2, error.line());
  }
}
