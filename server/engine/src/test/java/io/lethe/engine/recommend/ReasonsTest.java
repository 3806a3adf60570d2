package io.lethe.engine.recommend;

import static io.lethe.engine.recommend.RecommendWorld.ITEMS;
import static io.lethe.engine.recommend.RecommendWorld.MODEL;
import static io.lethe.engine.recommend.RecommendWorld.USERS;
import static io.lethe.engine.recommend.RecommendWorld.neighbours;
import static io.lethe.engine.recommend.RecommendWorld.plain;
import static io.lethe.engine.recommend.RecommendWorld.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.data.EntityIds;
import io.lethe.engine.data.EntityIndex;
import io.lethe.engine.data.ValidationSplit;
import io.lethe.engine.data.VersionData;
import io.lethe.engine.data.VersionDataReader;
import io.lethe.engine.interaction.RecentItems;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.recommend.watch.ScoringWatch;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.ErasureTarget.Pair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which of a user's own interactions carry what is recommended. */
class ReasonsTest {

  private final RecommendWorld world = new RecommendWorld();

  @AfterEach
  void close() {
    world.close();
  }

  private Explained explain(String user, int n, int count, Fallback fallback) {
    return world.recommender
        .explain(new RecommendQuery(MODEL, user, n, List.of(), false, fallback, 0), count)
        .content();
  }

  /** As {@code item: reason=contribution ...}. */
  private List<String> text(String user, int n, int count) {
    Explained explained = explain(user, n, count, Fallback.NONE);
    List<ScoredItem> items = ((UserOutcome.Recommended) explained.outcome()).items();
    assertEquals(items.size(), explained.reasons().size());
    List<String> lines = new ArrayList<>();
    for (int k = 0; k < items.size(); k++) {
      lines.add(
          items.get(k).item() + ":"
              + String.join(
                  "",
                  explained.reasons()
                      .get(k)
                      .stream()
                      .map(each -> " %s=%.2f".formatted(each.item(), each.contribution()))
                      .toList()));
    }
    return lines;
  }

  @Test
  void learnedUser_reasonsAreTheTermsOfTheHistory_strongestFirst() {
    world.serving(neighbours());
    // For its users the model answers h, g, f ...; ann has a=1 and b=2.
    assertEquals(
        List.of("h: b=28.57 a=12.50", "g: b=33.33 a=14.29", "f: b=40.00 a=16.67"),
        text("ann", 3, 5));
    assertEquals(List.of("h: b=28.57"), text("ann", 1, 1));
  }

  @Test
  void recentInteractions_areReasonsToo_alsoOfANewcomer() {
    world.serving(neighbours());
    world.did("ann", 1, "h");
    assertEquals(List.of("c: b=100.00 a=33.33 h=16.67"), text("ann", 1, 5));
    world.did("eve", 2, "d", "h");
    assertEquals(List.of("e: d=50.00 h=25.00"), text("eve", 1, 5));
    world.did("dan", 3, "d");
    assertEquals(List.of("c: d=50.00"), text("dan", 1, 5));
  }

  @Test
  void interactionsThatLowerTheScore_areNone() {
    world.serving(new Neighbours(USERS.size(), ITEMS.size()) {
      @Override
      public void score(int[] history, float[] values, int[] items, float[] scores) {
        super.score(history, values, items, scores);
        for (int k = 0; k < items.length; k++) {
          // b speaks against everything.
          scores[k] -= IntStream.of(history).anyMatch(item -> item == 1) ? 1000 : 0;
        }
      }
    });
    assertEquals(List.of("h: a=12.50"), text("ann", 1, 5));
  }

  @Test
  void whatIsContained_isNoReason() {
    world.serving(neighbours());
    world.did("ann", 1, "h");
    world.containments.contain(MODEL, 1, new ErasureTarget.Item("b"));
    world.containments
        .contain(MODEL, 2, new ErasureTarget.Interactions(List.of(new Pair("ann", "h"))));
    assertFalse(String.join(" ", text("ann", 5, 5)).matches(".*\\b[bh]=.*"));
    assertTrue(String.join(" ", text("ann", 5, 5)).contains(" a="));
  }

