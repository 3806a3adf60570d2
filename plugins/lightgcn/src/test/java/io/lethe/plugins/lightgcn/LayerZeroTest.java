package io.lethe.plugins.lightgcn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.PairTables;
import io.lethe.spi.InteractionView;
import io.lethe.testkit.SyntheticRatings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerZeroTest {

  private static final int WIDTH = 6;

  private final InteractionView ratings = InteractionView
      .of(new SyntheticRatings(8, 60, 40, 9).generate());

  private static float[] recovered(LightGcnModel model, InteractionView view) {
    Architecture architecture = model.architecture();
    ViewGraph graph = ViewGraph.of(architecture, view, null);
    return Architecture.flat(LayerZero.of(architecture, graph.propagation(), model.finals()));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void of_evenLayers_givesTheEmbeddingsBack(int layers) {
    for (InteractionView view : new InteractionView[]{ratings, TinyGraphs.twoComponents()}) {
      LightGcnModel model = TinyGraphs.model(view, layers, WIDTH);
      assertArrayEquals(Architecture.flat(model.layer0()), recovered(model, view), 2e-5f);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void of_oddLayers_propagatesToTheSameFinals(int layers) {
    for (InteractionView view : new InteractionView[]{ratings, TinyGraphs.twoComponents()}) {
      LightGcnModel model = TinyGraphs.model(view, layers, WIDTH);
      float[] layer0 = recovered(model, view);
      float[] again = TinyGraphs.times(TinyGraphs.dense(view, layers), layer0, WIDTH);
      assertArrayEquals(Architecture.flat(model.finals()), again, 2e-5f);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void of_oddLayersAndFinalsOutOfReach_isTheLeastSquaresSolution(int layers) {
    InteractionView view = TinyGraphs.twoComponents();
    Architecture architecture = TinyGraphs.architecture(layers);
    ViewGraph graph = ViewGraph.of(architecture, view, null);
    PairTables target = new PairTables(TinyGraphs.table(3, 8, 1), TinyGraphs.table(4, 7, 1));
    double[][] dense = TinyGraphs.dense(view, layers);
    float[] solution = Architecture.flat(LayerZero.of(architecture, graph.propagation(), target));
    float[] residual = TinyGraphs.times(dense, solution, 1);
    float[] wanted = Architecture.flat(target);
    double norm = 0;
    for (int k = 0; k < residual.length; k++) {
      residual[k] -= wanted[k];
      norm = Math.max(norm, Math.abs(residual[k]));
    }
    assertTrue(norm > 0.05, "these final embeddings can be reached, so nothing is tested");
    for (float slope : TinyGraphs.times(dense, residual, 1)) {
      assertEquals(0, slope, 1e-5, "the gradient of half the squared residual");
    }
  }

  @Test
  void projectOut_twoComponents_leavesNothingOfEitherDirection() {
    InteractionView view = TinyGraphs.twoComponents();
    Graph graph = Graph.of(view, TinyGraphs.TERMS);
    float[] vector = Architecture.flat(TinyGraphs.model(view, 1, WIDTH).layer0());
    float[] before = vector.clone();
    NullSpace.of(graph).projectOut(vector, WIDTH);
    // Users 0-3 and items 0-2, users 4-6 and items 3-5.
    for (int component = 0; component < 2; component++) {
      for (int c = 0; c < WIDTH; c++) {
        double product = 0;
        for (int u = 0; u < 8; u++) {
          double root = Math.sqrt(graph.users().count(u));
          product += u / 4 == component ? root * vector[u * WIDTH + c] : 0;
        }
        for (int i = 0; i < 7; i++) {
          double root = Math.sqrt(graph.items().count(i));
          product -= i / 3 == component ? root * vector[(8 + i) * WIDTH + c] : 0;
        }
        assertEquals(0, product, 1e-6);
      }
    }
    for (int c = 0; c < WIDTH; c++) {
      assertEquals(before[7 * WIDTH + c], vector[7 * WIDTH + c], "user 7 has no edge");
    }
  }
}
