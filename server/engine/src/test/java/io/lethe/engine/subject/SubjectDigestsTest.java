package io.lethe.engine.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.data.EntityIds;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget.Interactions;
import io.lethe.engine.subject.ErasureTarget.Item;
import io.lethe.engine.subject.ErasureTarget.Pair;
import io.lethe.engine.subject.ErasureTarget.User;
import io.lethe.engine.subject.Tombstones.Readmission;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What was erased is found again; of what was readmitted only what is older. */
class SubjectDigestsTest {

  private static final ModelName MODEL = new ModelName("tea");
  private static final EntityIds NONE = new EntityIds(List.of(), List.of());
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

  private final SubjectDigests digests = new SubjectDigests(new byte[32]);
  /** Row by row: ann/a, bob/a, ann/b, bob/b, ann/a. */
  private final InteractionColumns rows = new InteractionColumns(
      List.of("ann", "bob"), List.of("a", "b"), new int[]{0, 1, 0, 1, 0}, new int[]{0, 0, 1, 1, 0},
      new float[5]);

  private Tombstones erased(ErasureTarget... targets) {
    Set<String> all = new HashSet<>();
    Arrays.stream(targets).forEach(target -> all.addAll(digests.tombstones(MODEL, target)));
    return new Tombstones(1, all);
  }

  private Tombstones readmitted(Tombstones before, ErasureTarget target, long place) {
    Map<String, Readmission> again = new HashMap<>(before.readmitted());
    digests.tombstones(MODEL, target)
        .forEach(digest -> again.put(digest, new Readmission(place, NOON)));
    return new Tombstones(1, before.digests(), again);
  }

  private List<Integer> named(IntPredicate erased) {
    return IntStream.range(0, rows.size()).filter(erased).boxed().toList();
  }

  @Test
  void log_readmitted_onlyEarlierRowsAreErased() {
    Tombstones ann = erased(new User("ann"));
    assertEquals(List.of(0, 2, 4), named(digests.erased(MODEL, rows, ann)));
    Tombstones again = readmitted(ann, new User("ann"), 3);
    assertEquals(List.of(0, 2), named(digests.erased(MODEL, rows, again)));
    assertEquals(
        List.of(), named(digests.erased(MODEL, rows, readmitted(ann, new User("ann"), 0))));
  }

  @Test
  void log_severalNameARow_allMustBeReadmitted() {
    Interactions pair = new Interactions(List.of(new Pair("ann", "a")));
    Tombstones both = readmitted(erased(new User("ann"), pair), new User("ann"), 0);
    assertEquals(List.of(0, 4), named(digests.erased(MODEL, rows, both)));
    assertEquals(List.of(0), named(digests.erased(MODEL, rows, readmitted(both, pair, 4))));
    Tombstones item = readmitted(erased(new Item("b")), new Item("b"), 3);
    assertEquals(List.of(2), named(digests.erased(MODEL, rows, item)));
  }

  @Test
  void arriving_readmitted_earlierTimesAndUnknownOnesAreErased() {
    long noon = NOON.toEpochMilli();
    long[] times = {noon, noon, noon - 1, noon, Long.MIN_VALUE};
    Tombstones ann = erased(new User("ann"));
    assertEquals(List.of(0, 2, 4), named(digests.erased(MODEL, rows, ann, row -> times[row])));
    assertEquals(
        List.of(2, 4), named(
            digests.erased(MODEL, rows, readmitted(ann, new User("ann"), 99), row -> times[row])));
  }

  @Test
  void among_readmitted_foundOnlyWithEarlierRows() {
    Tombstones ann = erased(new User("ann"), new Item("b"));
    assertEquals(List.of(new User("ann"), new Item("b")), among(ann));
    Tombstones again = readmitted(ann, new User("ann"), 1);
    assertEquals(List.of(new User("ann"), new Item("b")), among(again));
    assertEquals(List.of(new Item("b")), among(readmitted(again, new User("ann"), 0)));
  }

  private List<ErasureTarget> among(Tombstones tombstones) {
    return digests.erasedAmong(MODEL, rows, row -> row, NONE, 0, tombstones);
  }

  @Test
  void among_idsWithoutRows_countByTheirPlace() {
    InteractionColumns nothing = new InteractionColumns(
        List.of(), List.of(), new int[0], new int[0], new float[0]);
    EntityIds known = new EntityIds(List.of("ann", "", "bob"), List.of());
    Tombstones again = readmitted(erased(new User("ann")), new User("ann"), 7);
    assertEquals(
        List.of(new User("ann")), digests.erasedAmong(MODEL, nothing, row -> row, known, 6, again));
    assertEquals(List.of(), digests.erasedAmong(MODEL, nothing, row -> row, known, 7, again));
  }

  @Test
  void without_takesReadmissionsAlong() {
    Tombstones again = readmitted(erased(new User("ann")), new User("ann"), 7);
    assertFalse(again.isEmpty());
    Tombstones rest = again.without(again.digests());
    assertTrue(rest.isEmpty());
    assertEquals(Map.of(), rest.readmitted());
  }
}
