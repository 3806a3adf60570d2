package io.lethe.engine.lifecycle;

import static io.lethe.engine.interaction.AppendOutcome.REPLACED;
import static io.lethe.engine.interaction.AppendOutcome.STORED;
import static io.lethe.engine.interaction.AppendOutcome.SUPPRESSED;
import static io.lethe.engine.interaction.AppendOutcome.UNCHANGED;
import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.Repeats;
import io.lethe.engine.interaction.AppendOrder;
import io.lethe.engine.interaction.AppendOutcome;
import io.lethe.engine.interaction.RecentItems;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.tiny.TinyPlugin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Interactions that come in while a model serves. */
class AppendTest {

  private final World world = new World();
  private Engine engine = world.trained();
  private EngineConfig config = World.config();
  private long ids;

  @AfterEach
  void close() {
    engine.close();
    world.close();
  }

  private void restart() {
    engine.close();
    engine = world.engine(FaultPlan.none(), world.work, config, TinyPlugin.differentiable());
    engine.start();
  }

  private AppendOrder order(Repeats repeats, Object... triples) {
    List<AppendOrder.Row> rows = new ArrayList<>();
    for (int k = 0; k < triples.length; k += 3) {
      rows.add(
          new AppendOrder.Row(
              (String) triples[k], (String) triples[k + 1],
              ((Number) triples[k + 2]).floatValue()));
    }
    return new AppendOrder(MODEL, new UUID(9, ++ids), rows, repeats);
  }

  private List<AppendOutcome> append(Object... triples) {
    return engine.intake().append(order(Repeats.LATEST, triples));
  }

  private List<String> recent(String user) {
    ModelVersion version = engine.registry().active(MODEL).orElseThrow();
    RecentItems items = engine.intake()
        .recent()
        .of(MODEL, user, version.manifest().training().logEnd());
    return IntStream.range(0, items.items().size())
        .mapToObj(k -> items.items().get(k) + "=" + items.values()[k])
        .toList();
  }

  private List<String> log() {
    return PortFixtures.text(engine.log().read(MODEL, engine.log().end(MODEL)));
  }

