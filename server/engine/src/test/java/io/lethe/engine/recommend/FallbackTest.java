package io.lethe.engine.recommend;

import static io.lethe.engine.recommend.RecommendWorld.MODEL;
import static io.lethe.engine.recommend.RecommendWorld.neighbours;
import static io.lethe.engine.recommend.RecommendWorld.plain;
import static io.lethe.engine.recommend.RecommendWorld.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.lethe.engine.data.VersionData;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.ErasureTarget.Pair;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What answers for users of whom the version knows nothing. */
class FallbackTest {

  private final RecommendWorld world = new RecommendWorld();

  @AfterEach
  void close() {
    world.close();
  }

  private String popular(String user, int n, String... not) {
    return text(world.outcome(user, n, false, Fallback.POPULAR, not));
  }

  @Test
  void unknownUser_popular_mostInteractionsFirst_equalOnesByIndex() {
    world.serving(plain());
    assertEquals("POPULAR c=2.0 d=2.0 a=1.0 b=1.0", popular("zoe", 4));
    assertEquals("POPULAR c=2.0 a=1.0 e=1.0", popular("zoe", 3, "d", "b", "nothing"));
  }

  @Test
  void unknownUser_moreThanThereAreItems_getsAllOfThem() {
    world.serving(plain());
    assertEquals("POPULAR c=2.0 d=2.0 a=1.0 b=1.0 e=1.0 f=0.0 g=0.0 h=0.0", popular("zoe", 1000));
  }

  @Test
  void unknownUser_noFallback_asBefore() {
    world.serving(neighbours());
    assertInstanceOf(UserOutcome.Unknown.class, world.outcome("zoe", 1, false, Fallback.NONE));
  }

  @Test
  void knownUser_popular_changesNothing() {
    world.serving(plain());
    assertEquals("LEARNED h=7.0 g=6.0", popular("ann", 2));
  }

  @Test
  void containedUser_popular_nothingOfThemCounts() {
    world.serving(neighbours());
    world.did("bob", 1, "a", "h");
    world.containments.contain(MODEL, 1, new ErasureTarget.User("bob"));
    assertInstanceOf(UserOutcome.Contained.class, world.outcome("bob", 2, false, Fallback.NONE));
    // Bob has seen c and d, and did a lately: none of that is left out, and none of it counts.
    assertEquals("POPULAR a=1.0 b=1.0 c=1.0 d=1.0 e=1.0 f=0.0", popular("bob", 6));
    assertEquals(List.of(), world.asked);
  }

  @Test
  void containedItems_popular_leftOut() {
    world.serving(neighbours());
    world.containments.contain(MODEL, 1, new ErasureTarget.Item("c"));
    world.containments
        .contain(MODEL, 2, new ErasureTarget.Interactions(List.of(new Pair("zoe", "d"))));
    assertEquals("POPULAR a=1.0 b=1.0", popular("zoe", 2));
    assertEquals("POPULAR d=2.0 a=1.0", popular("yan", 2));
  }

  @Test
  void erasedInteractions_popular_countNoMore_inTheVersionThatReflectsThem() {
    VersionData before = RecommendWorld.data();
    world.serving(1, 0, neighbours(), before);
    assertEquals("POPULAR c=2.0 d=2.0 a=1.0", popular("zoe", 3));
    // Cid goes with c, d and e, and the item a.
    int[] gone = {before.table().ofItem(0)[0], before.table().ofUser(2)[0],
        before.table().ofUser(2)[1], before.table().ofUser(2)[2]};
    world.serving(2, 1, neighbours(), before.without(gone, new int[]{2}, new int[]{0}));
    assertEquals("POPULAR b=1.0 c=1.0 d=1.0 e=0.0 f=0.0 g=0.0 h=0.0", popular("zoe", 1000));
  }

  @Test
  void batch_popular_eachUserWithItsSource() {
    world.serving(plain());
    world.containments.contain(MODEL, 1, new ErasureTarget.User("bob"));
    List<UserOutcome> outcomes = world.recommender.recommend(
        new BatchRecommendQuery(MODEL, List.of("ann", "bob", "zoe"), 1, false, Fallback.POPULAR, 0))
        .content();
    assertEquals(
        List.of("LEARNED h=7.0", "POPULAR a=1.0", "POPULAR a=1.0"),
        outcomes.stream().map(RecommendWorld::text).toList());
  }
}
