package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.alias.AliasName;
import io.lethe.engine.alias.Route;
import io.lethe.engine.alias.run.ModelAliases;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.data.Repeats;
import io.lethe.engine.erasure.Assurance;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureOutcome;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.receipt.ReceiptStatement.Scopes;
import io.lethe.engine.interaction.AppendOrder;
import io.lethe.engine.learning.LearningStatus;
import io.lethe.engine.model.Answering;
import io.lethe.engine.model.ModelHandle;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.recommend.RecommendQuery;
import io.lethe.engine.recommend.ScoredItem;
import io.lethe.engine.recommend.Source;
import io.lethe.engine.recommend.UserOutcome;
import io.lethe.engine.subject.ErasureTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What comes while a model serves is learned, and forgotten just the same. */
class LearningTest extends LearningScene {

  private static final String READER = "user-1";

  private long ids;

  LearningTest() {
    super(World.ratings(1));
  }

  private void append(String... pairs) {
    List<AppendOrder.Row> rows = new ArrayList<>();
    for (int k = 0; k < pairs.length; k += 2) {
      rows.add(new AppendOrder.Row(pairs[k], pairs[k + 1], 1));
    }
    engine.intake().append(new AppendOrder(MODEL, new UUID(9, ++ids), rows, Repeats.LATEST));
  }

  private LearningStatus status() {
    return engine.learner().status(MODEL).orElseThrow();
  }

  /** Runs what waits until everything that came is learned. */
  private Erasure erased(ErasureTarget target) {
    Erasure accepted = engine.erasures().accept(request(++ids, target));
    while (!state(accepted).terminal()) {
      world.work.awaitAndRunAll();
    }
    return accepted;
  }

  private ErasureState state(Erasure erasure) {
    return engine.erasures().get(erasure.id()).state();
  }

  private UserOutcome.Recommended answer(String user) {
    return (UserOutcome.Recommended) engine.recommender()
        .recommend(new RecommendQuery(MODEL, user, 500, List.of(), true))
        .content();
  }

  /** Every item's score, which is how often it was taken. */
  private Map<String, Float> scores(String user) {
    Map<String, Float> scores = new HashMap<>();
    for (ScoredItem item : answer(user).items()) {
      scores.put(item.item(), item.score());
    }
    return scores;
  }

  /** The same, counted in the log. */
  private Map<String, Float> counted() {
    InteractionColumns rows = engine.log().read(MODEL, engine.log().end(MODEL));
    Map<String, Float> last = new HashMap<>();
    IntStream.range(0, rows.size())
        .filter(row -> rows.users()[row] != InteractionColumns.PURGED)
        .forEach(
            row -> last.put(
                rows.userIds().get(rows.users()[row]) + " " + rows.itemIds().get(rows.items()[row]),
                1f));
    Map<String, Float> counts = new HashMap<>();
    last.keySet()
        .forEach(pair -> counts.merge(pair.substring(pair.indexOf(' ') + 1), 1f, Float::sum));
    return counts;
  }

  @Test
  void append_learned_everybodyIsAnsweredByIt() {
    append("new", "item-1", "new", "item-new", "other", "item-new", READER, "item-new");
    learn();
    assertEquals(counted(), scores(READER));
    assertEquals(3, scores(READER).get("item-new"));
    assertEquals(Source.LEARNED, answer("new").source());
    assertEquals(4, status().interactions());
    assertEquals(1, World.active(engine).id().number(), "no version is made");
  }

  /** What was learned between trainings is of the active version alone: erasures begin without it. */
  @Test
  void versionThatGoesOnUnderAnAlias_answersAsItWasTrained() {
    AliasName canary = new AliasName("canary");
    var _ = engine.aliases().set(MODEL, new ModelAliases.Wanted(canary, 1L, 0));
    append("new", "item-1", "new", "item-2");
    learn();
    assertTrue(answeredFrom(canary).revision() > 0, "it is the active version still");
    World.train(engine, "count");
    learn();
    assertEquals(2, World.active(engine).id().number());
    assertEquals(0, answeredFrom(canary).revision());
  }

  private Answering answeredFrom(AliasName alias) {
    try (ModelHandle call = engine.registry().acquire(MODEL, new Route(alias, null, 0))) {
      return call.answering();
    }
  }

