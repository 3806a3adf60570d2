package io.lethe.engine.catalog;

import static io.lethe.engine.catalog.CatalogFixtures.listed;
import static io.lethe.engine.catalog.CatalogFixtures.soldOut;
import static io.lethe.engine.memory.PortFixtures.MOVIES;
import static io.lethe.engine.memory.PortFixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.memory.InMemoryErasureLedger;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class CatalogsTest {

  private final InMemoryErasureLedger ledger = new InMemoryErasureLedger();
  private final Catalogs catalogs = new Catalogs(
      ledger.catalogs(), ledger, 4, CatalogParts.BYTES_MAX);

  private static String refused(ErrorKind kind, Executable call) {
    LetheException error = assertThrows(LetheException.class, call);
    assertEquals(kind, error.kind());
    return String.valueOf(error.getMessage());
  }

  @Test
  void update_countsItems_andTheLastOfOneCounts() {
    assertEquals(
        new Catalogs.Update(2, 0),
        catalogs.update(MOVIES, List.of(listed("a"), listed("b"), soldOut("a", "x"))));
    assertEquals(
        new Catalogs.Update(1, 1), catalogs.update(MOVIES, List.of(listed("c"), listed("b", "y"))));
    assertEquals(soldOut("a", "x"), catalogs.get(MOVIES, "a"));
    assertEquals(listed("b", "y"), catalogs.get(MOVIES, "b"));
  }

  @Test
  void delete_countsEntries_andTheyAreGone() {
    catalogs.update(MOVIES, List.of(listed("a"), listed("b")));
    assertEquals(1, catalogs.delete(MOVIES, List.of("a", "a", "never")));
    refused(ErrorKind.ITEM_NOT_FOUND, () -> catalogs.get(MOVIES, "a"));
    assertTrue(catalogs.has(MOVIES));
    assertEquals(1, catalogs.delete(MOVIES, List.of("b")));
    assertFalse(catalogs.has(MOVIES));
  }

  @Test
  void update_beyondTheBoundOfBytes_isRefused_whatMakesSmallerIsNot() {
    long two = listed("a", "x").bytes() + listed("b", "x").bytes();
    Catalogs small = new Catalogs(ledger.catalogs(), ledger, 100, two);
    small.update(MOVIES, List.of(listed("a", "x"), listed("b", "x")));
    assertEquals(
        "the catalogue of movies takes %d bytes of memory and would take %d; up to %d are allowed"
            .formatted(two, two + 1, two) + " (catalog.megabytes-max)",
        refused(
            ErrorKind.ARGUMENT_INVALID, () -> small.update(MOVIES, List.of(listed("b", "xy")))));
    assertEquals(listed("b", "x"), small.get(MOVIES, "b"));
    small.update(MOVIES, List.of(listed("b")));
    small.delete(MOVIES, List.of("a", "a"));
    small.update(MOVIES, List.of(listed("c", "x")));
    Catalogs tighter = new Catalogs(ledger.catalogs(), ledger, 100, 1);
    tighter.open();
    tighter.update(MOVIES, List.of(listed("c")));
    refused(ErrorKind.ARGUMENT_INVALID, () -> tighter.update(MOVIES, List.of(listed("c", "x"))));
  }

  @Test
  void bytes_countTextsByTheirUtf8() {
    assertEquals(3, listed("a", "xéy").bytes() - listed("a", "x").bytes());
    assertEquals(49, listed("a", "x", "y").bytes() - listed("a", "x").bytes());
  }

  @Test
  void open_readsWhatWasWritten() {
    catalogs.update(MOVIES, List.of(listed("a", "x"), soldOut("b")));
    Catalogs next = new Catalogs(
        ledger.reopened(FaultPlan.none()).catalogs(), ledger, CatalogParts.BYTES_MAX);
    next.open();
    assertEquals(listed("a", "x"), next.get(MOVIES, "a"));
    assertEquals(soldOut("b"), next.get(MOVIES, "b"));
  }

  @Test
  void update_beyondTheBound_changesNothing() {
    catalogs.update(MOVIES, List.of(listed("a"), listed("b"), listed("c")));
    String words = refused(
        ErrorKind.ARGUMENT_INVALID,
        () -> catalogs.update(MOVIES, List.of(soldOut("a"), listed("d"), listed("e"))));
    assertEquals("the catalogue of movies has 3 entries, and 2 more; up to 4 are allowed", words);
    assertEquals(listed("a"), catalogs.get(MOVIES, "a"));
    assertEquals(
        new Catalogs.Update(1, 3),
        catalogs.update(MOVIES, List.of(soldOut("a"), listed("b"), listed("c"), listed("d"))));
  }

  @Test
  void update_masked_changesTheNamedFieldsAlone() {
    CatalogItem mug = new CatalogItem(
        "mug", List.of("home"), Map.of("price", new AttributeValue.Decimal(12)), true, NOON);
    catalogs.update(MOVIES, List.of(mug));
    assertEquals(
        new Catalogs.Update(0, 1),
        catalogs.update(MOVIES, List.of(soldOut("mug")), CatalogField.of(List.of("available"))));
    assertEquals(
        new CatalogItem("mug", mug.categories(), mug.attributes(), false, NOON),
        catalogs.get(MOVIES, "mug"));
    catalogs.update(
        MOVIES, List.of(listed("mug", "tea")),
        CatalogField.of(List.of("categories", "listed_time")));
    assertEquals(
        new CatalogItem("mug", List.of("tea"), mug.attributes(), false, null),
        catalogs.get(MOVIES, "mug"));
    catalogs.update(MOVIES, List.of(listed("mug")), CatalogField.of(List.of("*")));
    assertEquals(listed("mug"), catalogs.get(MOVIES, "mug"));
    Catalogs next = new Catalogs(
        ledger.reopened(FaultPlan.none()).catalogs(), ledger, CatalogParts.BYTES_MAX);
    next.open();
    assertEquals(listed("mug"), next.get(MOVIES, "mug"));
  }

  @Test
  void update_masked_ofAnItemWithoutAnEntry_leavesTheOthersAsIfNotSent() {
    assertEquals(
        new Catalogs.Update(1, 0), catalogs
            .update(MOVIES, List.of(soldOut("a", "x")), CatalogField.of(List.of("categories"))));
    assertEquals(listed("a", "x"), catalogs.get(MOVIES, "a"));
  }

  @Test
  void mask_ofAnUnknownPath_namesItAndTheAllowedOnes_butNoPerson() {
    assertEquals(CatalogField.ALL, CatalogField.of(List.of()));
    assertEquals(
        "update_mask has the path price; categories, attributes, available, listed_time and * are"
            + " allowed",
        refused(ErrorKind.ARGUMENT_INVALID, () -> CatalogField.of(List.of("available", "price"))));
    String words = refused(
        ErrorKind.ARGUMENT_INVALID, () -> CatalogField.of(List.of("ann@mail.example")));
    assertTrue(words.contains("a path of 16 characters"), words);
    assertEquals(CatalogField.ALL, CatalogField.of(List.of("available", "*")));
    refused(ErrorKind.ARGUMENT_INVALID, () -> CatalogField.of(List.of("attributes.price")));
  }

  @Test
  void drop_takesOutAll() {
    catalogs.update(MOVIES, List.of(listed("a")));
    catalogs.drop(MOVIES);
    refused(ErrorKind.ITEM_NOT_FOUND, () -> catalogs.get(MOVIES, "a"));
    assertEquals(List.of(), ledger.catalogs().models());
  }

  @Test
  void bounds_areNamed() {
    refused(ErrorKind.ITEMS_OUT_OF_RANGE, () -> catalogs.update(MOVIES, List.of()));
    refused(
        ErrorKind.ITEMS_OUT_OF_RANGE,
        () -> catalogs.update(MOVIES, Collections.nCopies(10_001, listed("a"))));
    refused(ErrorKind.ITEMS_OUT_OF_RANGE, () -> catalogs.delete(MOVIES, List.of()));
    refused(ErrorKind.ID_MALFORMED, () -> catalogs.delete(MOVIES, List.of("")));
    refused(ErrorKind.ID_MALFORMED, () -> listed("i".repeat(257)));
    assertEquals(
        "items.categories has 65 categories; up to 64 are allowed",
        refused(
            ErrorKind.ARGUMENT_INVALID,
            () -> listed("a", Collections.nCopies(65, "x").toArray(String[]::new))));
    assertEquals(
        "items.categories has 129 bytes; 1 to 128 are allowed",
        refused(ErrorKind.ARGUMENT_INVALID, () -> listed("a", "x".repeat(129))));
    refused(ErrorKind.ARGUMENT_INVALID, () -> listed("a", ""));
    refused(ErrorKind.ARGUMENT_INVALID, () -> new AttributeValue.Decimal(Double.NaN));
    refused(ErrorKind.ARGUMENT_INVALID, () -> new AttributeValue.Text("é".repeat(129)));
    Map<String, AttributeValue> many = new HashMap<>();
    IntStream.range(0, 33).forEach(k -> many.put("a" + k, new AttributeValue.Flag(true)));
    refused(ErrorKind.ARGUMENT_INVALID, () -> new CatalogItem("a", List.of(), many, true, null));
    for (String name : List.of("", "1a", "a-b", "a".repeat(65), "é")) {
      refused(
          ErrorKind.ARGUMENT_INVALID, () -> new CatalogItem(
              "a", List.of(), Map.of(name, new AttributeValue.Flag(true)), true, null));
    }
    refused(ErrorKind.ARGUMENT_INVALID, () -> new Narrowing("x".repeat(1001), List.of()));
    refused(
        ErrorKind.ITEMS_OUT_OF_RANGE, () -> new Narrowing("", Collections.nCopies(10_001, "a")));
    refused(ErrorKind.ID_MALFORMED, () -> new Narrowing("", List.of("")));
  }

  @Test
  void texts_holdNoId() {
    String words = listed("secret") + " " + new Narrowing("secret", List.of("secret"));
    assertFalse(words.contains("secret"), words);
  }
}
