package io.lethe.plugins.lightgcn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.Workers;
import io.lethe.spi.InteractionView;
import io.lethe.testkit.SyntheticRatings;
import io.lethe.training.objective.ModelShape;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropagationTest {

  private static final int WIDTH = 18;

  private final InteractionView view = TinyGraphs.twoComponents();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void propagated_isTheDenseMeanOfPowers(int layers) {
    LightGcnModel model = TinyGraphs.model(view, layers, WIDTH);
    float[] expected = TinyGraphs
        .times(TinyGraphs.dense(view, layers), Architecture.flat(model.layer0()), WIDTH);
    assertArrayEquals(expected, Architecture.flat(model.finals()), 2e-6f);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void propagated_onMoreThreads_givesTheSameBits(int layers) {
    InteractionView large = InteractionView.of(new SyntheticRatings(3, 900, 400, 40).generate());
    float[] vector = Architecture.flat(TinyGraphs.model(large, 1, WIDTH).layer0());
    float[] one = propagated(large, layers, Workers.serial(), vector);
    try (ExecutorService executor = Executors.newFixedThreadPool(3)) {
      assertArrayEquals(one, propagated(large, layers, new Workers(executor, 3), vector));
    }
  }

  private static float[] propagated(
      InteractionView view, int layers, Workers workers, float[] vector) {
    Architecture architecture = new Architecture(
        new ModelShape(TinyGraphs.TERMS, false, 1), layers, Kernels.fastest(), workers);
    ViewGraph graph = ViewGraph.of(architecture, view, null);
    return architecture.propagated(graph.propagation(), vector, WIDTH);
  }

  @Test
  void graph_ofPartOfAView_sharesItsEntriesAndGivesTheSameBits() {
    Architecture architecture = TinyGraphs.architecture(3);
    ViewGraph whole = ViewGraph.of(architecture, view, null);
    // One of two equal edges, the only edge of user 4, a negative.
    InteractionView less = view.without(new int[]{1, 8, 15});
    ViewGraph patched = ViewGraph.of(architecture, less, whole);
    ViewGraph fresh = ViewGraph.of(architecture, less, null);
    assertEquals(
        whole.propagation().graph().users().columns(),
        patched.propagation().graph().users().columns());
    assertEquals(11, patched.propagation().graph().edges());
    assertEquals(11, fresh.propagation().graph().edges());
    float[] vector = Architecture.flat(TinyGraphs.model(view, 1, WIDTH).layer0());
    assertArrayEquals(
        architecture.propagated(fresh.propagation(), vector, WIDTH),
        architecture.propagated(patched.propagation(), vector, WIDTH));
    ViewGraph further = ViewGraph.of(architecture, less.without(new int[]{0, 2, 4, 12}), patched);
    assertEquals(
        7, further.propagation().graph().users().columns().length, "made anew: too much went");
    ViewGraph back = ViewGraph.of(architecture, view, patched);
    assertEquals(13, back.propagation().graph().edges());
  }
}
