package io.lethe.evaluation.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.evaluation.strategy.ForgetRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScalingExperimentTest {

  private static final Progress SILENT = (done, now, total, what) -> {};

  @Test
  void run_twice_measuresOnlyWhatIsMissing() {
    List<Cell> cells = new ArrayList<>();
    new ScalingExperiment(plan(10_000), Grid.laboratory()).run(List.of(), cells::add, SILENT);
    assertEquals(1, cells.size());
    Cell cell = cells.getFirst();
    assertTrue(cell.value(Measure.INTERACTIONS) > 9_000, cell.toString());
    assertTrue(cell.value(Measure.FORGOTTEN) > 10, cell.toString());
    // The clock ticks once between two readings.
    assertEquals(0.001, cell.value(Measure.SECONDS), 1e-12);
    assertEquals(1, cell.value(Measure.SPEED_UP), 1e-9);
    assertEquals(0, cell.value(Measure.EXTRAPOLATED));
    new ScalingExperiment(plan(10_000), Grid.laboratory()).run(cells, again -> {
      throw new IllegalStateException("measured again: " + again.key());
    }, SILENT);
  }

  @Test
  void medianUsers_ofGeneratedData_goWholeAndHaveAboutAsMuchEach() {
    ScalingData data = ScalingData.of(20_000, 3);
    List<ForgetRequest> requests = data.medianUsers(11);
    assertEquals(11, requests.size());
    int fewest = requests.getFirst().positions().length;
    int most = requests.getLast().positions().length;
    assertTrue(fewest > 0 && most < 2 * fewest, fewest + " to " + most);
    for (int position : requests.get(5).positions()) {
      assertEquals(requests.get(5).erased().users()[0], data.training().user(position));
    }
    assertEquals(20_000, data.training().size() + data.validation().size());
  }

  @Test
  void plan_tooSmallASize_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> plan(999));
  }

  private static ScalingPlan plan(int size) {
    Plan grid = Grid.plan(List.of(), "row-drop");
    return new ScalingPlan(List.of(size), grid.models(), grid.methods(), 1, 1_000_000);
  }
}
