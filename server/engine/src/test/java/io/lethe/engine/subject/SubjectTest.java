package io.lethe.engine.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget.Pair;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SubjectTest {

  private static final ModelName MODEL = PortFixtures.MOVIES;
  private final SubjectDigests digests = new SubjectDigests(new byte[]{1, 2, 3});
  private final ContainmentList list = new ContainmentList();

  @Test
  void target_badIds_refusedWithoutThem() {
    refused(ErrorKind.ID_MALFORMED, () -> new ErasureTarget.User(""));
    refused(ErrorKind.ID_MALFORMED, () -> new ErasureTarget.Item("\u20ac".repeat(86)));
    refused(ErrorKind.TARGET_EMPTY, () -> new ErasureTarget.Interactions(List.of()));
    List<Pair> many = IntStream.rangeClosed(0, ErasureTarget.PAIRS_MAX)
        .mapToObj(k -> new Pair("u", "i" + k))
        .toList();
    refused(ErrorKind.TARGET_TOO_LARGE, () -> new ErasureTarget.Interactions(many));
    assertEquals(256, "x".repeat(256).length());
    assertEquals(ErasureTarget.Kind.USER, new ErasureTarget.User("x".repeat(256)).kind());
    assertFalse(new ErasureTarget.User("secret").toString().contains("secret"));
    assertFalse(new Pair("secret", "item").toString().contains("secret"));
  }

  @Test
  void target_repeatedPairs_onceEach() {
    assertEquals(
        1, new ErasureTarget.Interactions(List.of(new Pair("u", "i"), new Pair("u", "i"))).pairs()
            .size());
  }

  @Test
  void tombstones_differentMeanings_differentDigests() {
    Set<String> all = new HashSet<>();
    all.addAll(digests.tombstones(MODEL, new ErasureTarget.User("ab")));
    all.addAll(digests.tombstones(MODEL, new ErasureTarget.Item("ab")));
    all.addAll(digests.tombstones(PortFixtures.BOOKS, new ErasureTarget.User("ab")));
    all.addAll(
        digests.tombstones(
            MODEL, new ErasureTarget.Interactions(
                List.of(new Pair("a", "bc"), new Pair("ab", "c"), new Pair("abc", "d")))));
    assertEquals(6, all.size());
    all.forEach(digest -> assertTrue(digest.matches("[0-9a-f]{64}")));
    assertNotEquals(
        digests.tombstones(MODEL, new ErasureTarget.User("ab")),
        new SubjectDigests(new byte[]{9}).tombstones(MODEL, new ErasureTarget.User("ab")));
  }

  @Test
  void erased_rows_exactlyThoseNamed() {
    InteractionColumns rows = PortFixtures
        .rows("ann", "x", 1, "bob", "x", 1, "bob", "y", 1, "cat", "z", 1, "cat", "y", 1);
    Set<String> tombstones = new HashSet<>(
        digests.tombstones(MODEL, new ErasureTarget.User("ann")));
    tombstones.addAll(digests.tombstones(MODEL, new ErasureTarget.Item("z")));
    tombstones.addAll(
        digests.tombstones(MODEL, new ErasureTarget.Interactions(List.of(new Pair("bob", "y")))));
    IntPredicate erased = digests.erased(MODEL, rows, new Tombstones(1, tombstones));
    assertEquals(List.of(0, 2, 3), IntStream.range(0, 5).filter(erased).boxed().toList());
    Tombstones none = new Tombstones(0, Set.of());
    assertEquals(0, IntStream.range(0, 5).filter(digests.erased(MODEL, rows, none)).count());
  }

  @Test
  void contain_user_inVersionsThatDoNotReflectIt() {
    list.contain(MODEL, 5, new ErasureTarget.User("ann"));
    assertTrue(list.of(MODEL).containsUser("ann", 4));
    assertFalse(list.of(MODEL).containsUser("ann", 5));
    assertFalse(list.of(MODEL).containsUser("bob", 4));
    assertTrue(list.of(PortFixtures.BOOKS).isEmpty());
  }

  @Test
  void contain_pairsAndItems_listedForTheirUser() {
    list.contain(MODEL, 1, new ErasureTarget.Item("x"));
    list.contain(MODEL, 2, new ErasureTarget.Interactions(List.of(new Pair("ann", "y"))));
    Containment now = list.of(MODEL);
    assertEquals(Set.of("x"), now.items(0));
    assertEquals(Set.of(), now.items(1));
    assertEquals(Set.of("y"), now.itemsOf("ann", 1));
    assertEquals(Set.of(), now.itemsOf("bob", 0));
  }

  @Test
  void lift_oneOfTwoForTheSameUser_theOtherStays() {
    list.contain(MODEL, 1, new ErasureTarget.User("ann"));
    list.contain(MODEL, 2, new ErasureTarget.User("ann"));
    list.lift(MODEL, Set.of(1L));
    assertTrue(list.of(MODEL).containsUser("ann", 1));
    list.lift(MODEL, Set.of(2L));
    assertTrue(list.of(MODEL).isEmpty());
  }

  @Test
  void revision_everyChange_grows() {
    long before = list.of(MODEL).revision();
    list.contain(MODEL, 1, new ErasureTarget.User("ann"));
    long contained = list.of(MODEL).revision();
    list.lift(MODEL, Set.of(1L));
    assertTrue(before < contained && contained < list.of(MODEL).revision());
  }

  @Test
  void hold_open_liftedOnlyAfterTheLastOne() {
    list.contain(MODEL, 1, new ErasureTarget.User("ann"));
    ContainmentList.Hold first = list.hold(MODEL);
    ContainmentList.Hold second = list.hold(MODEL);
    list.lift(MODEL, Set.of(1L));
    assertEquals(1, list.of(MODEL).between(0, 9).size());
    first.close();
    assertEquals(1, list.of(MODEL).between(0, 9).size());
    second.close();
    assertTrue(list.of(MODEL).isEmpty());
  }

  @Test
  void containForEver_anyVersion_heldBack() {
    list.contain(MODEL, 3, new ErasureTarget.User("ann"));
    list.containForEver(MODEL, 3, new ErasureTarget.User("ann"));
    assertTrue(list.of(MODEL).containsUser("ann", Long.MAX_VALUE / 4));
    assertEquals(List.of(), list.of(MODEL).between(0, 100));
  }

  private static void refused(ErrorKind kind, org.junit.jupiter.api.function.Executable call) {
    assertEquals(kind, assertThrows(LetheException.class, call).kind());
  }
}
