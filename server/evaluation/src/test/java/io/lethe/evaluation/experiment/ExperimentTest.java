package io.lethe.evaluation.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.evaluation.strategy.Forgetful;
import io.lethe.evaluation.strategy.Setting;
import io.lethe.evaluation.strategy.Strategy;
import io.lethe.spi.PluginException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ExperimentTest {

  private static final Progress SILENT = (done, now, total, what) -> {};
  private static final String[] METHODS = {"nothing", "retrain", "retrain-other-seed", "warm-start",
      "lethe-fast"};

  @Test
  void run_wrongLabels_measuresControlsAndLetheAsTheyMustBe() {
    Map<String, Cell> cells = byMethod(run(Grid.plan(List.of(ForgetKind.FLIPPED), METHODS)));
    Cell nothing = cell(cells, "nothing");
    Cell retrain = cell(cells, "retrain");
    Cell lethe = cell(cells, "lethe-fast");
    assertEquals(40, nothing.value(Measure.FORGOTTEN));
    assertEquals(1, nothing.value(Measure.GAP_FORGOTTEN), 1e-12);
    assertEquals(1, nothing.value(Measure.GAP_RANDOM), 1e-12);
    assertEquals(0, retrain.value(Measure.GAP_FORGOTTEN), 1e-12);
    assertEquals(1, retrain.value(Measure.OVERLAP), 1e-12);
    assertEquals(0, retrain.value(Measure.DP_WORST_USERS), 1e-12);
    assertEquals(1, retrain.value(Measure.SPEED_UP), 1e-12);
    assertTrue(lethe.value(Measure.GAP_FORGOTTEN) < 0.7, lethe.toString());
    assertTrue(lethe.value(Measure.LABEL_PROBABILITY) < nothing.value(Measure.LABEL_PROBABILITY));
    assertEquals(4096, lethe.value(Measure.PEAK_BYTES));
  }

  @Test
  void run_wrongLabels_attackCatchesTheOriginalAlone() {
    Map<String, Cell> cells = byMethod(run(Grid.plan(List.of(ForgetKind.FLIPPED), METHODS)));
    double retrain = cell(cells, "retrain").value(Measure.MIA_AUC);
    assertTrue(cell(cells, "nothing").value(Measure.MIA_LOW) > retrain, cells.toString());
    assertEquals(
        cell(cells, "lethe-fast").value(Measure.MIA_AUC) - retrain,
        cell(cells, "lethe-fast").value(Measure.MIA_DIFFERENCE), 1e-12);
    assertEquals(0, cell(cells, "retrain").value(Measure.MIA_DIFFERENCE), 1e-12);
  }

  @Test
  void run_fakes_measuresWhereTheirItemStandsForThoseWhoStay() {
    Map<String, Cell> cells = byMethod(run(Grid.plan(List.of(ForgetKind.FAKES), METHODS)));
    Cell nothing = cell(cells, "nothing");
    Cell retrain = cell(cells, "retrain");
    double original = nothing.value(Measure.TARGET_RANK);
    assertEquals(original, nothing.value(Measure.TARGET_RANK_ORIGINAL));
    assertEquals(original, retrain.value(Measure.TARGET_RANK_ORIGINAL));
    assertEquals(retrain.value(Measure.TARGET_RANK), nothing.value(Measure.TARGET_RANK_RETRAIN));
    assertEquals(
        cell(cells, "retrain-other-seed").value(Measure.TARGET_RANK),
        nothing.value(Measure.TARGET_RANK_OTHER));
    assertEquals(1, nothing.value(Measure.GAP_STAYERS), 1e-12);
    assertEquals(0, retrain.value(Measure.GAP_STAYERS), 1e-12);
    assertEquals(0, nothing.value(Measure.TOO_SMALL));
  }

  @Test
  void run_fakesOnCounts_promoteTheirItemUntilTheyAreForgotten() {
    Plan plan = Grid.plan(List.of(ForgetKind.FAKES), "nothing", "lethe-auto");
    Map<String, Cell> cells = byMethod(run(counting(plan)));
    // Fifty more interactions than in honest data: at most the popular items that have them, too.
    assertTrue(cell(cells, "nothing").value(Measure.TARGET_RANK) <= 11, cells.toString());
    assertTrue(cell(cells, "lethe-auto").value(Measure.TARGET_RANK) > 15, cells.toString());
    assertEquals(
        cell(cells, "lethe-auto").value(Measure.TARGET_RANK),
        cell(cells, "lethe-auto").value(Measure.TARGET_RANK_RETRAIN));
  }

  private static Plan counting(Plan plan) {
    return new Plan(
        plan.data(), List.of(new ModelChoice("counting", new CountingPlugin(), Map.of())),
        plan.forget(), plan.methods(), plan.seeds());
  }

  @Test
  void run_wholeUsers_gapOfThoseWhoStayIsTheDefinition() {
    Map<String, Cell> cells = byMethod(run(Grid.plan(List.of(ForgetKind.USERS_5PCT), METHODS)));
    Cell other = cell(cells, "retrain-other-seed");
    assertEquals(
        other.value(Measure.RMS_OTHER_SEED) / other.value(Measure.RMS_ORIGINAL),
        other.value(Measure.GAP_STAYERS), 1e-12);
    assertEquals(
        cell(cells, "nothing").value(Measure.OVERLAP), other.value(Measure.OVERLAP_ORIGINAL));
    double lethe = cell(cells, "lethe-fast").value(Measure.GAP_STAYERS);
    assertTrue(lethe > 0 && lethe < 1, "gap " + lethe);
  }

  @Test
  void run_flippedLabels_recoveredShareIsOfTheRetrainsGain() {
    Map<String, Cell> cells = byMethod(run(Grid.plan(List.of(ForgetKind.FLIPPED), METHODS)));
    double original = cell(cells, "nothing").value(Measure.AUC);
    double retrained = cell(cells, "retrain").value(Measure.AUC);
    double other = cell(cells, "retrain-other-seed").value(Measure.AUC);
    Cell lethe = cell(cells, "lethe-fast");
    boolean told = retrained - original > Math.abs(other - retrained);
    assertEquals(told, lethe.values().containsKey(Measure.AUC_RECOVERED.id()));
    if (told) {
      assertEquals(
          (lethe.value(Measure.AUC) - original) / (retrained - original),
          lethe.value(Measure.AUC_RECOVERED), 1e-12);
    }
  }

  @Test
  void run_refittablePreferences_autoRefitsAndDerivativesAreRefused() {
    Plan plan = Grid.plan(
        List.of(ForgetKind.USERS_5PCT), "nothing", "retrain", "lethe-refit", "lethe-auto",
        "lethe-fast", "row-drop", "sisa:shards=2");
    Map<String, Cell> cells = byMethod(run(counting(plan)));
    for (String refit : List.of("lethe-refit", "lethe-auto")) {
      assertEquals(0, cell(cells, refit).value(Measure.GAP_STAYERS), 1e-12, refit);
      assertEquals(1.0, cell(cells, refit).values().get("method.exact"), refit);
    }
    assertEquals(1, cell(cells, "nothing").value(Measure.GAP_STAYERS), 1e-12);
    // Counts above 1 would be 1 if they were taken for logits.
    assertTrue(cell(cells, "nothing").value(Measure.RMS_ORIGINAL) > 1);
    assertEquals("", cell(cells, "sisa:shards=2").note());
    for (String derivative : List.of("lethe-fast", "row-drop")) {
      assertTrue(cell(cells, derivative).note().contains("cannot be differentiated"), derivative);
    }
  }

  @Test
  void run_refitOfAnotherFamily_isRefusedWithANote() {
    Cell refused = cell(
        byMethod(run(Grid.plan(List.of(ForgetKind.ONE_USER), "lethe-refit"))), "lethe-refit");
    assertTrue(refused.note().contains("do not refit themselves"), refused.note());
  }

  @Test
  void run_valuesAlike_leaveNoLabelToTurn() {
    Plan plan = Grid.plan(List.of(ForgetKind.FLIPPED), "nothing");
    Dataset data = Grid.data();
    Plan alike = new Plan(
        List.of(new Dataset("alike", data.training(), new int[0], data.validation(), data.test())),
        plan.models(), plan.forget(), plan.methods(), plan.seeds());
    assertTrue(cell(byMethod(run(alike)), "nothing").note().contains("no label can be wrong"));
  }

  @Test
  void run_methodThatDoesNotFit_isANoteBesideTheOthers() {
    Plan plan = Grid.plan(List.of(ForgetKind.ONE_USER), "nothing");
    Plan two = new Plan(
        plan.data(), plan.models(), plan.forget(),
        List.of(new Refusing(), plan.methods().getFirst()), plan.seeds());
    Map<String, Cell> cells = byMethod(run(two));
    assertEquals("this family is too plain", cell(cells, "refusing").note());
    assertEquals(Map.of(), cell(cells, "refusing").values());
    assertEquals("", cell(cells, "nothing").note());
    assertEquals(1, cell(cells, "nothing").value(Measure.GAP_TEST), 1e-12);
  }

  private record Refusing() implements Strategy {

    @Override
    public String name() {
      return "refusing";
    }

    @Override
    public Forgetful prepare(Setting setting) {
      throw new PluginException(PluginException.Kind.INVALID_ARGUMENT, "this family is too plain");
    }
  }

  @Test
  void run_sequence_measuresEveryPoint() {
    Plan plan = Grid.plan(List.of(ForgetKind.SEQUENCE), "nothing", "retrain", "lethe-fast");
    List<Cell> cells = run(plan);
    assertEquals(plan.cells(), cells.stream().map(Cell::key).toList());
    assertEquals(
        Set.of("sequence-1", "sequence-10"),
        cells.stream().map(cell -> cell.key().forget()).collect(Collectors.toSet()));
    Cell ten = cells.getLast();
    assertEquals("lethe-fast", ten.key().method());
    assertTrue(ten.value(Measure.GAP_TEST) < 1, ten.toString());
    assertEquals(0.01, ten.value(Measure.SECONDS_TOTAL), 1e-9);
  }

  @Test
  void run_killedAfterAnyCell_goesOnToTheSameResults() {
    List<ForgetKind> kinds = List.of(ForgetKind.FLIPPED, ForgetKind.ONE_ITEM, ForgetKind.SEQUENCE);
    Plan plan = Grid.plan(kinds, "nothing", "retrain", "lethe-fast");
    String whole = text(run(plan));
    for (int kill = 1; kill < plan.cells().size(); kill += 3) {
      List<Cell> results = new ArrayList<>();
      int last = kill;
      assertThrows(
          CancellationException.class,
          () -> new Experiment(plan, Grid.laboratory()).run(Set.of(), cell -> {
            results.add(cell);
            if (results.size() == last) {
              throw new CancellationException("killed");
            }
          }, SILENT));
      Set<CellKey> done = results.stream().map(Cell::key).collect(Collectors.toSet());
      new Experiment(plan, Grid.laboratory()).run(done, results::add, SILENT);
      assertEquals(whole, text(results));
    }
  }

  @Test
  void run_everythingThere_trainsAndMeasuresNothing() {
    Plan plan = Grid.plan(List.of(ForgetKind.FLIPPED), "nothing");
    Set<CellKey> done = Set.copyOf(plan.cells());
    List<String> shown = new ArrayList<>();
    Laboratory untouched = new Laboratory(Grid.laboratory().context(), () -> {
      throw new IllegalStateException("something was timed");
    }, Grid.laboratory().memory(), Grid.laboratory().timing());
    new Experiment(plan, untouched).run(done, cell -> {
      throw new IllegalStateException("measured again: " + cell.key());
    }, (finished, now, total, what) -> shown.add(finished + "/" + total));
    assertEquals(List.of("1/1"), shown);
  }

  private static List<Cell> run(Plan plan) {
    List<Cell> cells = new ArrayList<>();
    new Experiment(plan, Grid.laboratory()).run(Set.of(), cells::add, SILENT);
    return cells;
  }

  private static String text(List<Cell> cells) {
    return cells.stream().map(CellLines::line).collect(Collectors.joining("\n"));
  }

  private static Map<String, Cell> byMethod(List<Cell> cells) {
    return cells.stream()
        .collect(Collectors.toMap(cell -> cell.key().method(), Function.identity()));
  }

  private static Cell cell(Map<String, Cell> cells, String method) {
    return java.util.Objects.requireNonNull(cells.get(method), method);
  }
}
