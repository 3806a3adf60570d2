package io.lethe.plugins.lightgcn;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.PairTables;
import io.lethe.training.history.FoldIn;
import io.lethe.training.history.GivenHistory;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Final embeddings of histories: of a user with an edge to each of n positive items, {@code (e_0 + 1 /
 * sqrt n * sum over the items of 1 / sqrt degree * (e_0 + .. + e_(layers - 1)) of the item) / (layers
 * + 1)}, the items' layers and degrees as they are. The user's own e_0 is fitted to its terms, under
 * the L2 of layer 0; what it would change in other nodes is left out.
 *
 * <p>The items' part is found once, when a row is first asked for: a propagation over the graph.
 * Immutable but for that; keeps nothing of a history.
 */
final class HistoryRows {

  private final Architecture architecture;
  private final Lazy<EmbeddingTable> passed;

  HistoryRows(Architecture architecture, Supplier<ViewGraph> graph, Supplier<PairTables> layer0) {
    this.architecture = architecture;
    this.passed = Lazy.of(() -> passed(graph.get().propagation().graph(), layer0.get()));
  }

  /** What items pass on, if it has been found. */
  @Nullable
  EmbeddingTable ifFound() {
    return passed.ifFound();
  }

  /** The embedding, an array of its own. O(history * width) and the fit. */
  float[] row(GivenHistory history, FoldIn foldIn) {
    int reached = architecture.layers() + 1;
    double ridge = (double) architecture.shape().l2() * reached * reached;
    return foldIn.row(history, fromItems(history), ridge);
  }

  /** The embedding but for the user's own layer 0. */
  private float[] fromItems(GivenHistory history) {
    EmbeddingTable table = passed.get();
    int[] edges = new int[history.size()];
    int degree = 0;
    for (int k = 0; k < edges.length; k++) {
      if (architecture.terms().label(history.values()[k]) > 0) {
        edges[degree++] = history.items()[k];
      }
    }
    float[] weights = new float[degree];
    float weight = (float) (1 / Math.sqrt(Math.max(1, degree)) / (architecture.layers() + 1));
    Arrays.fill(weights, weight);
    float[] row = new float[table.width()];
    architecture.kernels().gatherSum(table, edges, weights, 0, degree, row, 0);
    return row;
  }

  /** Per item the sum of its layers but the last, over the root of its degree. */
  private EmbeddingTable passed(Graph graph, PairTables layer0) {
    int layers = architecture.layers();
    int width = layer0.width();
    EmbeddingTable sums = EmbeddingTable.zeros(graph.itemCount(), width);
    PairTables means = layers == 1
        ? layer0
        : architecture.shallower().finals(architecture.shallower().propagation(graph), layer0);
    for (int item = 0; item < graph.itemCount(); item++) {
      architecture.kernels()
          .addScaled(
              layers * graph.itemWeights()[item], means.items().pageOf(item),
              means.items().offsetOf(item), sums.pageOf(item), sums.offsetOf(item), width);
    }
    return sums;
  }
}
