package io.lethe.evaluation.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.evaluation.strategy.ForgetRequest;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.Interactions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ForgetSetsTest {

  private static final int USERS = 100;

  /** User u has u interactions, with items 0 to u - 1; so item i has 99 - i. */
  private static final Interactions STAIRS = stairs();

  private final ForgetSets sets = new ForgetSets(
      new Dataset("stairs", STAIRS, new int[]{4, 2}, STAIRS, STAIRS), 9);

  @Test
  void one_flipped_isTheDataSetsOwn() {
    ForgetRequest request = sets.one(ForgetKind.FLIPPED);
    assertArrayEquals(new int[]{4, 2}, request.positions());
    assertTrue(request.erased().isEmpty());
  }

  @Test
  void one_mostAndLeastActive_areTheEnds() {
    assertArrayEquals(new int[]{99}, sets.one(ForgetKind.MOST_ACTIVE).erased().users());
    // User 0 has nothing to forget.
    assertArrayEquals(new int[]{1}, sets.one(ForgetKind.LEAST_ACTIVE).erased().users());
  }

  @Test
  void one_medianUser_goesWithAllInteractions() {
    ForgetRequest request = sets.one(ForgetKind.ONE_USER);
    assertArrayEquals(new int[]{50}, request.erased().users());
    assertEquals(50, request.positions().length);
    for (int position : request.positions()) {
      assertEquals(50, STAIRS.user(position));
    }
  }

  @Test
  void one_medianItem_goesWithAllInteractions() {
    ForgetRequest request = sets.one(ForgetKind.ONE_ITEM);
    int item = request.erased().items()[0];
    assertEquals(49, item);
    assertEquals(50, request.positions().length);
  }

  @Test
  void one_fivePercent_isThatShareOfTheActive() {
    assertEquals(5, sets.one(ForgetKind.USERS_5PCT).erased().users().length);
    assertEquals(1, sets.one(ForgetKind.USERS_1PCT).erased().users().length);
    assertEquals(1, sets.one(ForgetKind.ONE_INTERACTION).positions().length);
  }

  @Test
  void sequence_ofUsers_beginsAlikeAtAnyLength() {
    List<ForgetRequest> ten = sets.sequence(ForgetKind.SEQUENCE, 10);
    List<ForgetRequest> three = sets.sequence(ForgetKind.SEQUENCE, 3);
    for (int k = 0; k < 3; k++) {
      assertArrayEquals(ten.get(k).erased().users(), three.get(k).erased().users());
    }
    ForgetRequest together = ForgetSets.together(ten);
    assertEquals(10, together.erased().users().length);
    assertEquals(
        ten.stream().mapToInt(request -> request.positions().length).sum(),
        Arrays.stream(together.positions()).distinct().count());
  }

  @Test
  void points_ofASequence_eraseAtMostHalfOfTheUsers() {
    assertEquals(List.of(1, 10), points(199));
    assertEquals(List.of(1, 10, 100, 1000), points(2999));
  }

  private static List<Integer> points(int users) {
    EntityKeys keys = new EntityKeys(LongStream.range(0, users).toArray(), new long[1]);
    Interactions one = new Interactions(keys, new int[1], new int[1], new float[1]);
    return new ForgetSets(new Dataset("one", one, new int[0], one, one), 9)
        .points(ForgetKind.SEQUENCE);
  }

  @Test
  void one_popularItem_isTheOneWithMost() {
    ForgetRequest request = sets.one(ForgetKind.POPULAR_ITEM);
    assertArrayEquals(new int[]{0}, request.erased().items());
    assertEquals(99, request.positions().length);
  }

  @Test
  void sequence_sensitive_asksForOneUsersPairsWithTheSameFewItems() {
    assertEquals(List.of(1, 10), sets.points(ForgetKind.SENSITIVE));
    List<ForgetRequest> requests = sets.sequence(ForgetKind.SENSITIVE, 10);
    Set<Integer> items = new HashSet<>();
    for (ForgetRequest request : requests) {
      assertTrue(request.erased().isEmpty());
      assertTrue(request.positions().length > 0);
      assertEquals(1, Arrays.stream(request.positions()).map(STAIRS::user).distinct().count());
      Arrays.stream(request.positions()).forEach(position -> items.add(STAIRS.item(position)));
    }
    // A twentieth of 99 items with interactions.
    assertTrue(items.size() <= 4, items.toString());
    assertEquals(
        10,
        Arrays.stream(ForgetSets.together(requests).positions())
            .map(STAIRS::user)
            .distinct()
            .count());
  }

  private static Interactions stairs() {
    EntityKeys keys = new EntityKeys(
        LongStream.range(0, USERS).toArray(), LongStream.range(0, USERS).toArray());
    int[] users = IntStream.range(0, USERS)
        .flatMap(user -> IntStream.generate(() -> user).limit(user))
        .toArray();
    int[] items = IntStream.range(0, USERS).flatMap(user -> IntStream.range(0, user)).toArray();
    return new Interactions(keys, users, items, new float[users.length]);
  }
}
