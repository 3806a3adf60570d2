package io.lethe.engine.recommend;

import static io.lethe.engine.recommend.RecommendWorld.MODEL;
import static io.lethe.engine.recommend.RecommendWorld.expected;
import static io.lethe.engine.recommend.RecommendWorld.neighbours;
import static io.lethe.engine.recommend.RecommendWorld.plain;
import static io.lethe.engine.recommend.RecommendWorld.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.engine.data.VersionData;
import io.lethe.engine.interaction.RecentItems;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.ErasureTarget.Pair;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What users did that the version has not learned. */
class RecentItemsTest {

  private final RecommendWorld world = new RecommendWorld();

  @AfterEach
  void close() {
    world.close();
  }

  private String top(String user, int n) {
    return text(world.outcome(user, n, false, Fallback.NONE));
  }

  private float[] scores(String user, String... items) {
    ScoreOutcome outcome = world.recommender.score(new ScoreQuery(MODEL, user, List.of(items)))
        .content();
    return assertInstanceOf(ScoreOutcome.Scored.class, outcome).scores();
  }

  @Test
  void knownUser_modelOfHistories_isAskedForAllThatTheUserDid() {
    world.serving(neighbours());
    assertEquals("LEARNED h=7.0", top("ann", 1));
    world.did("ann", 1, "g");
    assertEquals(
        "HISTORY " + expected(Map.of("a", 1f, "b", 2f, "g", 1f), "c", "d", "f", "e", "h"),
        top("ann", 1000));
  }

  @Test
  void knownUser_recentValue_replacesTheOlderOneOfTheItem() {
    world.serving(neighbours());
    world.recents.put("ann", new RecentItems(List.of("b", "b"), new float[]{9, 5}, 1));
    assertEquals("HISTORY " + expected(Map.of("a", 1f, "b", 5f), "c"), top("ann", 1));
  }

  @Test
  void unknownUser_modelOfHistories_isAnsweredFromWhatTheUserDid() {
    world.serving(neighbours());
    world.did("zoe", 1, "c", "nothing");
    assertEquals("HISTORY " + expected(Map.of("c", 1f), "b", "d"), top("zoe", 2));
    assertEquals(
        "HISTORY " + expected(Map.of("c", 1f), "c", "b"),
        text(world.outcome("zoe", 2, true, Fallback.POPULAR)));
    assertEquals(0, world.cache.size());
  }

  @Test
  void recentItemsThatTheVersionDoesNotKnow_areNoHistory() {
    world.serving(neighbours());
    world.did("ann", 1, "nothing");
    world.did("zoe", 1, "nothing");
    assertEquals("LEARNED h=7.0", top("ann", 1));
    assertInstanceOf(UserOutcome.Unknown.class, world.outcome("zoe", 1, false, Fallback.NONE));
    assertEquals("POPULAR c=2.0", text(world.outcome("zoe", 1, false, Fallback.POPULAR)));
  }

  @Test
  void modelOfUsersOnly_recentItemsLeftOut_unlessSeenOnesMayComeBack() {
    world.serving(plain());
    world.did("ann", 1, "h", "f");
    world.did("zoe", 1, "c");
    assertEquals("LEARNED g=6.0 e=4.0 d=3.0", top("ann", 3));
    assertEquals("LEARNED h=7.0", text(world.outcome("ann", 1, true, Fallback.NONE)));
    assertInstanceOf(UserOutcome.Unknown.class, world.outcome("zoe", 1, false, Fallback.NONE));
    assertEquals("POPULAR d=2.0", text(world.outcome("zoe", 1, false, Fallback.POPULAR)));
    assertEquals("POPULAR c=2.0", text(world.outcome("zoe", 1, true, Fallback.POPULAR)));
  }

  @Test
  void knownUser_revision_isWhatKeptAnswersGoBy() {
    Neighbours model = neighbours();
    world.serving(model);
    world.did("ann", 1, "g");
    String first = top("ann", 1);
    assertEquals(first, top("ann", 1));
    assertEquals(1, model.scans.get());
    world.did("ann", 2, "g", "c");
    assertEquals(
        "HISTORY " + expected(Map.of("a", 1f, "b", 2f, "g", 1f, "c", 1f), "d"), top("ann", 1));
    assertEquals(2, model.scans.get());
    world.recents.remove("ann");
    assertEquals("LEARNED h=7.0", top("ann", 1));
  }

