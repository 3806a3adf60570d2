package io.lethe.engine.recommend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.catalog.CatalogFixtures;
import io.lethe.engine.catalog.Narrowing;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.ErasureTarget.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers that outlive a change of what is answered from are those that would be made anew. */
class RenewedAnswersTest {

  private static final int STEPS = 6_000;

  private final RenewedWorld world = new RenewedWorld(7);

  @AfterEach
  void close() {
    world.close();
  }

  /** Versions, erasures, learning, containment and the catalogue change at random, ties abound. */
  @Test
  void thousandsOfChanges_keptAnswersAreThoseMadeAnew_toTheLastBit() {
    Random random = new Random(11);
    List<RecommendQuery> asked = new ArrayList<>();
    int forNew = 0;
    int forKept = 0;
    for (int step = 0; step < STEPS; step++) {
      String what = world.step(random);
      if (asked.size() > 60) {
        asked.subList(0, 30).clear();
      }
      asked.add(query(random));
      for (RecommendQuery query : asked) {
        int start = world.asked.scans;
        UserOutcome fresh = world.anew.recommend(query).content();
        int between = world.asked.scans;
        assertEquals(
            fresh, world.kept.recommend(query).content(),
            () -> "of %s after %s".formatted(query.user(), what));
        forNew += between - start;
        forKept += world.asked.scans - between;
      }
    }
    String scans = "%d scans for kept answers, %d for new ones".formatted(forKept, forNew);
    assertTrue(forKept < forNew / 2, scans);
  }

  private RecommendQuery query(Random random) {
    List<String> excluded = random.nextInt(4) == 0 ? List.of("i3", "i40") : List.of();
    Narrowing narrowing = switch (random.nextInt(6)) {
      case 0 -> new Narrowing("x", List.of());
      case 1 -> new Narrowing("", List.of("i1", "i5", "i7", "i41", "i42"));
      default -> Narrowing.NONE;
    };
    return new RecommendQuery(
        RenewedWorld.MODEL, "u" + random.nextInt(RenewedWorld.USERS + 6), 1 + random.nextInt(8),
        excluded, random.nextBoolean(), Fallback.NONE, 0, narrowing);
  }

  private static RecommendQuery of(String user) {
    return new RecommendQuery(RenewedWorld.MODEL, user, 5, List.of(), true);
  }

  private static String best(RenewedWorld world, String user) {
    return RecommendWorld.text(world.kept.recommend(of(user)).content());
  }

  @Test
  void swap_thatMovedOthers_costsAScoreForEachMovedItem_andNoScan() {
    best(world, "u1");
    int scans = world.asked.scans;
    int scores = world.asked.scores;
    world.publish(world.model().with(12, 40, new int[]{2, 3}, new int[]{}, new Random(1)));
    best(world, "u1");
    assertEquals(List.of(scans, scores), List.of(world.asked.scans, world.asked.scores));
    world.publish(world.model().withItem(39, -9, -9).withItem(38, -9, -9));
    best(world, "u1");
    assertEquals(scans, world.asked.scans);
    assertTrue(world.asked.scores <= scores + 2);
    world.publish(world.model().withUser(1, 9, 9));
    best(world, "u1");
    assertEquals(scans + 1, world.asked.scans, "the user moved");
  }

  @Test
  void item_thatRises_entersWithoutAScan_andOneThatFallsBelowTheLastTakesOne() {
    world.publish(
        world.model().with(12, 40, new int[]{}, new int[]{}, new Random(1)).withItem(20, 50, 50));
    String user = world.userWithPositiveRow();
    assertTrue(best(world, user).startsWith("LEARNED i20="));
    int scans = world.asked.scans;
    world.publish(world.model().withItem(21, 90, 90));
    assertTrue(best(world, user).startsWith("LEARNED i21="));
    assertEquals(scans, world.asked.scans);
    world.publish(world.model().withItem(21, -90, -90));
    assertTrue(best(world, user).startsWith("LEARNED i20="));
    assertEquals(scans + 1, world.asked.scans);
  }

  @Test
  void containmentOfOthers_keepsAnswers_andAContainedItemGoesAtOnce() {
    String before = best(world, "u1");
    int scans = world.asked.scans;
    world.containments.contain(RenewedWorld.MODEL, 1, new ErasureTarget.User("u5"));
    world.containments.contain(
        RenewedWorld.MODEL, 2, new ErasureTarget.Interactions(List.of(new Pair("u6", "i0"))));
    assertEquals(before, best(world, "u1"));
    assertEquals(scans, world.asked.scans);
    String top = before.substring(before.indexOf(' ') + 1, before.indexOf('='));
    world.containments.contain(RenewedWorld.MODEL, 3, new ErasureTarget.Item(top));
    assertTrue(!best(world, "u1").contains(top + "="));
  }

  @Test
  void unavailable_isNotAnsweredFromWhatWasKept() {
    String before = best(world, "u1");
    String top = before.substring(before.indexOf(' ') + 1, before.indexOf('='));
    world.catalogs.update(RenewedWorld.MODEL, List.of(CatalogFixtures.soldOut(top)));
    assertTrue(!best(world, "u1").contains(top + "="));
  }

  @Test
  void retired_answersThatHoldWhatMovedOrIsErased_areDropped() {
    best(world, "u1");
    best(world, "u2");
    best(world, "u3");
    assertEquals(3, world.cache.size());
    world.erase(new int[]{2}, new int[]{});
    assertEquals(2, world.cache.size(), "the erased user's answer goes with the version");
    String before = best(world, "u1");
    String top = before.substring(before.indexOf(' ') + 2, before.indexOf('='));
    world.publish(world.model().withItem(Integer.parseInt(top), -50, -50));
    assertTrue(world.cache.size() < 2, "an answer with an item that moved goes, too");
  }
}
