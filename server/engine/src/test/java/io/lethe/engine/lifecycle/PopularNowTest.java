package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.data.Repeats;
import io.lethe.engine.interaction.AppendOrder;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.recommend.Fallback;
import io.lethe.engine.recommend.RecommendQuery;
import io.lethe.engine.recommend.ScoredItem;
import io.lethe.engine.recommend.UserOutcome;
import io.lethe.engine.subject.ErasureTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What is popular counts what came a moment ago, and nothing of whom an erasure was accepted for.
 */
class PopularNowTest {

  private final World world = new World();
  private Engine engine = world.trained();
  private int requests;

  @AfterEach
  void close() {
    engine.close();
    world.close();
  }

  private void append(String user, String... items) {
    engine.intake()
        .append(
            new AppendOrder(
                MODEL, new UUID(6, ++requests),
                List.of(items).stream().map(item -> new AppendOrder.Row(user, item, 1)).toList(),
                Repeats.LATEST));
  }

  private UserOutcome ask(String user, Fallback fallback) {
    return engine.recommender()
        .recommend(new RecommendQuery(MODEL, user, 1000, List.of(), false, fallback, 0))
        .content();
  }

  private Map<String, Integer> popular(String user) {
    return assertInstanceOf(UserOutcome.Recommended.class, ask(user, Fallback.POPULAR)).items()
        .stream()
        .collect(Collectors.toMap(ScoredItem::item, item -> (int) item.score()));
  }

  private List<Float> scores(String user) {
    return assertInstanceOf(UserOutcome.Recommended.class, ask(user, Fallback.POPULAR)).items()
        .stream()
        .map(ScoredItem::score)
        .toList();
  }

  /** By the log: distinct users of each item of the ratings, those of some users not counted. */
  private Map<String, Integer> counted(String... without) {
    InteractionColumns rows = engine.log().read(MODEL, engine.log().end(MODEL));
    List<String> known = World.ratings(1).itemIds();
    List<String> pairs = new ArrayList<>();
    IntStream.range(0, rows.size())
        .filter(row -> rows.users()[row] != InteractionColumns.PURGED)
        .filter(row -> !List.of(without).contains(rows.userIds().get(rows.users()[row])))
        .forEach(
            row -> pairs.add(
                rows.userIds().get(rows.users()[row]) + "/"
                    + rows.itemIds().get(rows.items()[row])));
    return known.stream()
        .collect(
            Collectors.toMap(
                item -> item,
                item -> (int) pairs.stream()
                    .distinct()
                    .filter(pair -> pair.endsWith("/" + item))
                    .count()));
  }

  @Test
  void appended_countsInTheNextAnswer_eachPairOnce() {
    assertEquals(counted(), popular("nobody"));
    ErasureTarget.Pair known = World.pair(0);
    append("new", "item-1", "item-4");
    append("newer", "item-4", "unheard-of");
    append("new", "item-4");
    append(known.user(), known.item(), "item-4");
    assertEquals(counted(), popular("nobody"));
    List<Float> scores = scores("nobody");
    assertEquals(scores.stream().sorted((a, b) -> Float.compare(b, a)).toList(), scores);
    append("newest", "item-7");
    assertEquals(counted(), popular("nobody"));
  }

  @Test
  void appended_countsTheSame_afterARestart_andAfterATraining() {
    append("new", "item-1", "item-4");
    append("newer", "item-4");
    Map<String, Integer> before = popular("nobody");
    engine.close();
    engine = world.engine(FaultPlan.none());
    engine.start();
    assertEquals(before, popular("nobody"));
    var _ = World.train(engine, "tiny");
    world.work.runAll();
    assertEquals(before, popular("nobody"));
  }

  @Test
  void erased_countsNoMore_fromTheAcknowledgementOn() {
    append("new", "item-1", "item-4");
    append("user-3", "item-5");
    assertNotEquals(counted("new", "user-3"), popular("nobody"));
    Map<String, Integer> expected = counted("new", "user-3");
    var _ = engine.erasures().accept(request(1, new ErasureTarget.User("new")));
    var _ = engine.erasures().accept(request(2, new ErasureTarget.User("user-3")));
    assertEquals(expected, popular("nobody"));
    append("other", "item-4");
    expected.merge("item-4", 1, Integer::sum);
    assertEquals(expected, popular("nobody"));
    world.work.runAll();
    assertEquals(expected, popular("nobody"));
    assertEquals(expected, counted());
  }

  @Test
  void erasedPairs_countNoMore() {
    append("new", "item-1", "item-4");
    ErasureTarget.Pair known = World.pair(0);
    Map<String, Integer> expected = popular("nobody");
    expected.merge("item-4", -1, Integer::sum);
    expected.merge(known.item(), -1, Integer::sum);
    var _ = engine.erasures()
        .accept(
            request(
                1, new ErasureTarget.Interactions(
                    List.of(known, new ErasureTarget.Pair("new", "item-4")))));
    assertEquals(expected, popular("nobody"));
    world.work.runAll();
    assertEquals(expected, popular("nobody"));
  }

  @Test
  void newcomer_withItemsThatNoVersionKnows_isToldSo_orAnsweredWithWhatIsPopular() {
    append("new", "unheard-of", "item-4");
    append("newer", "unheard-of", "unseen");
    assertEquals(new UserOutcome.Unknown(2), ask("newer", Fallback.NONE));
    assertEquals(new UserOutcome.Unknown(0), ask("nobody", Fallback.NONE));
    Map<String, Integer> without = counted();
    assertEquals(without, popular("newer"));
    without.remove("item-4");
    assertEquals(without, popular("new"), "less the newcomer's own");
  }
}
