package io.lethe.engine.recommend;

import static io.lethe.engine.recommend.RecommendWorld.MODEL;
import static io.lethe.engine.recommend.RecommendWorld.expected;
import static io.lethe.engine.recommend.RecommendWorld.neighbours;
import static io.lethe.engine.recommend.RecommendWorld.plain;
import static io.lethe.engine.recommend.RecommendWorld.refused;
import static io.lethe.engine.recommend.RecommendWorld.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.interaction.RecentItems;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.ErasureTarget.Pair;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions and similar items. */
class HistoryAnswersTest {

  private final RecommendWorld world = new RecommendWorld();

  @AfterEach
  void close() {
    world.close();
  }

  private static HistoryQuery.Item item(String id, float value) {
    return new HistoryQuery.Item(id, value);
  }

  private String session(
      int n, boolean includeGiven, List<String> not, HistoryQuery.Item... items) {
    return text(
        world.recommender.recommend(new HistoryQuery(MODEL, List.of(items), n, not, includeGiven))
            .content());
  }

  private String similar(String item, int n, String... not) {
    return text(
        world.recommender.similar(new SimilarQuery(MODEL, item, n, List.of(not))).content());
  }

  @Test
  void session_itemsAndValues_areWhatTheModelIsAskedFor() {
    world.serving(neighbours());
    assertEquals(
        expected(Map.of("c", 1f, "f", 3f), "e", "g", "d"),
        session(3, false, List.of(), item("c", 1), item("f", 3)));
  }

  @Test
  void session_given_comesBackOnlyIfAllowed_excludedNever() {
    world.serving(neighbours());
    assertEquals(expected(Map.of("c", 1f), "b"), session(1, false, List.of(), item("c", 1)));
    assertEquals(expected(Map.of("c", 1f), "c", "b"), session(2, true, List.of(), item("c", 1)));
    assertEquals(
        expected(Map.of("c", 1f), "d", "a"),
        session(2, true, List.of("b", "c", "nothing"), item("c", 1)));
    assertEquals(7, session(1000, false, List.of(), item("c", 1)).split(" ").length);
  }

  @Test
  void session_itemNamedTwice_lastValueCounts() {
    world.serving(neighbours());
    assertEquals(
        expected(Map.of("c", 2f, "a", 1f), "b"),
        session(1, false, List.of(), item("c", 9), item("a", 1), item("c", 2)));
  }

  @Test
  void session_orderOfItems_changesNoBit() {
    world.serving(neighbours());
    assertEquals(
        session(8, true, List.of(), item("a", 0.1f), item("e", 0.7f), item("h", 1.3f)),
        session(8, true, List.of(), item("h", 1.3f), item("a", 0.1f), item("e", 0.7f)));
  }

  @Test
  void session_itemsThatAreUnknownOrContained_passedOver() {
    world.serving(neighbours());
    world.containments.contain(MODEL, 1, new ErasureTarget.Item("d"));
    assertEquals(
        expected(Map.of("c", 1f), "b", "a", "e"),
        session(3, false, List.of(), item("d", 5), item("c", 1), item("nothing", 5)));
    LetheException none = refused(
        ErrorKind.ITEM_NOT_FOUND,
        () -> session(3, false, List.of(), item("d", 5), item("nothing", 5)));
    assertEquals(Map.of("model", MODEL.value()), none.metadata());
    assertFalse(String.valueOf(none.getMessage()).contains("nothing"));
    refused(ErrorKind.ITEM_NOT_FOUND, () -> similar("d", 1));
  }

  @Test
  void session_itemsThatAreErased_neitherKnownNorAnswered() {
    int[] ofD = RecommendWorld.data().table().ofItem(3);
    world.serving(1, 4, neighbours(), RecommendWorld.data().without(ofD, new int[0], new int[]{3}));
    assertEquals(
        expected(Map.of("c", 1f), "b", "a", "e"),
        session(3, false, List.of(), item("c", 1), item("d", 5)));
    assertEquals(7, session(1000, true, List.of(), item("c", 1)).split(" ").length);
    refused(ErrorKind.ITEM_NOT_FOUND, () -> similar("d", 1));
  }

  /** A pair that is being erased is held back from its user, not from a visitor's session. */
  @Test
  void session_itemOfAContainedPair_isKnownStill() {
    world.serving(neighbours());
    world.containments
        .contain(MODEL, 1, new ErasureTarget.Interactions(List.of(new Pair("bob", "c"))));
    assertEquals(expected(Map.of("c", 1f), "b"), session(1, false, List.of(), item("c", 1)));
  }

  @Test
  void session_askedTwice_isNotKept() {
    Neighbours model = neighbours();
    world.serving(model);
    String first = session(1, false, List.of(), item("c", 1));
    assertEquals(first, session(1, false, List.of(), item("c", 1)));
    assertEquals(2, model.scans.get());
    assertEquals(0, world.cache.size());
    assertEquals(List.of(), world.asked);
  }