  @Test
  void popularItems_andFamiliesWithoutHistories_haveNone() {
    world.serving(neighbours());
    assertEquals(List.of(), explain("nobody", 3, 5, Fallback.POPULAR).reasons());
    assertEquals(
        new Explained(new UserOutcome.Unknown(0), List.of()),
        explain("nobody", 3, 5, Fallback.NONE));
    world.close();
    try (RecommendWorld other = new RecommendWorld().serving(plain())) {
      assertEquals(
          List.of(),
          other.recommender
              .explain(new RecommendQuery(MODEL, "ann", 3, List.of(), false, Fallback.NONE, 0), 5)
              .content()
              .reasons());
    }
  }

  @Test
  void longHistory_onlyTheNewestAreReasons_andTheOthersStayInTheHistory() {
    int count = Reasons.HISTORY_MAX + 50;
    List<String> items = IntStream.range(0, count + 1).mapToObj(k -> "i" + k).toList();
    Object[] rows = new Object[3 * count];
    for (int k = 0; k < count; k++) {
      rows[3 * k] = "ann";
      rows[3 * k + 1] = "i" + k;
      rows[3 * k + 2] = k == 0 ? 1_000 : 1;
    }
    VersionData data = VersionDataReader.forVersion(
        PortFixtures.rows(rows), row -> false, EntityIndex.of(new EntityIds(List.of("ann"), items)),
        new ValidationSplit(1, 0));
    world.serving(1, 0, new Neighbours(1, items.size()), data);
    // The first interaction would be the strongest reason by far, and is one of the oldest.
    assertEquals(List.of("i250: i249=50.00 i248=33.33 i247=25.00"), text("ann", 1, 3));
  }

  /** Recent interactions come ascending by the item's id. */
  @Test
  void longHistoryNotLearned_theLatestAreReasons_whateverTheirIds() {
    int count = Reasons.HISTORY_MAX + 50;
    List<String> items = IntStream.range(0, count + 1).mapToObj("i%03d"::formatted).toList();
    VersionData data = VersionDataReader.forVersion(
        PortFixtures.rows(), row -> false, EntityIndex.of(new EntityIds(List.of("ann"), items)),
        new ValidationSplit(1, 0));
    world.serving(1, 0, new Neighbours(1, items.size()), data);
    float[] values = new float[count];
    Arrays.fill(values, 1);
    int[] places = IntStream.range(0, count).map(k -> count - k).toArray();
    world.recents
        .put("ann", new RecentItems(items.subList(0, count), values, new long[count], places, 1));
    // The first ids came last: those next to the recommended one are too old.
    assertEquals(List.of("i250: i199=1.92 i198=1.89 i197=1.85"), text("ann", 1, 3));
  }

  @Test
  void callerWhoIsGone_isScoredForNoMore() {
    boolean[] gone = new boolean[1];
    int[] scorings = new int[1];
    world.serving(new Neighbours(USERS.size(), ITEMS.size()) {
      @Override
      public void score(int[] history, float[] values, int[] items, float[] scores) {
        super.score(history, values, items, scores);
        scorings[0]++;
        gone[0] = true;
      }
    });
    ScopedValue.where(ScoringWatch.GONE, () -> gone[0])
        .run(() -> refused(ErrorKind.CANCELLED, () -> explain("ann", 1, 5, Fallback.NONE)));
    assertEquals(1, scorings[0]);
  }

  @Test
  void bounds_areTold() {
    world.serving(neighbours());
    assertEquals(
        "because is 6 interactions; 0 to 5 are allowed",
        refused(ErrorKind.ARGUMENT_INVALID, () -> explain("ann", 3, 6, Fallback.NONE))
            .getMessage());
    assertEquals(
        Map.of("n", "21", "min", "1", "max", "20"),
        refused(ErrorKind.N_OUT_OF_RANGE, () -> explain("ann", 21, 1, Fallback.NONE)).metadata());
    assertEquals(
        List.of(), text("ann", 20, 1).stream().filter(line -> line.endsWith(":")).toList());
  }
}
