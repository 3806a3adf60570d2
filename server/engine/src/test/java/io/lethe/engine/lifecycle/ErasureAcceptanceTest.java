package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.active;
import static io.lethe.engine.lifecycle.World.items;
import static io.lethe.engine.lifecycle.World.pair;
import static io.lethe.engine.lifecycle.World.parameters;
import static io.lethe.engine.lifecycle.World.recommended;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.Assurance;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureFilter;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasurePage;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.solve.ErasurePlan;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.recommend.ItemRecommender;
import io.lethe.engine.recommend.RecommendQuery;
import io.lethe.engine.recommend.ScoreOutcome;
import io.lethe.engine.recommend.ScoreQuery;
import io.lethe.engine.recommend.UserOutcome;
import io.lethe.engine.subject.ErasureTarget;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds as soon as an erasure is accepted, and what is refused. */
class ErasureAcceptanceTest extends ErasureScene {

  @Test
  void accept_user_containedAtOnceAndUnknownAfterwards() {
    assertInstanceOf(UserOutcome.Recommended.class, recommended(engine, "user-3"));
    ErasureId id = accept(1, USER);
    assertInstanceOf(UserOutcome.Contained.class, recommended(engine, "user-3"));
    assertEquals(1, active(engine).id().number());
    Erasure done = carriedOut(id);
    assertEquals(ErasureState.COMPLETED, done.state());
    assertInstanceOf(UserOutcome.Unknown.class, recommended(engine, "user-3"));
    assertInstanceOf(UserOutcome.Recommended.class, recommended(engine, "user-4"));
  }

  @Test
  void recommenderBeside_answersAlike_alsoWhoIsContained() {
    ItemRecommender beside = engine.recommenderBeside();
    RecommendQuery query = new RecommendQuery(MODEL, "user-3", 10, List.of(), false);
    assertEquals(recommended(engine, "user-3"), beside.recommend(query).content());
    ErasureId id = accept(1, USER);
    assertInstanceOf(UserOutcome.Contained.class, beside.recommend(query).content());
    var _ = carriedOut(id);
    assertInstanceOf(UserOutcome.Unknown.class, beside.recommend(query).content());
  }

  @Test
  void accept_item_neverRecommendedAgain() {
    String item = items(engine, "user-4").getFirst();
    ErasureId id = accept(1, new ErasureTarget.Item(item));
    assertFalse(items(engine, "user-4").contains(item));
    carriedOut(id);
    assertFalse(items(engine, "user-4").contains(item));
    for (int user = 0; user < 40; user++) {
      assertFalse(items(engine, "user-" + user).contains(item));
    }
    ScoreOutcome scores = engine.recommender()
        .score(new ScoreQuery(MODEL, "user-4", List.of(item, "item-1")))
        .content();
    float[] scored = assertInstanceOf(ScoreOutcome.Scored.class, scores).scores();
    assertTrue(Float.isNaN(scored[0]) != item.equals("item-1"));
  }

  @Test
  void accept_pairs_heldBackUntilUnlearnedThenLikeNeverSeen() {
    ErasureTarget.Pair pair = pair(0);
    assertFalse(items(engine, pair.user()).contains(pair.item()));
    ErasureId id = accept(1, new ErasureTarget.Interactions(List.of(pair)));
    assertFalse(all(pair.user(), true).contains(pair.item()));
    Erasure done = carriedOut(id);
    assertEquals(1, outcome(done).forgotten());
    assertTrue(all(pair.user(), false).contains(pair.item()));
    assertEquals(399, active(engine).manifest().counts().interactions());
  }

  private List<String> all(String user, boolean includeSeen) {
    return assertInstanceOf(
        UserOutcome.Recommended.class,
        engine.recommender()
            .recommend(new RecommendQuery(MODEL, user, 1000, List.of(), includeSeen))
            .content())
        .items()
        .stream()
        .map(io.lethe.engine.recommend.ScoredItem::item)
        .toList();
  }

  @Test
  void accept_pairsOneNeverSeen_refusedWhole() {
    ErasureTarget.Pair unknown = new ErasureTarget.Pair("user-1", "item-99");
    LetheException error = refused(
        ErrorKind.INTERACTION_NOT_FOUND,
        () -> accept(1, new ErasureTarget.Interactions(List.of(pair(0), unknown))));
    assertEquals("1", error.metadata().get("index"));
    assertEquals(
        List.of(), engine.erasures().list(ErasureFilter.ALL, ErasurePage.FIRST, 10).erasures());
    assertEquals(0, world.ledger.tombstones(MODEL).position());
  }

  @Test
  void accept_unknownOrErasedSubject_notFoundWithoutItsId() {
    LetheException error = refused(
        ErrorKind.USER_NOT_FOUND, () -> accept(1, new ErasureTarget.User("nobody-77")));
    assertFalse(String.valueOf(error.getMessage()).contains("nobody-77"));
    refused(ErrorKind.ITEM_NOT_FOUND, () -> accept(2, new ErasureTarget.Item("user-3")));
    carriedOut(accept(3, USER));
    refused(ErrorKind.USER_NOT_FOUND, () -> accept(4, USER));
  }

  @Test
  void accept_sameRequestAtAnyTime_sameErasure() {
    ErasureId id = accept(1, USER);
    assertEquals(id, accept(1, USER));
    Erasure done = carriedOut(id);
    assertEquals(done, engine.erasures().accept(request(1, USER)));
    world.work.runAll();
    assertEquals(2, active(engine).id().number());
  }

  @Test
  void accept_sameIdOtherPayload_reused() {
    accept(1, USER);
    refused(ErrorKind.REQUEST_ID_REUSED, () -> accept(1, new ErasureTarget.User("user-4")));
    refused(
        ErrorKind.REQUEST_ID_REUSED,
        () -> engine.erasures().accept(request(1, USER, ErasureMethod.RETRAIN)));
  }

  @Test
  void validate_user_tellsAndChangesNothing() {
    float[] before = parameters(engine);
    ErasurePlan plan = engine.erasures().validate(request(1, USER));
    assertEquals(ErasureMethod.INFLUENCE, plan.method());
    assertTrue(plan.interactions() > 0);
    assertEquals(1, plan.droppedRows());
    assertEquals(4 * plan.changedRows(), plan.selectedParameters());
    assertNotNull(plan.expected());
    world.work.runAll();
    assertArrayEquals(before, parameters(engine));
    assertInstanceOf(UserOutcome.Recommended.class, recommended(engine, "user-3"));
    accept(1, new ErasureTarget.User("user-9"));
  }

  @Test
  void accept_userOnlyInTheLog_purged() {
    engine.intake().add(MODEL, PortFixtures.rows("late", "item-1", 5));
    Erasure done = carriedOut(accept(1, new ErasureTarget.User("late")));
    assertEquals(ErasureState.COMPLETED, done.state());
    assertEquals(0, world.log.count(MODEL, new ErasureTarget.User("late")));
    assertEquals(1, active(engine).erasurePosition(), "whoever asks for it by position finds it");
  }

  @Test
  void accept_modelWithoutDerivatives_retrainsOrRefuses() {
    World.train(engine, "stiff");
    refused(
        ErrorKind.METHOD_NOT_SUPPORTED,
        () -> engine.erasures().accept(request(1, USER, ErasureMethod.INFLUENCE)));
    Erasure done = carriedOut(accept(2, USER));
    assertEquals(Assurance.RETRAINED, outcome(done).assurance());
    assertInstanceOf(UserOutcome.Unknown.class, recommended(engine, "user-3"));
  }
}