  @Test
  void similar_knownItem_isTheSessionOfIt_withoutItself() {
    world.serving(neighbours());
    assertEquals(expected(Map.of("c", 1f), "b", "d"), similar("c", 2));
    assertEquals(expected(Map.of("c", 1f), "d", "a"), similar("c", 2, "b"));
    assertEquals(7, similar("c", 1000).split(" ").length);
    LetheException unknown = refused(ErrorKind.ITEM_NOT_FOUND, () -> similar("nothing", 2));
    assertEquals(Map.of("model", MODEL.value()), unknown.metadata());
    assertFalse(String.valueOf(unknown.getMessage()).contains("nothing"));
  }

  @Test
  void model_thatCannotBeAskedForAHistory_saysSo() {
    world.serving(plain());
    LetheException session = refused(
        ErrorKind.HISTORY_NOT_SUPPORTED, () -> session(1, false, List.of(), item("c", 1)));
    assertEquals(Map.of("model", MODEL.value(), "plugin", "stiff"), session.metadata());
    refused(ErrorKind.HISTORY_NOT_SUPPORTED, () -> similar("nothing", 1));
  }

  @Test
  void model_thatAnswersWhatCannotBe_pluginFailed() {
    world.serving(new Neighbours(3, 8) {
      @Override
      public int topItems(
          int[] history, float[] values, int[] excluded, int[] items, float[] scores) {
        switch (items.length) {
          case 1 -> scores[0] = Float.POSITIVE_INFINITY;
          case 2 -> items[0] = history[0];
          case 3 -> items[0] = -1;
          default -> throw new IllegalStateException("about c");
        }
        return 1;
      }
    });
    for (int n = 1; n <= 4; n++) {
      int wanted = n;
      LetheException error = refused(
          ErrorKind.PLUGIN_FAILED, () -> session(wanted, false, List.of(), item("c", 1)));
      assertFalse(String.valueOf(error.getMessage()).contains("about c"));
    }
  }

  @Test
  void answers_versionBehindThePositionAskedFor_refused() {
    world.serving(1, 4, neighbours(), RecommendWorld.data());
    List<HistoryQuery.Item> given = List.of(item("c", 1));
    refused(
        ErrorKind.ERASURE_POSITION_BEHIND,
        () -> world.recommender.recommend(new HistoryQuery(MODEL, given, 1, List.of(), false, 5)));
    refused(
        ErrorKind.ERASURE_POSITION_BEHIND,
        () -> world.recommender.similar(new SimilarQuery(MODEL, "c", 1, List.of(), 5)));
    assertEquals(
        4,
        world.recommender.similar(new SimilarQuery(MODEL, "c", 1, List.of(), 4)).erasurePosition());
  }

  @Test
  void queries_outOfBounds_refused() {
    List<HistoryQuery.Item> one = List.of(item("c", 1));
    List<HistoryQuery.Item> many = Collections.nCopies(1001, item("c", 1));
    List<String> excluded = Collections.nCopies(10_001, "a");
    refused(ErrorKind.ARGUMENT_INVALID, () -> item("c", Float.NaN));
    refused(ErrorKind.ARGUMENT_INVALID, () -> item("c", Float.NEGATIVE_INFINITY));
    refused(ErrorKind.ID_MALFORMED, () -> item("", 1));
    refused(ErrorKind.ID_MALFORMED, () -> item("x".repeat(257), 1));
    refused(
        ErrorKind.ITEMS_OUT_OF_RANGE,
        () -> new HistoryQuery(MODEL, List.of(), 1, List.of(), false));
    refused(ErrorKind.ITEMS_OUT_OF_RANGE, () -> new HistoryQuery(MODEL, many, 1, List.of(), false));
    refused(ErrorKind.N_OUT_OF_RANGE, () -> new HistoryQuery(MODEL, one, 0, List.of(), false));
    refused(ErrorKind.N_OUT_OF_RANGE, () -> new HistoryQuery(MODEL, one, 1001, List.of(), false));
    refused(ErrorKind.ITEMS_OUT_OF_RANGE, () -> new HistoryQuery(MODEL, one, 1, excluded, false));
    refused(
        ErrorKind.ARGUMENT_INVALID, () -> new HistoryQuery(MODEL, one, 1, List.of(), false, -1));
    refused(ErrorKind.ID_MALFORMED, () -> new SimilarQuery(MODEL, "", 1, List.of()));
    refused(ErrorKind.N_OUT_OF_RANGE, () -> new SimilarQuery(MODEL, "c", 0, List.of()));
    refused(ErrorKind.ITEMS_OUT_OF_RANGE, () -> new SimilarQuery(MODEL, "c", 1, excluded));
    refused(ErrorKind.ARGUMENT_INVALID, () -> new SimilarQuery(MODEL, "c", 1, List.of(), -1));
  }

  @Test
  void queries_inWords_haveNoIds() {
    String words = new HistoryQuery(MODEL, List.of(item("secret", 1)), 1, List.of("secret"), false)
        + " " + new SimilarQuery(MODEL, "secret", 1, List.of("secret")) + " " + item("secret", 1)
        + " " + new RecentItems(List.of("secret"), new float[]{1}, 1);
    assertFalse(words.contains("secret"), words);
  }
}
