package io.lethe.evaluation.ranking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.data.InteractionColumns;
import io.lethe.evaluation.SyntheticInteractions;
import io.lethe.evaluation.SyntheticSpec;
import io.lethe.evaluation.experiment.Cell;
import io.lethe.evaluation.experiment.CellKey;
import io.lethe.evaluation.experiment.Laboratory;
import io.lethe.evaluation.experiment.ModelChoice;
import io.lethe.evaluation.experiment.Progress;
import io.lethe.spi.Interactions;
import io.lethe.spi.PluginContext;
import io.lethe.spi.items.FeatureRequest;
import io.lethe.spi.items.ItemFeatures;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankingExperimentTest {

  private static final Progress SILENT = (done, now, total, what) -> {};

  private final ScriptedPlugin plugin = new ScriptedPlugin();
  private final Map<String, UserLists> lists = new HashMap<>();

  private static RankingSplit split() {
    Interactions made = SyntheticInteractions.generate(new SyntheticSpec(60, 40, 1500, 3));
    int[] users = IntStream.range(0, made.size()).map(made::user).toArray();
    int[] items = IntStream.range(0, made.size()).map(made::item).toArray();
    float[] values = new float[made.size()];
    IntStream.range(0, values.length).forEach(k -> values[k] = made.value(k));
    InteractionColumns columns = new InteractionColumns(
        IntStream.range(0, 60).mapToObj(k -> "u" + k).toList(),
        IntStream.range(0, 40).mapToObj(k -> "i" + k).toList(), users, items, values);
    return Splitter.split(
        new RatedRows("made-up", columns, new double[0], RankingExperimentTest::known),
        new SplitRule(SplitKind.HASH, 0.2, 3, OptionalDouble.empty()));
  }

  /** Of each item its name, if it is asked for. */
  private static ItemFeatures known(FeatureRequest request, List<String> ids) {
    int[] each = IntStream.range(0, ids.size()).toArray();
    float[] ones = new float[each.length];
    Arrays.fill(ones, 1);
    return request.wants("attr:name")
        ? new ItemFeatures(ids, IntStream.rangeClosed(0, each.length).toArray(), each, ones)
        : ItemFeatures.NONE;
  }

  @Test
  void run_whatIsKnownOfItems_isSeenByTheTrainingsOfAFamilyThatAsks() {
    run(plan("choosing"), Set.of());
    plugin.seen().forEach(seen -> assertEquals(ItemFeatures.NONE, seen.features()));
    plugin.ask(FeatureRequest.of("attr:name", 50));
    run(plan("choosing"), Set.of());
    List<ScriptedPlugin.Seen> asking = plugin.seen().subList(4, 8);
    asking.forEach(seen -> {
      assertEquals(1, seen.features().of(0).length);
      assertTrue(seen.features().names().getFirst().startsWith("i"), "by the index of the rows");
      assertEquals(seen.features().rows(), seen.features().described());
    });
  }

  private RankingPlan plan(String... options) {
    List<ModelChoice> models = new ArrayList<>();
    for (String option : options) {
      models.add(new ModelChoice(option, plugin, Map.of("mode", option)));
    }
    return new RankingPlan(List.of(split()), models, List.of(1L, 2L));
  }

  private List<Cell> run(RankingPlan plan, Set<CellKey> there) {
    AtomicLong time = new AtomicLong();
    Laboratory laboratory = new Laboratory(
        new PluginContext(Runnable::run, 1, InstantSource.system()),
        () -> time.addAndGet(1_000_000_000), work -> 0, Laboratory.Timing.defaults());
    List<Cell> cells = new ArrayList<>();
    new RankingExperiment(
        plan, laboratory, (split, model, seed, found) -> lists.put(model + seed, found))
        .run(there, cells::add, SILENT);
    return cells;
  }

  private static Cell cell(List<Cell> cells, String model, long seed) {
    return cells.stream()
        .filter(cell -> cell.key().model().equals(model) && cell.key().seed() == seed)
        .findFirst()
        .orElseThrow();
  }

  private static double value(Cell cell, RankingMeasure measure) {
    return cell.values().getOrDefault(measure.id(), Double.NaN);
  }

  @Test
  void run_finalFit_trainsOnAllRowsWithWhatWasChosen() {
    List<Cell> cells = run(plan("choosing"), Set.of());
    RankingSplit split = split();
    int training = split.training().cardinality();
    assertEquals(4, plugin.seen().size());
    ScriptedPlugin.Seen first = plugin.seen().get(0);
    ScriptedPlugin.Seen last = plugin.seen().get(1);
    assertEquals(training, first.training() + first.validation());
    assertTrue(
        first.validation() > 0.05 * training && first.validation() < 0.2 * training,
        first.toString());
    assertEquals(training, last.training());
    assertEquals(0, last.validation());
    assertEquals("7", last.options().getOrDefault("epochs", ""));
    assertEquals(first.seed(), last.seed());
    assertEquals(1, value(cell(cells, "choosing", 1), RankingMeasure.FINAL_FIT));
    assertEquals(2, value(cell(cells, "choosing", 1), RankingMeasure.SECONDS));
    assertEquals(1, value(cell(cells, "choosing", 1), RankingMeasure.FINAL_SECONDS));
  }

  @Test
  void run_nothingChosen_measuresTheFirstModel() {
    List<Cell> cells = run(plan("fixed"), Set.of());
    assertEquals(2, plugin.seen().size());
    assertEquals(0, value(cell(cells, "fixed", 1), RankingMeasure.FINAL_FIT));
    // The scripted model ranks as its seed says: other seeds, other lists.
    assertFalse(cell(cells, "fixed", 1).values().containsKey(RankingMeasure.OVERLAP.id()));
    double overlap = value(cell(cells, "fixed", 2), RankingMeasure.OVERLAP);
    assertTrue(overlap > 0 && overlap < 0.9, "overlap " + overlap);
  }

  @Test
  void run_lists_holdNothingOfTrainingAndGiveTheMeasures() {
    List<Cell> cells = run(plan("fixed"), Set.of());
    RankingSplit split = split();
    InteractionColumns columns = split.rows().columns();
    Map<String, Set<String>> seen = byUser(columns, split.training().stream().toArray());
    Map<String, Set<String>> liked = byUser(columns, split.test().stream().toArray());
    UserLists found = java.util.Objects.requireNonNull(lists.get("fixed1"));
    assertEquals(liked.keySet(), Set.copyOf(found.users()));
    double hits = 0;
    for (int k = 0; k < found.users().size(); k++) {
      String user = found.users().get(k);
      List<String> list = found.items().get(k);
      assertFalse(list.stream().anyMatch(seen.getOrDefault(user, Set.of())::contains), user);
      hits += list.stream().limit(10).anyMatch(liked.getOrDefault(user, Set.of())::contains)
          ? 1
          : 0;
    }
    assertEquals(
        hits / found.users().size(), value(cell(cells, "fixed", 1), RankingMeasure.HR_10), 1e-12);
  }

  private static Map<String, Set<String>> byUser(InteractionColumns columns, int[] rows) {
    Map<String, Set<String>> items = new HashMap<>();
    for (int row : rows) {
      items.computeIfAbsent(columns.userIds().get(columns.users()[row]), any -> new HashSet<>())
          .add(columns.itemIds().get(columns.items()[row]));
    }
    return items;
  }

  @Test
  void run_mostPopular_isAlwaysThereAndBeatsAnOrderByChance() {
    List<Cell> cells = run(plan("fixed"), Set.of());
    Cell popular = cell(cells, RankingPlan.MOST_POPULAR, 1);
    assertTrue(
        value(popular, RankingMeasure.NDCG_10) > value(
            cell(cells, "fixed", 1), RankingMeasure.NDCG_10));
    assertTrue(
        value(popular, RankingMeasure.POPULAR) > value(
            cell(cells, "fixed", 1), RankingMeasure.POPULAR));
  }

  @Test
  void run_refusedOrFailing_isANoteBesideTheOthers() {
    List<Cell> cells = run(plan("failing", "fixed"), Set.of());
    assertEquals("this family fails", cell(cells, "failing", 1).note());
    assertEquals(Map.of(), cell(cells, "failing", 1).values());
    assertEquals("", cell(cells, "fixed", 2).note());
    plugin.refuse("too many items");
    assertEquals("too many items", cell(run(plan("fixed"), Set.of()), "fixed", 1).note());
  }

  @Test
  void run_secondSeedMissing_measuresItAgainstTheFirst() {
    List<Cell> whole = run(plan("fixed"), Set.of());
    Set<CellKey> there = whole.stream()
        .map(Cell::key)
        .filter(key -> key.seed() == 1)
        .collect(Collectors.toSet());
    List<Cell> rest = run(plan("fixed"), there);
    assertEquals(List.of(whole.getLast().key()), rest.stream().map(Cell::key).toList());
    assertEquals(
        value(whole.getLast(), RankingMeasure.OVERLAP),
        value(rest.getFirst(), RankingMeasure.OVERLAP));
    assertEquals(
        List.of(), run(plan("fixed"), whole.stream().map(Cell::key).collect(Collectors.toSet())));
  }
}
