package io.lethe.engine.recommend;

import static io.lethe.engine.recommend.RecommendWorld.ITEMS;
import static io.lethe.engine.recommend.RecommendWorld.MODEL;
import static io.lethe.engine.recommend.RecommendWorld.USERS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.engine.data.EntityIds;
import io.lethe.engine.data.EntityIndex;
import io.lethe.engine.data.ValidationSplit;
import io.lethe.engine.data.VersionData;
import io.lethe.engine.data.VersionDataReader;
import io.lethe.engine.interaction.RecentItems;
import io.lethe.engine.memory.PortFixtures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A model that reads the order of a history gets it with the oldest interaction first. */
class HistoryOrderTest {

  private final RecommendWorld world = new RecommendWorld();
  private final Reading model = new Reading();

  @AfterEach
  void close() {
    world.close();
  }

  /** Remembers what it was asked for. */
  private static final class Reading extends Neighbours {
    private final List<String> asked = new ArrayList<>();

    Reading() {
      super(USERS.size(), ITEMS.size());
    }

    @Override
    public boolean readsOrder() {
      return true;
    }

    @Override
    public int topItems(
        int[] history, float[] values, int[] excluded, int[] items, float[] scores) {
      asked.add(
          IntStream.range(0, history.length)
              .mapToObj(k -> ITEMS.get(history[k]) + (int) values[k])
              .collect(Collectors.joining(" ")));
      return super.topItems(history, values, excluded, items, scores);
    }
  }

  /** Ann: b at 10, a at 20, c of unknown time. */
  private static VersionData data() {
    return VersionDataReader.forVersion(
        PortFixtures
            .timedRows("ann", "a", 1, 20, "ann", "b", 2, 10, "bob", "c", 1, 5, "ann", "c", 3, 0),
        row -> false, EntityIndex.of(new EntityIds(USERS, ITEMS)), new ValidationSplit(1, 0));
  }

  private void did(String user, RecentItems items) {
    world.recents.put(user, items);
    var _ = world.outcome(user, 3, false, Fallback.NONE);
  }

  private static float[] ones(int count) {
    float[] ones = new float[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Test
  void session_hasTheCallersOrder_anItemNamedTwiceItsLastPlace() {
    world.serving(model);
    for (List<String> items : List.of(List.of("e", "a", "h"), List.of("h", "a", "e", "h", "zzz"))) {
      var _ = world.recommender.recommend(
          new HistoryQuery(
              MODEL, items.stream().map(item -> new HistoryQuery.Item(item, 1)).toList(), 2,
              List.of(), false));
    }
    assertEquals(List.of("e1 a1 h1", "a1 e1 h1"), model.asked);
  }

  @Test
  void knownUser_whatIsNotLearned_standsAmongWhatIs_byTime() {
    world.serving(1, 0, model, data());
    did("ann", new RecentItems(List.of("g", "h"), ones(2), new long[]{15, 30}, new int[]{9, 8}, 1));
    assertEquals(List.of("c3 b2 g1 a1 h1"), model.asked);
  }

  @Test
  void knownUser_whatComesAgain_hasItsNewTime() {
    world.serving(1, 0, model, data());
    did("ann", new RecentItems(List.of("b"), ones(1), new long[]{40}, new int[]{9}, 1));
    assertEquals(List.of("c3 a1 b1"), model.asked);
  }

  @Test
  void newcomer_withoutTimes_orOfEqualOnes_hasTheOrderOfArrival() {
    world.serving(1, 0, model, data());
    did(
        "zoe",
        new RecentItems(List.of("a", "d", "f"), ones(3), new long[3], new int[]{7, 5, 6}, 1));
    did(
        "kim", new RecentItems(
            List.of("a", "d", "f"), ones(3), new long[]{9, 9, 9}, new int[]{6, 5, 7}, 1));
    assertEquals(List.of("d1 f1 a1", "d1 a1 f1"), model.asked);
  }

  @Test
  void given_items_staysLeftOutOfTheAnswer_inAnyOrder() {
    world.serving(model);
    var answer = world.recommender.recommend(
        new HistoryQuery(
            MODEL, List.of(new HistoryQuery.Item("h", 1), new HistoryQuery.Item("a", 1)), 1000,
            List.of("d"), false));
    assertEquals(
        List.of("b", "c", "e", "f", "g"),
        answer.content().stream().map(ScoredItem::item).sorted().toList());
  }
}