  private float trained(ErasureTarget.Pair pair) {
    return log().stream()
        .filter(row -> row.startsWith(pair.user() + "/" + pair.item() + "="))
        .map(row -> Float.parseFloat(row.substring(row.indexOf('=') + 1)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void append_saysWhatBecameOfEachRow() {
    ErasureTarget.Pair known = World.pair(0);
    float value = trained(known);
    assertEquals(
        List.of(STORED, REPLACED, UNCHANGED, UNCHANGED, REPLACED),
        append(
            "new", "item-1", 1, "new", "item-1", 2, "new", "item-1", 2, known.user(), known.item(),
            value, known.user(), known.item(), value + 1));
    assertEquals(List.of("item-1=2.0"), recent("new"));
    assertEquals(List.of(UNCHANGED), append("new", "item-1", 2));
    assertEquals(
        List.of("new/item-1=2.0", "%s/%s=%s".formatted(known.user(), known.item(), value + 1)),
        log().subList(log().size() - 2, log().size()));
  }

  @Test
  void append_repeats_combineWithWhatIsKnown() {
    assertEquals(List.of(STORED), append("new", "item-1", 2));
    assertEquals(List.of(REPLACED), engine.intake().append(order(Repeats.SUM, "new", "item-1", 3)));
    assertEquals(
        List.of(UNCHANGED), engine.intake().append(order(Repeats.MAX, "new", "item-1", 4)));
    assertEquals(
        List.of(UNCHANGED), engine.intake().append(order(Repeats.FIRST, "new", "item-1", 9)));
    assertEquals(List.of("item-1=5.0"), recent("new"));
    LetheException refused = assertThrows(
        LetheException.class,
        () -> engine.intake()
            .append(
                order(
                    Repeats.SUM, "new", "item-9", 1, "new", "item-2", Float.MAX_VALUE, "new",
                    "item-2", Float.MAX_VALUE)));
    assertEquals(ErrorKind.ARGUMENT_INVALID, refused.kind());
    assertEquals(List.of("item-1=5.0"), recent("new"));
  }

  @Test
  void append_sameRequestAgain_takesNothingIn_afterARestartToo() {
    AppendOrder order = order(Repeats.SUM, "new", "item-1", 2);
    assertEquals(List.of(STORED), engine.intake().append(order));
    assertEquals(List.of(STORED), engine.intake().append(order));
    restart();
    assertEquals(List.of(STORED), engine.intake().append(order));
    assertEquals(List.of("item-1=2.0"), recent("new"));
    AppendOrder other = new AppendOrder(
        MODEL, order.requestId(), List.of(new AppendOrder.Row("new", "item-1", 3)), Repeats.SUM);
    assertEquals(
        ErrorKind.REQUEST_ID_REUSED,
        assertThrows(LetheException.class, () -> engine.intake().append(other)).kind());
  }

  @Test
  void append_thenTrain_isLearned() {
    var _ = append("new", "item-1", 4, "new", "item-2", 5);
    ModelVersion made = World.train(engine, "tiny");
    assertTrue(made.content().data().index().user("new") >= 0);
    assertEquals(List.of(), recent("new"));
    var _ = append("new", "item-3", 1);
    assertEquals(List.of("item-3=1.0"), recent("new"));
    restart();
    assertEquals(List.of("item-3=1.0"), recent("new"));
  }

  @Test
  void append_thenActivateAnEarlierVersion_showsWhatThatOneHasNotLearned() {
    ModelVersion earlier = engine.registry().active(MODEL).orElseThrow();
    var _ = append("new", "item-1", 4);
    var _ = World.train(engine, "tiny");
    assertEquals(List.of(), recent("new"));
    var _ = engine.activation().activate(earlier.id());
    assertEquals(List.of("item-1=4.0"), recent("new"));
  }

  @Test
  void erasedUser_losesWhatWasAppended_andIsSuppressedFromThenOn() {
    var _ = append("user-3", "item-90", 4, "new", "item-90", 4);
    var _ = engine.erasures().accept(request(1, new ErasureTarget.User("user-3")));
    assertEquals(List.of(SUPPRESSED, STORED), append("user-3", "item-91", 1, "new", "item-91", 1));
    world.work.runAll();
    assertEquals(List.of(), recent("user-3"));
    assertEquals(List.of("item-90=4.0", "item-91=1.0"), recent("new"));
    assertTrue(log().stream().noneMatch(row -> row.startsWith("user-3/")));
    restart();
    assertEquals(List.of(SUPPRESSED), append("user-3", "item-91", 1));
  }

  @Test
  void erasedInteraction_andItem_goFromWhatWasAppended() {
    var _ = append("new", "item-90", 4, "new", "item-91", 4, "new", "item-92", 4);
    var _ = engine.erasures()
        .accept(
            request(
                1,
                new ErasureTarget.Interactions(List.of(new ErasureTarget.Pair("new", "item-90")))));
    var _ = engine.erasures().accept(request(2, new ErasureTarget.Item("item-91")));
    world.work.runAll();
    assertEquals(List.of("item-92=4.0"), recent("new"));
    assertEquals(List.of(SUPPRESSED, STORED), append("new", "item-90", 4, "new", "item-93", 1));
  }

  @Test
  void append_manyAtOnce_countsEachOnce() throws Exception {
    int callers = 16;
    int orders = 25;
    List<AppendOrder> all = IntStream.range(0, callers * orders)
        .mapToObj(k -> order(Repeats.SUM, "new", "item-1", 1, "user-" + k, "item-2", 1))
        .toList();
    List<Thread> threads = IntStream.range(0, callers)
        .mapToObj(
            caller -> Thread.startVirtualThread(
                () -> all.subList(caller * orders, (caller + 1) * orders)
                    .forEach(order -> engine.intake().append(order))))
        .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(List.of("item-1=%s".formatted((float) callers * orders)), recent("new"));
  }

  @Test
  void wentBack_toAVersionThatLearnedLess_isNotTrainedAgainByItself() {
    retrainAtAHundredthOfNewRows();
    ModelVersion earlier = World.active(engine);
    var _ = append("new", "item-1", 4, "new", "item-2", 4, "new", "item-3", 4, "new", "item-4", 4);
    world.work.runAll();
    assertEquals(2, World.active(engine).id().number());
    var _ = engine.activation().activate(earlier.id());
    var _ = append("new", "item-5", 4);
    world.work.runAll();
    assertEquals(earlier.id(), World.active(engine).id());
    var _ = World.train(engine, "tiny");
    var _ = append("new", "item-6", 4, "new", "item-7", 4, "new", "item-8", 4, "new", "item-9", 4);
    var _ = append("new", "item-10", 4);
    world.work.runAll();
    assertEquals(4, World.active(engine).id().number());
  }

  @Test
  void wentBack_fromAVersionThatWasTrainedBeside_isNotTrainedAgainByItself() {
    retrainAtAHundredthOfNewRows();
    ModelVersion earlier = World.active(engine);
    var _ = append("new", "item-1", 4, "new", "item-2", 4);
    ModelVersion beside = engine.training()
        .train(
            new TrainingRequest(
                MODEL, "tiny", Map.of(), 5, TrainingRequest.VALIDATION_SHARE, true, true),
            TrainingListener.none());
    assertEquals(earlier.id(), World.active(engine).id());
    var _ = engine.activation().activate(beside.id());
    restart();
    var _ = engine.activation().activate(earlier.id());
    var _ = append("new", "item-3", 4, "new", "item-4", 4, "new", "item-5", 4);
    world.work.runAll();
    assertEquals(earlier.id(), World.active(engine).id());
  }

  /** Nobody has waited 24 hours: the clock was set, in this process and between two. */
  @Test
  void sentAgain_afterTheClockWasSetDaysAhead_countsOnce() {
    AppendOrder order = order(Repeats.SUM, "new", "item-1", 2);
    assertEquals(List.of(STORED), engine.intake().append(order));
    engine.intake().settle(MODEL);
    world.later(Duration.ofDays(2));
    var _ = append("other", "item-2", 1);
    assertEquals(List.of(STORED), engine.intake().append(order));
    restart();
    world.later(Duration.ofDays(2));
    var _ = append("other", "item-3", 1);
    assertEquals(List.of(STORED), engine.intake().append(order));
    assertEquals(List.of("item-1=2.0"), recent("new"));
  }

  private void retrainAtAHundredthOfNewRows() {
    EngineConfig usual = World.config();
    config = new EngineConfig(
        usual.drainDeadline(), usual.cacheItemsMax(), usual.versionsKeptMax(),
        usual.trainAttemptsMax(), usual.erasures(),
        RetrainingConfig.of(true, 0.01, Duration.ZERO, 1, Duration.ZERO), usual.effort(),
        usual.unlearning());
    restart();
  }

  @Test
  void append_ofAModelWithoutAVersion_isWhatATrainingSees() {
    AppendOrder first = new AppendOrder(
        new ModelName("fresh"), new UUID(8, 1),
        List.of(new AppendOrder.Row("ann", "tea", 1), new AppendOrder.Row("bob", "tea", 1)),
        Repeats.LATEST);
    assertEquals(List.of(STORED, STORED), engine.intake().append(first));
    restart();
    assertEquals(
        List.of("ann/tea=1.0", "bob/tea=1.0"),
        PortFixtures.text(engine.log().read(first.model(), engine.log().end(first.model()))));
    assertEquals(
        List.of(UNCHANGED),
        engine.intake()
            .append(
                new AppendOrder(
                    first.model(), new UUID(8, 2), first.rows().subList(0, 1), Repeats.LATEST)));
  }
}
