package io.lethe.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.event.EventColumn;
import io.lethe.engine.memory.PortFixtures;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VersionDataTest {

  private static final ValidationSplit NO_SPLIT = new ValidationSplit(1, 0);

  private static final InteractionColumns ROWS = PortFixtures
      .rows("ann", "x", 5, "bob", "x", 4, "ann", "y", 3, "cat", "z", 2, "ann", "x", 1);

  private final VersionData data = VersionDataReader.forTraining(ROWS, row -> false, NO_SPLIT);

  /** Live interactions as text. */
  private static List<String> live(VersionData data) {
    List<String> live = new ArrayList<>();
    for (int position : data.live().positions()) {
      live.add(
          position + ":" + data.index().userId(data.live().all().user(position)) + "/"
              + data.index().itemId(data.live().all().item(position)));
    }
    return live;
  }

  @Test
  void forTraining_samePairTwice_theLastOneCounts() {
    assertEquals(List.of("1:bob/x", "2:ann/y", "3:cat/z", "4:ann/x"), live(data));
    assertEquals(4, data.table().find(data.index().user("ann"), data.index().item("x")));
    assertArrayEquals(new int[]{0}, data.table().holes());
  }

  @Test
  void dated_hasTheEventType_alsoWhenGrownAndCompacted_andNoneOfWhatWent() {
    InteractionColumns typed = PortFixtures
        .typedRows("ann", "x", 1, "", "ann", "y", 3, "cart", "bob", "y", 1, "view");
    VersionData known = VersionDataReader.forTraining(typed, row -> false, NO_SPLIT);
    assertEquals(new Repeats.Dated(3, 0, "cart"), known.table().dated(1));
    assertEquals(new Repeats.Dated(1, 0), known.table().dated(0));
    VersionData grown = known.with(PortFixtures.rows("ann", "new", 2), row -> false);
    assertEquals(new Repeats.Dated(1, 0, "view"), grown.table().dated(2));
    assertEquals(new Repeats.Dated(2, 0), grown.table().dated(3));
    VersionData less = grown.without(new int[]{1}, new int[0], new int[0]).compacted();
    assertEquals(new Repeats.Dated(0, 0), less.table().dated(1));
    assertEquals(List.of("view"), less.table().events().names());
    assertSame(EventColumn.NONE, data.table().events(), "no event types, no memory");
  }

  @Test
  void newestFirst_goesByTimesThenByPlaces_alsoWhenGrownAndCompacted() {
    InteractionColumns timed = PortFixtures.timedRows(
        "ann", "x", 1, 20, "ann", "y", 1, 30, "bob", "y", 1, 9, "ann", "z", 1, 0, "ann", "q", 1, 20,
        "ann", "p", 1, 0);
    VersionData known = VersionDataReader.forTraining(timed, row -> false, NO_SPLIT);
    int ann = known.index().user("ann");
    assertArrayEquals(new int[]{1, 4, 0, 5, 3}, known.table().newestFirst(ann));
    assertEquals(new Repeats.Dated(1, 30), known.table().dated(1));
    VersionData late = VersionDataReader.forTraining(timed, row -> row == 0, NO_SPLIT);
    assertArrayEquals(new int[]{1, 4, 5, 3}, late.table().newestFirst(late.index().user("ann")));
    VersionData grown = known
        .with(PortFixtures.timedRows("ann", "new", 2, 25, "ann", "newer", 2, 0), row -> false);
    assertArrayEquals(new int[]{1, 6, 4, 0, 7, 5, 3}, grown.table().newestFirst(ann));
    assertEquals(new Repeats.Dated(2, 25), grown.table().dated(6));
    assertArrayEquals(new int[]{3, 5, 7, 0, 4, 6, 1, 2}, grown.trained().sequences());
    VersionData less = grown.without(new int[]{1}, new int[0], new int[0]).compacted();
    assertEquals(new Repeats.Dated(0, 0), less.table().dated(1), "what went has no time");
    assertEquals(new Repeats.Dated(1, 20), less.table().dated(4));
    assertArrayEquals(new int[]{4, 2}, data.table().newestFirst(0), "no times");
  }

  @Test
  void dated_firstRowsOfUnknownTimes_haveNone() {
    InteractionColumns timed = PortFixtures.timedRows(
        "ann", "x", 1, 0, "ann", "y", 2, 0, "bob", "y", 3, 9, "ann", "z", 4, 0, "ann", "q", 5, 20);
    VersionData known = VersionDataReader.forTraining(timed, row -> false, NO_SPLIT);
    for (VersionData each : List.of(known, known.compacted())) {
      assertEquals(
          List.of(0L, 0L, 9L, 0L, 20L),
          IntStream.range(0, 5).mapToObj(k -> each.table().dated(k).time()).toList());
    }
  }

  @Test
  void forTraining_excludedRows_unknownUsers() {
    VersionData fewer = VersionDataReader.forTraining(ROWS, row -> row == 1, NO_SPLIT);
    assertEquals(EntityIndex.UNKNOWN, fewer.index().user("bob"));
    assertEquals(List.of("2:ann/y", "3:cat/z", "4:ann/x"), live(fewer));
  }

  @Test
  void seen_user_ascendingDistinctItems() {
    assertArrayEquals(new int[]{0, 1}, data.seen(data.index().user("ann")));
    assertArrayEquals(new int[]{2}, data.seen(data.index().user("cat")));
  }

  @Test
  void without_user_restSharedAndUntouched() {
    int ann = data.index().user("ann");
    VersionData after = data.without(new int[]{2, 4}, new int[]{ann}, new int[0]);
    assertEquals(EntityIndex.UNKNOWN, after.index().user("ann"));
    assertEquals("", after.index().userId(ann));
    assertEquals(3, after.index().userCount());
    assertEquals(2, after.index().liveUsers());
    assertEquals(List.of("1:bob/x", "3:cat/z"), live(after));
    assertSame(data.table(), after.table());
    assertEquals(4, data.live().size());
    assertEquals(ann, data.index().user("ann"));
    assertEquals(3, data.index().liveUsers());
  }

  @Test
  void without_item_erasedItemKnownForExclusion() {
    int x = data.index().item("x");
    VersionData after = data.without(new int[]{1, 4}, new int[0], new int[]{x});
    assertArrayEquals(new int[]{x}, after.index().erasedItems());
    assertEquals(EntityIndex.UNKNOWN, after.index().item("x"));
    assertEquals(List.of("2:ann/y", "3:cat/z"), live(after));
  }

  @Test
  void without_pair_noLongerSeen() {
    VersionData after = data.without(new int[]{4}, new int[0], new int[0]);
    assertArrayEquals(new int[]{1}, after.seen(after.index().user("ann")));
    assertSame(data.index(), after.index());
  }

  @Test
  void without_nothing_same() {
    assertSame(data, data.without(new int[0], new int[0], new int[0]));
  }

  @Test
  void compacted_afterErasure_freshIndexSamePositions() {
    int ann = data.index().user("ann");
    VersionData compact = data.without(new int[]{2, 4}, new int[]{ann}, new int[0]).compacted();
    assertEquals(List.of("bob", "cat"), compact.index().ids().users());
    assertEquals(List.of("x", "z"), compact.index().ids().items());
    assertEquals(List.of("1:bob/x", "3:cat/z"), live(compact));
    assertEquals(0, compact.live().all().value(2));
  }

  @Test
  void forVersion_storedIds_sameNumbersWhateverTheLogHolds() {
    EntityIndex stored = EntityIndex
        .of(new EntityIds(List.of("cat", "", "bob"), List.of("z", "x", "y")));
    VersionData loaded = VersionDataReader.forVersion(ROWS, row -> false, stored, NO_SPLIT);
    assertEquals(List.of("1:bob/x", "3:cat/z"), live(loaded));
    assertEquals(2, loaded.live().all().user(1));
  }

  @Test
  void split_sameShareAndStableUnderRemoval() {
    Object[] triples = IntStream.range(0, 4000)
        .boxed()
        .flatMap(k -> java.util.stream.Stream.of("u" + k % 50, "i" + k / 50, 1))
        .toArray();
    InteractionColumns rows = PortFixtures.rows(triples);
    ValidationSplit split = new ValidationSplit(3, 0.1);
    VersionData all = VersionDataReader.forTraining(rows, row -> false, split);
    assertEquals(400, all.heldOut().size(), 60);
    assertEquals(4000, all.heldOut().size() + all.trained().size());
    VersionData fewer = VersionDataReader.forTraining(rows, row -> row % 3 == 0, split);
    for (int position : fewer.live().positions()) {
      assertEquals(all.trained().contains(position), fewer.trained().contains(position));
    }
    assertTrue(
        IntStream.range(0, 4000)
            .anyMatch(
                position -> all.trained().contains(position) != VersionDataReader
                    .forTraining(rows, row -> false, new ValidationSplit(4, 0.1))
                    .trained()
                    .contains(position)));
  }

  @Test
  void index_sameIdTwice_refusedWithoutTheId() {
    IllegalArgumentException error = assertThrows(
        IllegalArgumentException.class,
        () -> EntityIndex.of(new EntityIds(List.of("ann", "bob", "ann"), List.of())));
    assertFalse(String.valueOf(error.getMessage()).contains("ann"));
  }

  @Test
  void keys_sameIdAnywhere_sameKey() {
    EntityIndex other = EntityIndex.of(new EntityIds(List.of("cat"), List.of("q", "x")));
    assertEquals(data.index().keys().user(data.index().user("cat")), other.keys().user(0));
    assertEquals(data.index().keys().item(data.index().item("x")), other.keys().item(1));
  }
}
