package io.lethe.engine.recommend;

import static io.lethe.engine.catalog.CatalogFixtures.listed;
import static io.lethe.engine.catalog.CatalogFixtures.soldOut;
import static io.lethe.engine.recommend.RecommendWorld.MODEL;
import static io.lethe.engine.recommend.RecommendWorld.expected;
import static io.lethe.engine.recommend.RecommendWorld.neighbours;
import static io.lethe.engine.recommend.RecommendWorld.plain;
import static io.lethe.engine.recommend.RecommendWorld.refused;
import static io.lethe.engine.recommend.RecommendWorld.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.catalog.Narrowing;
import io.lethe.engine.subject.ErasureTarget;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** For ann, who has seen a and b, the items' scores are their indices: h=7, g=6 and so on. */
class CatalogAnswersTest {

  private final RecommendWorld world = new RecommendWorld().serving(neighbours());

  @AfterEach
  void close() {
    world.close();
  }

  private String answer(String user, int n, String filter, String... allowed) {
    return text(
        world.recommender
            .recommend(
                new RecommendQuery(
                    MODEL, user, n, List.of(), false, Fallback.POPULAR, 0,
                    new Narrowing(filter, List.of(allowed))))
            .content());
  }

  @Test
  void unavailable_isNeverAnswered_fromItsChangeOn() {
    assertEquals("LEARNED h=7.0 g=6.0", answer("ann", 2, ""));
    world.catalogs.update(MODEL, List.of(soldOut("h")));
    assertEquals("LEARNED g=6.0 f=5.0", answer("ann", 2, ""));
    world.catalogs.update(MODEL, List.of(listed("h")));
    assertEquals("LEARNED h=7.0 g=6.0", answer("ann", 2, ""));
    world.catalogs.update(MODEL, List.of(soldOut("h"), soldOut("g")));
    assertEquals("LEARNED f=5.0 e=4.0", answer("ann", 2, ""));
    world.catalogs.delete(MODEL, List.of("h"));
    assertEquals("LEARNED h=7.0 f=5.0", answer("ann", 2, ""));
  }

  @Test
  void filter_isExact_howeverLowThatWhichPassesRanks() {
    world.catalogs.update(MODEL, List.of(listed("a", "x"), listed("c", "x"), listed("h", "y")));
    assertEquals("LEARNED c=2.0", answer("ann", 3, "x"));
    assertEquals("LEARNED h=7.0", answer("ann", 3, "y"));
    assertEquals("LEARNED g=6.0 f=5.0 e=4.0", answer("ann", 3, "!y"));
    assertEquals("LEARNED ", answer("ann", 3, "z"));
  }

  @Test
  void allowedItems_seenAndContainedStayOut() {
    assertEquals("LEARNED d=3.0 c=2.0", answer("ann", 5, "", "a", "c", "d", "unknown"));
    world.containments.contain(MODEL, 1, new ErasureTarget.Item("d"));
    assertEquals("LEARNED c=2.0", answer("ann", 5, "", "a", "c", "d"));
  }

  @Test
  void popular_isNarrowedToo() {
    world.catalogs.update(MODEL, List.of(soldOut("c", "x"), listed("d", "x"), listed("e", "x")));
    assertEquals("POPULAR d=2.0 a=1.0", answer("zoe", 2, ""));
    assertEquals("POPULAR d=2.0 e=1.0", answer("zoe", 5, "x"));
    assertEquals("POPULAR e=1.0", answer("zoe", 5, "x", "e", "c"));
  }

  @Test
  void histories_areNarrowed_andWhatIsSoldOutStillCountsAsHistory() {
    world.catalogs
        .update(MODEL, List.of(soldOut("c"), soldOut("d"), listed("e", "x"), listed("h", "x")));
    Map<String, Float> c = Map.of("c", 1f);
    assertEquals(
        expected(c, "b", "a", "e"),
        text(world.recommender.similar(new SimilarQuery(MODEL, "c", 3, List.of())).content()));
    HistoryQuery narrowed = new HistoryQuery(
        MODEL, List.of(new HistoryQuery.Item("c", 1)), 3, List.of(), true, 0,
        new Narrowing("x", List.of()));
    assertEquals(expected(c, "e", "h"), text(world.recommender.recommend(narrowed).content()));
    world.did("ann", 1, "c");
    assertEquals(
        "HISTORY " + expected(Map.of("a", 1f, "b", 2f, "c", 1f), "e", "h"), answer("ann", 3, "x"));
  }

  @Test
  void keptAnswers_areThoseOfTheSameItems() {
    Neighbours model = neighbours();
    world.serving(2, 0, model, RecommendWorld.data());
    world.catalogs.update(MODEL, List.of(soldOut("h")));
    String first = answer("ann", 2, "");
    assertEquals(first, answer("ann", 2, ""));
    int scans = model.scans.get();
    // No item of the version: what was answered stays.
    world.catalogs.update(MODEL, List.of(soldOut("of-another-model")));
    assertEquals(first, answer("ann", 2, ""));
    assertEquals(scans, model.scans.get());
    world.catalogs.update(MODEL, List.of(listed("a", "x")));
    assertEquals("LEARNED ", answer("ann", 2, "x"));
    assertEquals(first, answer("ann", 2, ""));
    assertEquals(scans + 1, model.scans.get());
  }

  @Test
  void batch_isNarrowed() {
    world.serving(2, 0, plain(), RecommendWorld.data());
    world.catalogs.update(MODEL, List.of(listed("c", "x"), soldOut("h", "x"), listed("d", "x")));
    List<UserOutcome> outcomes = world.recommender
        .recommend(
            new BatchRecommendQuery(
                MODEL, List.of("ann", "bob", "zoe"), 5, false, Fallback.POPULAR, 0,
                new Narrowing("x", List.of())))
        .content();
    assertEquals(
        List.of("LEARNED d=3.0 c=2.0", "LEARNED ", "POPULAR c=2.0 d=2.0"),
        outcomes.stream().map(RecommendWorld::text).toList());
  }

  @Test
  void filterThatIsNone_isRefused() {
    refused(ErrorKind.ARGUMENT_INVALID, () -> answer("ann", 1, "?"));
  }
}
