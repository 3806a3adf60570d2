package io.lethe.engine.catalog;

import static io.lethe.engine.memory.PortFixtures.BOOKS;
import static io.lethe.engine.memory.PortFixtures.MOVIES;
import static io.lethe.engine.memory.PortFixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.engine.model.ModelName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every ledger of catalogues does. */
public abstract class CatalogLedgerContract {

  private static final CatalogItem MUG = new CatalogItem(
      "mug", List.of("home", "tea"),
      Map.of(
          "price", new AttributeValue.Decimal(12), "colour", new AttributeValue.Text("blåu \"1\""),
          "sale", new AttributeValue.Flag(true)),
      false, NOON.plusNanos(7));

  /** The same disk, as another process sees it. */
  protected abstract CatalogLedger reopen();

  private static CatalogItem item(String id) {
    return new CatalogItem(id, List.of(), Map.of(), true, null);
  }

  private static List<CatalogItem> all(CatalogLedger ledger, ModelName model) {
    List<CatalogItem> all = new ArrayList<>();
    ledger.forEach(model, all::add);
    return all;
  }

  private static List<String> ids(List<CatalogLedger.Numbered> page) {
    return page.stream().map(each -> each.item().id()).toList();
  }

  @Test
  void put_thenReopen_hasEveryFact() {
    reopen().put(MOVIES, List.of(MUG, item("zoë")));
    CatalogLedger ledger = reopen();
    assertEquals(List.of(MUG, item("zoë")), all(ledger, MOVIES));
    assertEquals(List.of(), all(ledger, BOOKS));
    assertEquals(List.of(MOVIES), ledger.models());
  }

  @Test
  void put_again_replacesInPlace() {
    reopen().put(MOVIES, List.of(item("mug"), item("tea")));
    reopen().put(MOVIES, List.of(MUG));
    assertEquals(List.of(MUG, item("tea")), all(reopen(), MOVIES));
  }

  @Test
  void remove_takesOutOfThatModelOnly_andANewcomerComesLast() {
    CatalogLedger ledger = reopen();
    ledger.put(MOVIES, List.of(item("a"), item("b"), item("c")));
    ledger.put(BOOKS, List.of(item("a")));
    ledger.remove(MOVIES, List.of("a", "never-there"));
    ledger.put(MOVIES, List.of(item("a")));
    assertEquals(List.of(item("b"), item("c"), item("a")), all(reopen(), MOVIES));
    reopen().remove(BOOKS, List.of("a"));
    assertEquals(List.of(MOVIES), reopen().models());
  }

  @Test
  void delete_takesOutAModel() {
    CatalogLedger ledger = reopen();
    ledger.put(MOVIES, List.of(item("a")));
    ledger.put(BOOKS, List.of(item("b")));
    ledger.delete(MOVIES);
    ledger.delete(MOVIES);
    CatalogLedger reopened = reopen();
    assertEquals(List.of(), all(reopened, MOVIES));
    assertEquals(List.of(item("b")), all(reopened, BOOKS));
  }

  @Test
  void page_goesOnAfterANumber() {
    CatalogLedger ledger = reopen();
    ledger.put(MOVIES, IntStream.range(0, 5).mapToObj(k -> item("i" + k)).toList());
    List<CatalogLedger.Numbered> first = ledger.page(MOVIES, 0, 2);
    assertEquals(List.of("i0", "i1"), ids(first));
    assertEquals(List.of("i2", "i3", "i4"), ids(ledger.page(MOVIES, first.getLast().number(), 10)));
  }
}