  @Test
  void containedItemsAndPairs_areNoPartOfAHistory_recentOrLearned() {
    world.serving(neighbours());
    world.did("ann", 1, "g", "h", "d");
    world.containments.contain(MODEL, 1, new ErasureTarget.Item("h"));
    world.containments.contain(
        MODEL, 2,
        new ErasureTarget.Interactions(List.of(new Pair("ann", "g"), new Pair("ann", "b"))));
    assertEquals("HISTORY " + expected(Map.of("a", 1f, "d", 1f), "c", "e", "f"), top("ann", 5));
    float[] scores = scores("ann", "g", "h", "b", "a");
    assertEquals(
        "[NaN, NaN, NaN, %s]".formatted(Neighbours.score(new int[]{0, 3}, new float[]{1, 1}, 0)),
        Arrays.toString(scores));
  }

  @Test
  void recentItemsThatAreAllContained_areNoHistory() {
    world.serving(neighbours());
    world.did("ann", 1, "h");
    world.did("zoe", 1, "h");
    world.containments.contain(MODEL, 1, new ErasureTarget.Item("h"));
    assertEquals("LEARNED g=6.0", top("ann", 1));
    assertInstanceOf(UserOutcome.Unknown.class, world.outcome("zoe", 1, false, Fallback.NONE));
  }

  @Test
  void erasedInteractions_areNoPartOfAHistory() {
    VersionData before = RecommendWorld.data();
    // Ann's b goes.
    world.serving(
        2, 1, neighbours(),
        before.without(new int[]{before.table().find(0, 1)}, new int[0], new int[0]));
    world.did("ann", 1, "g");
    assertEquals("HISTORY " + expected(Map.of("a", 1f, "g", 1f), "b", "f", "h"), top("ann", 3));
  }

  @Test
  void containedUser_isNotLookedUp() {
    world.serving(neighbours());
    world.did("ann", 1, "g");
    world.containments.contain(MODEL, 1, new ErasureTarget.User("ann"));
    assertInstanceOf(UserOutcome.Contained.class, world.outcome("ann", 1, false, Fallback.NONE));
    assertInstanceOf(
        ScoreOutcome.Contained.class,
        world.recommender.score(new ScoreQuery(MODEL, "ann", List.of("a"))).content());
    assertEquals(List.of(), world.asked);
  }

  @Test
  void score_recentItems_likeARecommendation() {
    world.serving(neighbours());
    world.did("ann", 1, "g");
    world.did("zoe", 1, "c");
    assertEquals(
        Neighbours.score(new int[]{0, 1, 6}, new float[]{1, 2, 1}, 6), scores("ann", "g")[0]);
    assertEquals("[100.0, NaN, 50.0]", Arrays.toString(scores("zoe", "c", "nothing", "d")));
    world.recents.remove("ann");
    assertEquals("[6.0]", Arrays.toString(scores("ann", "g")));
  }

  @Test
  void score_modelOfUsersOnly_fromWhatItHasLearned() {
    world.serving(plain());
    world.did("ann", 1, "g");
    world.did("zoe", 1, "g");
    assertEquals("[6.0]", Arrays.toString(scores("ann", "g")));
    assertInstanceOf(
        ScoreOutcome.Unknown.class,
        world.recommender.score(new ScoreQuery(MODEL, "zoe", List.of("g"))).content());
  }

  @Test
  void recentItems_areImmutable_andHaveAFiniteValueEach() {
    float[] values = {1, 2};
    RecentItems items = new RecentItems(List.of("a", "b"), values, 3);
    values[0] = 9;
    items.values()[1] = 9;
    assertEquals("[1.0, 2.0]", Arrays.toString(items.values()));
    assertThrows(
        IllegalArgumentException.class, () -> new RecentItems(List.of("a"), new float[0], 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new RecentItems(List.of("a"), new float[]{Float.NaN}, 1));
  }
}