  @Test
  void append_again_theLastValueCountsOnce() {
    append("new", "item-new");
    learn();
    engine.intake()
        .append(
            new AppendOrder(
                MODEL, new UUID(9, ++ids), List.of(new AppendOrder.Row("new", "item-new", 2)),
                Repeats.LATEST));
    append("new", "item-2");
    learn();
    assertEquals(counted(), scores(READER));
    assertEquals(1, scores(READER).get("item-new"));
  }

  @Test
  void erasure_ofALearnedNewcomer_nothingIsLeft() {
    append("new", "item-new", "new", "item-1", "other", "item-2");
    learn();
    Erasure erasure = erased(new ErasureTarget.User("new"));
    assertEquals(ErasureState.COMPLETED, state(erasure));
    ErasureOutcome outcome = Objects
        .requireNonNull(engine.erasures().get(erasure.id()).progress().outcome());
    assertEquals(Assurance.NOT_LEARNED, outcome.assurance());
    assertTrue(
        Scopes.completed(outcome)
            .covered()
            .stream()
            .anyMatch(scope -> scope.contains("learned between trainings")));
    learn();
    assertEquals(counted(), scores(READER));
    assertEquals(null, scores(READER).get("item-new"));
    assertEquals(1, status().interactions());
  }

  @Test
  void erasure_ofATrainedUser_othersLearnedRowsAreLearnedAnew() {
    append("new", "item-new", READER, "item-new", "user-2", "item-new");
    learn();
    var _ = erased(new ErasureTarget.User("user-2"));
    learn();
    assertEquals(counted(), scores(READER));
    assertEquals(2, scores(READER).get("item-new"));
    assertNotEquals(1, World.active(engine).id().number());
  }

  /** The rows of a user are learned at no moment once the erasure is acknowledged. */
  @Test
  void erasure_acknowledgedBeforeLearning_rowsAreNotLearned() {
    append("new", "item-new", "other", "item-new");
    Erasure accepted = engine.erasures().accept(request(++ids, new ErasureTarget.User("new")));
    while (!state(accepted).terminal()) {
      world.work.awaitAndRunAll();
      assertTrue(scores(READER).getOrDefault("item-new", 0f) <= 1);
    }
    learn();
    assertEquals(1, scores(READER).get("item-new"));
    assertEquals(counted(), scores(READER));
  }

  @Test
  void cancel_ofAnErasure_rowsAreLearnedAfterAll() {
    append("new", "item-new", "other", "item-new");
    Erasure accepted = engine.erasures().accept(request(++ids, new ErasureTarget.User("new")));
    var _ = engine.erasures().cancel(accepted.id(), "", true);
    append("other", "item-3");
    learn();
    assertEquals(2, scores(READER).get("item-new"));
    assertEquals(counted(), scores(READER));
  }

  /** The rows were left out by a step, and nothing comes after that. */
  @Test
  void cancel_afterRowsWereLeftOut_theyAreLearnedByItself() {
    append("new", "item-new", "other", "item-new");
    ErasureId accepted = engine.erasures()
        .accept(request(++ids, new ErasureTarget.User("new")))
        .id();
    world.work.runFirst();
    assertEquals(0, status().waiting());
    assertEquals(1, scores(READER).get("item-new"));
    var _ = engine.erasures().cancel(accepted, "", true);
    while (scores(READER).getOrDefault("item-new", 0f) < 2) {
      world.work.awaitAndRunAll();
    }
    assertEquals(counted(), scores(READER));
  }

  @Test
  void activate_ofAnEarlierVersion_learnsNothingThatCameSince() {
    append("new", "item-new", "other", "item-new");
    World.train(engine, "count");
    learn();
    assertEquals(2, scores(READER).get("item-new"));
    var _ = engine.activation().activate(new VersionId(MODEL, 1));
    world.work.runAll();
    assertEquals(1, World.active(engine).id().number());
    assertEquals(2, status().waiting());
    assertEquals(null, scores(READER).get("item-new"));
  }

  @Test
  void restart_learnsTheSameAnew() {
    append("new", "item-new", "other", "item-new");
    learn();
    Map<String, Float> before = scores(READER);
    restart();
    learn();
    assertEquals(before, scores(READER));
    assertEquals(2, status().interactions());
  }

  @Test
  void training_takesOver_nothingIsLearnedTwice() {
    append("new", "item-new", "other", "item-new");
    learn();
    World.train(engine, "count");
    learn();
    assertEquals(counted(), scores(READER));
    assertEquals(0, status().interactions());
  }
}
