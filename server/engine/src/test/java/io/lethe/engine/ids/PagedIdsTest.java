package io.lethe.engine.ids;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PagedIdsTest {

  private static List<String> ids(int count) {
    return IntStream.range(0, count).mapToObj(k -> "id-" + k).toList();
  }

  @Test
  void list_isTheOneThatWasGiven_ofAnyLength() {
    for (int count : new int[]{0, 1, 1023, 1024, 1025, 5000}) {
      PagedIds paged = PagedIds.of(ids(count));
      assertEquals(ids(count), paged);
      assertEquals(paged, ids(count));
      assertEquals(ids(count).hashCode(), paged.hashCode());
      assertSame(paged, PagedIds.of(paged));
      assertThrows(IndexOutOfBoundsException.class, () -> paged.get(count));
    }
  }

  @Test
  void changes_atRandom_areThoseOfAList_andLeaveWhatTheyWereMadeOf() {
    Random random = new Random(3);
    List<String> expected = new ArrayList<>(ids(1000));
    PagedIds paged = PagedIds.of(expected);
    for (int step = 0; step < 300; step++) {
      List<String> before = List.copyOf(expected);
      PagedIds was = paged;
      if (random.nextBoolean()) {
        int[] gone = random.ints(random.nextInt(4), 0, expected.size()).toArray();
        IntStream.of(gone).forEach(number -> expected.set(number, ""));
        paged = was.without(gone);
        int[] differing = IntStream.range(0, before.size())
            .filter(number -> !before.get(number).equals(expected.get(number)))
            .toArray();
        assertArrayEquals(differing, paged.differing(was));
      } else {
        List<String> more = ids(random.nextInt(40));
        expected.addAll(more);
        paged = was.with(more);
      }
      assertEquals(expected, paged);
      assertEquals(before, was);
      assertEquals(before.equals(expected), was.equals(paged));
    }
  }

  /** Five of a million in three pages: three are made, however many there are. */
  @Test
  void without_costsThePagesThatItTouches() {
    PagedIds million = PagedIds.of(ids(1_000_000));
    int[] gone = {5, 6, 7, 123_456, 999_999};
    PagedIds next = million.without(gone);
    assertEquals(3, made(next, million));
    assertEquals(1, made(million.with(List.of("new")), million));
    assertArrayEquals(gone, next.differing(million));
    assertNotEquals(million, next);
  }

  private static long made(PagedIds next, PagedIds before) {
    Set<String[]> shared = Collections.newSetFromMap(new IdentityHashMap<>());
    shared.addAll(before.pages());
    return next.pages().stream().filter(page -> !shared.contains(page)).count();
  }

  @Test
  void without_numberOutOfRange_refused() {
    PagedIds some = PagedIds.of(ids(3));
    assertThrows(IndexOutOfBoundsException.class, () -> some.without(new int[]{3}));
    assertThrows(IllegalArgumentException.class, () -> some.differing(PagedIds.of(ids(2))));
  }
}
