package io.lethe.plugins.lightgcn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import io.lethe.testkit.SyntheticRatings;
import io.lethe.training.objective.LossTerms;
import io.lethe.training.objective.ModelShape;
import io.lethe.training.objective.Objective;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalRemovalTest {

  private static final int WIDTH = 5;
  private static final int NODES = 1000;

  /** A chain: user k likes item k and item k + 1 and dislikes item k + 2, in a ring. */
  private static InteractionView ring() {
    int[] users = new int[3 * NODES];
    int[] items = new int[3 * NODES];
    float[] values = new float[3 * NODES];
    for (int k = 0; k < NODES; k++) {
      for (int step = 0; step < 3; step++) {
        users[3 * k + step] = k;
        items[3 * k + step] = (k + step) % NODES;
        values[3 * k + step] = step == 2 ? 1 : 5;
      }
    }
    long[] keys = IntStream.range(0, NODES).mapToLong(k -> 31L * k + 7).toArray();
    return InteractionView.of(new Interactions(new EntityKeys(keys, keys), users, items, values));
  }

  private static LightGcnModel model(InteractionView view, Objective objective, int layers) {
    Architecture architecture = new Architecture(
        new ModelShape(new LossTerms(objective, 3, 1, 5), false, 1), layers, Kernels.fastest(),
        Workers.serial());
    PairTables layer0 = new PairTables(
        TinyGraphs.table(1, view.all().keys().userCount(), WIDTH),
        TinyGraphs.table(2, view.all().keys().itemCount(), WIDTH));
    return LightGcnModel.of(architecture, ViewGraph.of(architecture, view, null), layer0);
  }

  /** By two gradients over everything. */
  private static float[] full(LightGcnModel model, Removal removal, ParameterSelection rows) {
    float[] before = new float[rows.length()];
    float[] after = new float[rows.length()];
    model.on(removal.trained()).gradient(rows, before);
    model.viewedOn(removal.retained()).on(removal.retained()).gradient(rows, after);
    for (int k = 0; k < before.length; k++) {
      before[k] -= after[k];
    }
    return before;
  }

  private static @Nullable LocalRemoval local(
      LightGcnModel model, Removal removal, ParameterSelection rows) {
    ViewGraph graph = ViewGraph.of(model.architecture(), removal.trained(), null);
    return LocalRemoval.of(model, new RemovalRegion(model.architecture(), graph, removal), rows);
  }

  @ParameterizedTest
  @CsvSource({"EXPLICIT,1", "EXPLICIT,2", "EXPLICIT,3", "EXPLICIT,4"})
  void gradient_smallRegion_equalsTheFullOneAndLeavesNothingOut(Objective objective, int layers) {
    InteractionView view = ring().without(new int[]{300, 301});
    LightGcnModel model = model(view, objective, layers);
    Removal removal = Removal.of(view, new int[]{30, 31, 32, 34});
    ParameterSelection affected = model.affectedRows(removal);
    ParameterSelection all = ParameterSelection.all(model.layout());
    assertTrue(affected.length() < all.length() / 2, "the region must be a small one");
    LocalRemoval local = assertInstanceOf(LocalRemoval.class, local(model, removal, affected));
    float[] inRegion = new float[affected.length()];
    local.gradient(inRegion);
    assertArrayEquals(full(model, removal, affected), inRegion, 1e-6f);
    float[] everywhere = full(model, removal, all);
    assertEquals(squares(everywhere), squares(full(model, removal, affected)));
    assertTrue(squares(inRegion) > 0.01);
    float[] offered = new float[affected.length()];
    model.removalGradient(removal, affected, offered);
    assertArrayEquals(inRegion, offered);
  }

  @Test
  void removalGradient_implicit_isTheFullOneInEveryRow() {
    InteractionView view = ring().without(new int[]{300, 301});
    LightGcnModel model = model(view, Objective.IMPLICIT, 1);
    Removal removal = Removal.of(view, new int[]{30, 31, 32, 34});
    ParameterSelection all = ParameterSelection.all(model.layout());
    assertEquals(all.length(), model.affectedRows(removal).length());
    float[] offered = new float[all.length()];
    model.removalGradient(removal, all, offered);
    assertArrayEquals(full(model, removal, all), offered, 2e-5f);
    assertTrue(squares(offered) > 0.01);
  }

  @Test
  void gradient_onlyDislikesGo_keepsTheGraph() {
    InteractionView view = ring();
    LightGcnModel model = model(view, Objective.EXPLICIT, 2);
    Removal removal = Removal.of(view, new int[]{32});
    ParameterSelection affected = model.affectedRows(removal);
    float[] inRegion = new float[affected.length()];
    assertInstanceOf(LocalRemoval.class, local(model, removal, affected)).gradient(inRegion);
    assertArrayEquals(full(model, removal, affected), inRegion, 1e-6f);
    assertTrue(squares(inRegion) > 0.001);
  }

  @Test
  void of_wellConnectedGraph_isNoSmallerThanTheWhole() {
    InteractionView view = InteractionView.of(new SyntheticRatings(8, 60, 40, 9).generate());
    LightGcnModel model = model(view, Objective.EXPLICIT, 2);
    Removal removal = Removal.of(view, new int[]{3});
    ParameterSelection all = ParameterSelection.all(model.layout());
    assertNull(local(model, removal, all));
    assertEquals(all.length(), model.affectedRows(removal).length());
    float[] offered = new float[all.length()];
    model.removalGradient(removal, all, offered);
    assertArrayEquals(full(model, removal, all), offered, 1e-6f);
  }

  private static double squares(float[] vector) {
    return Arrays.stream(toDoubles(vector)).map(value -> value * value).sum();
  }

  private static double[] toDoubles(float[] vector) {
    return IntStream.range(0, vector.length).mapToDouble(k -> vector[k]).toArray();
  }
}
