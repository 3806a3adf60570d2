package io.lethe.engine.catalog;

import static io.lethe.engine.catalog.CatalogFixtures.listed;
import static io.lethe.engine.catalog.CatalogFixtures.soldOut;
import static io.lethe.engine.memory.PortFixtures.MOVIES;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.data.EntityIds;
import io.lethe.engine.data.EntityIndex;
import io.lethe.engine.data.LearnedIndices;
import io.lethe.engine.memory.Meanwhile;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdmissionsTest {

  private static final int ITEMS = 200;
  private static final EntityIndex INDEX = EntityIndex.of(
      new EntityIds(
          List.of("ann"), IntStream.range(0, ITEMS).mapToObj(AdmissionsTest::id).toList()));

  private final Catalogs catalogs = CatalogFixtures.catalogs();
  private final AtomicInteger looks = new AtomicInteger();
  private final Admissions admissions = CatalogFixtures.admissions(catalogs, this::counting);

  private FilterLanguage.Filter counting(String text) {
    FilterLanguage.Filter filter = CatalogFixtures.language().read(text);
    return item -> {
      looks.incrementAndGet();
      return filter.passes(item);
    };
  }

  private static String id(int item) {
    return "i" + item;
  }

  private Admission of(String filter, String... allowed) {
    return admissions.of(MOVIES, INDEX, new Narrowing(filter, List.of(allowed)));
  }

  /** What an answer may hold, from what an admission tells of it. */
  private static BitSet items(Admission admission) {
    BitSet items = new BitSet();
    admission.few().ifPresentOrElse(few -> IntStream.of(few).forEach(items::set), () -> {
      items.set(0, ITEMS);
      IntStream.of(admission.refused()).forEach(items::clear);
    });
    BitSet asked = new BitSet();
    IntStream.range(0, ITEMS).filter(admission::admits).forEach(asked::set);
    assertEquals(items, asked);
    return items;
  }

  private static BitSet set(int... items) {
    BitSet set = new BitSet();
    IntStream.of(items).forEach(set::set);
    return set;
  }

  @Test
  void withoutCatalogue_allItemsAreAdmitted_andAFilterThatAsksAdmitsNone() {
    assertSame(Admission.ALL, of(""));
    assertEquals(0, items(of("x")).cardinality());
    assertEquals(ITEMS, items(of("!x")).cardinality());
  }

  @Test
  void unavailableItems_areNotAdmitted_whateverTheFilter() {
    catalogs.update(MOVIES, List.of(soldOut("i3", "x"), listed("i4", "x"), listed("i5")));
    BitSet but3 = set(IntStream.range(0, ITEMS).filter(k -> k != 3).toArray());
    assertEquals(but3, items(of("")));
    assertEquals(set(4), items(of("x")));
    but3.clear(4);
    assertEquals(but3, items(of("!x")));
  }

  @Test
  void changes_areKnownAtOnce_andCostOneLookEach() {
    catalogs.update(MOVIES, IntStream.range(0, ITEMS).mapToObj(k -> listed(id(k), "x")).toList());
    assertEquals(ITEMS, items(of("x")).cardinality());
    int built = looks.get();
    catalogs.update(MOVIES, List.of(soldOut("i0", "x"), listed("i1", "y"), listed("new", "x")));
    catalogs.delete(MOVIES, List.of("i2"));
    assertEquals(set(IntStream.range(3, ITEMS).toArray()), items(of("x")));
    assertEquals(built + 1, looks.get());
    catalogs.update(MOVIES, List.of(listed("i0", "x"), listed("i2", "x")));
    assertEquals(set(IntStream.range(0, ITEMS).filter(k -> k != 1).toArray()), items(of("x")));
  }

  @Test
  void revision_changesWithTheItems_andOnlyThen() {
    catalogs.update(MOVIES, List.of(listed("i1", "x")));
    Admission before = of("x");
    catalogs.update(MOVIES, List.of(listed("i2", "y"), soldOut("nowhere", "x")));
    assertEquals(before.revision(), of("x").revision());
    catalogs.update(MOVIES, List.of(listed("i2", "x")));
    assertNotEquals(before.revision(), of("x").revision());
  }

  @Test
  void allowedItems_areThoseOfThemThatAreAdmitted() {
    catalogs.update(MOVIES, List.of(soldOut("i3"), listed("i4", "x")));
    assertEquals(set(4, 7), items(of("", "i7", "i3", "i4", "i7", "unknown")));
    assertEquals(set(4), items(of("x", "i7", "i3", "i4")));
    assertEquals(set(), items(of("", "unknown")));
    assertEquals(
        set(7),
        items(
            CatalogFixtures.admissions(CatalogFixtures.catalogs(), this::counting)
                .of(MOVIES, INDEX, new Narrowing("", List.of("i7")))));
  }

  @Test
  void fewItems_areListed_manyAreNot() {
    List<CatalogItem> few = IntStream.range(0, ITEMS / 16)
        .mapToObj(k -> listed(id(k), "x"))
        .toList();
    catalogs.update(MOVIES, few);
    assertArrayEquals(IntStream.range(0, ITEMS / 16).toArray(), of("x").few().orElseThrow());
    catalogs.update(MOVIES, List.of(listed("i100", "x")));
    assertFalse(of("x").few().isPresent());
    assertEquals(ITEMS / 16 + 1, items(of("x")).cardinality());
  }

  @Test
  void versionsThatNumberItemsAlike_shareWhatWasFound_othersDoNot() {
    catalogs.update(MOVIES, List.of(listed("i1", "x")));
    Admission found = of("x");
    EntityIndex later = INDEX.without(new int[]{0}, new int[]{5});
    assertSame(found, admissions.of(MOVIES, later, new Narrowing("x", List.of())));
    EntityIndex retrained = EntityIndex
        .of(new EntityIds(List.of("ann"), List.of("i0", "i9", "i1")));
    assertEquals(
        List.of(2),
        IntStream.range(0, 3)
            .filter(admissions.of(MOVIES, retrained, new Narrowing("x", List.of()))::admits)
            .boxed()
            .toList());
  }

  /** A version learns an item a second: a look at all of them each time would never be over. */
  @Test
  void versionsThatLearnItems_lookAtThoseAlone_whateverTheyGrewFrom() {
    catalogs.update(
        MOVIES, List.of(listed("i1", "x"), listed("new", "x"), listed("newer"), listed("other")));
    assertEquals(set(1), items(of("x")));
    EntityIndex first = LearnedIndices.with(INDEX, "new");
    EntityIndex second = LearnedIndices.with(first, "newer");
    EntityIndex parted = LearnedIndices.with(INDEX, "other", "new");
    int built = looks.get();
    assertEquals(List.of(1, ITEMS), admitted(first));
    assertEquals(built + 1, looks.get());
    assertEquals(List.of(1, ITEMS), admitted(second));
    assertEquals(built + 2, looks.get());
    assertEquals(List.of(1, ITEMS + 1), admitted(parted));
    assertEquals(built + 4, looks.get());
    catalogs.update(MOVIES, List.of(listed("newer", "x"), listed("i1", "y")));
    assertEquals(set(), items(of("x")));
    assertEquals(List.of(ITEMS, ITEMS + 1), admitted(second));
  }

  private List<Integer> admitted(EntityIndex index) {
    Admission admission = admissions.of(MOVIES, index, new Narrowing("x", List.of()));
    return IntStream.range(0, index.itemCount()).filter(admission::admits).boxed().toList();
  }

  @Test
  void moreChangesThanAreRemembered_startAnew() {
    List<CatalogItem> last = new ArrayList<>();
    catalogs.update(MOVIES, List.of(listed("i0", "x"), listed("i1", "x")));
    assertEquals(set(0, 1), items(of("x")));
    for (int k = 0; k < 8; k++) {
      last.clear();
      IntStream.range(0, 10_000).forEach(item -> last.add(listed("other" + item)));
      last.set(0, k == 0 ? listed("i1") : listed("other"));
      catalogs.update(MOVIES, last);
    }
    assertEquals(set(0), items(of("x")));
  }

  @Test
  void randomChanges_alwaysAsComputedAnew() {
    Random random = new Random(7);
    Map<String, CatalogItem> expected = new HashMap<>();
    for (int round = 0; round < 300; round++) {
      List<CatalogItem> some = random.ints(random.nextInt(1, 9), 0, ITEMS)
          .mapToObj(
              k -> new CatalogItem(
                  id(k), random.nextBoolean() ? List.of("x") : List.of(), Map.of(),
                  random.nextInt(4) > 0, null))
          .toList();
      catalogs.update(MOVIES, some);
      some.forEach(item -> expected.put(item.id(), item));
      if (random.nextInt(3) == 0) {
        String gone = id(random.nextInt(ITEMS));
        catalogs.delete(MOVIES, List.of(gone));
        expected.remove(gone);
      }
      for (String filter : List.of("x", "!x")) {
        BitSet passing = new BitSet();
        for (int k = 0; k < ITEMS; k++) {
          CatalogItem item = expected.getOrDefault(id(k), listed(id(k)));
          passing.set(k, item.available() && item.categories().contains("x") == filter.equals("x"));
        }
        assertEquals(passing, items(of(filter)), filter);
      }
    }
  }

  @Test
  void acknowledgedChange_isInEveryAnswerThatBeginsAfterIt() throws Throwable {
    AtomicInteger acknowledged = new AtomicInteger();
    catalogs.update(MOVIES, IntStream.range(0, ITEMS).mapToObj(k -> listed(id(k), "x")).toList());
    Meanwhile.looking(1, () -> () -> {
      int known = acknowledged.get();
      int first = items(of("x")).nextSetBit(0);
      assertTrue(first < 0 || first >= known, first + " of " + known);
    }, () -> {
      for (int k = 0; k < ITEMS; k++) {
        catalogs.update(MOVIES, List.of(soldOut(id(k), "x")));
        acknowledged.set(k + 1);
      }
    });
    assertEquals(set(), items(of("x")));
  }
}
