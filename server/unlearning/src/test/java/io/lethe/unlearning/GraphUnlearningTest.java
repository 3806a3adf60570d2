package io.lethe.unlearning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.Kernels;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import io.lethe.unlearning.UnlearningOutcome.Updated;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GraphUnlearningTest {

  private final World world = new World(60, 40, 1);
  private final InfluenceUnlearner unlearner = new InfluenceUnlearner(
      UnlearningConfig.defaults().withRowStepMax(100), Kernels.scalar(), System::nanoTime);
  private final GraphModel model = new GraphModel(
      world.fit(world.trained(), 0.7f, 0.02, 100), world.trained());
  private final UnlearningState state = unlearner
      .prepare(model, world.trained(), world.heldOut(), 3);

  @Test
  void prepare_graphModel_calibratesFinalSpaceAndOwnParametersApart() {
    assertEquals(model.inFinalSpace().layout(), state.layout());
    assertTrue(state.facts().refinedDamping() > 0);
    assertTrue(state.facts().refinedDamping() != state.damping());
    assertFalse(state.stationary());
  }

  @Test
  void unlearn_smallRequestFast_movesItsOwnFinalRowsAlone() {
    Removal removal = first(2);
    GraphModel next = (GraphModel) updated(removal, Effort.FAST).model();
    AffectedRows rows = AffectedRows
        .of(model.finals(), state.terms(), removal, ErasedEntities.none());
    float[] before = finals(model);
    float[] after = finals(next);
    ParameterSelection all = ParameterSelection.all(state.layout());
    for (int b = 0; b < 2; b++) {
      for (int row = 0; row < all.count(b); row++) {
        boolean moved = rows.moved().position(b, row) >= 0;
        int at = all.offset(b) + row * World.WIDTH;
        for (int k = at; k < at + World.WIDTH; k++) {
          assertEquals(moved ? 1 : 0, Math.abs(after[k] - before[k]) > 1e-4 ? 1 : 0);
        }
      }
    }
  }

  @Test
  void unlearn_fast_rowsBeneathGiveTheFinalRowsOnTheGraphOfWhatStays() {
    Removal removal = first(2);
    GraphModel next = (GraphModel) updated(removal, Effort.FAST).model();
    GraphModel again = new GraphModel(next.beneath(), removal.retained());
    assertArrayEquals(finals(again), finals(next), 1e-5f);
  }

  @Test
  void unlearn_largeRequestFast_takesAwayWhatTheGraphPassedOn() {
    Removal removal = first(20);
    GraphModel next = (GraphModel) updated(removal, Effort.FAST).model();
    AffectedRows rows = AffectedRows
        .of(model.finals(), state.terms(), removal, ErasedEntities.none());
    float[] onNewGraph = finals(model.viewedOn(removal.retained()));
    float[] after = finals(next);
    ParameterSelection all = ParameterSelection.all(state.layout());
    int still = 0;
    for (int b = 0; b < 2; b++) {
      for (int row = 0; row < all.count(b); row++) {
        int at = all.offset(b) + row * World.WIDTH;
        if (rows.moved().position(b, row) < 0) {
          assertEquals(onNewGraph[at], after[at], 1e-5);
          still++;
        }
      }
    }
    assertTrue(still > 0);
  }

  @Test
  void unlearn_refined_solvesThroughTheGraphAndSaysWhatIsLeft() {
    Updated updated = updated(first(20), Effort.REFINED);
    UnlearningReport.Residue residue = updated.report().residue();
    assertTrue(residue.relative() <= 0.011, residue + "");
    assertEquals(world.trained().size() - 20, residue.interactions());
    assertEquals(Effort.REFINED, updated.report().effort());
    assertTrue(updated.report().step().products() > 0);
  }

  @Test
  void task_stateOfAnotherLayout_refused() {
    GraphModel other = new GraphModel(
        new World(61, 40, 1).fit(world.trained(), 0.7f, 0.02, 0), world.trained());
    Removal removal = first(2);
    assertThrows(
        IllegalArgumentException.class,
        () -> new UnlearningTask(other, state, removal, ErasedEntities.none(), Effort.FAST));
  }

  private Updated updated(Removal removal, Effort effort) {
    UnlearningTask task = new UnlearningTask(model, state, removal, ErasedEntities.none(), effort);
    return assertInstanceOf(Updated.class, unlearner.unlearn(task));
  }

  private Removal first(int count) {
    return Removal.of(world.trained(), Arrays.copyOf(world.trained().positions(), count));
  }

  private static float[] finals(GraphModel of) {
    ParameterSelection all = ParameterSelection.all(of.layout());
    float[] rows = new float[all.length()];
    of.inFinalSpace().parameters(all, rows);
    return rows;
  }
}
