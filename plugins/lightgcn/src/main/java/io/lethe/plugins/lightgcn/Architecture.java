package io.lethe.plugins.lightgcn;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;
import io.lethe.spi.EntityKeys;
import io.lethe.training.ProductModel;
import io.lethe.training.learning.LearningRule;
import io.lethe.training.objective.LossTerms;
import io.lethe.training.objective.ModelShape;
import java.util.Arrays;
import java.util.List;

/**
 * What all versions of one model have in common.
 *
 * @param shape which loss, which L2
 * @param layers of propagation
 */
record Architecture(ModelShape shape, int layers, Kernels kernels, Workers workers) {

  /** Fewest and most layers. */
  static final int LAYERS_MIN = 1;

  static final int LAYERS_MAX = 4;

  /** What holds final rows while they learn (README, figures). */
  private static final double DAMPING = 4;
  private static final double FRESH_DAMPING = 3;

  /** Which loss terms an interaction stands for. */
  LossTerms terms() {
    return shape.terms();
  }

  /** The propagation over a graph. O(rows). */
  Propagation propagation(Graph graph) {
    return new Propagation(graph, layers, kernels);
  }

  /** The same with a layer less; there must be one. */
  Architecture shallower() {
    return new Architecture(shape, layers - 1, kernels, workers);
  }

  /** A model over final embeddings. */
  ProductModel product(PairTables finals, EntityKeys keys) {
    return new ProductModel(
        shape, finals, keys, kernels, workers,
        new LearningRule(shape.l2(), DAMPING, FRESH_DAMPING, layers));
  }

  /** {@code P vector}, a vector over all nodes, users first. */
  float[] propagated(Propagation propagation, float[] vector, int width) {
    int users = propagation.graph().userCount();
    float[] out = new float[vector.length];
    float[] scratch = new float[layers == 1 ? 0 : vector.length];
    propagation.apply(
        Phases.on(workers), NodeVectors.flat(vector, users, width),
        NodeVectors.flat(out, users, width), NodeVectors.flat(scratch, users, width));
    return out;
  }

  /** The final embeddings of layer-0 ones. O(layers * edges * width). */
  PairTables finals(Propagation propagation, PairTables layer0) {
    return tables(
        propagated(propagation, flat(layer0), layer0.width()), layer0.users().rows(),
        layer0.width());
  }

  /** Both tables' rows in one array, users first. */
  static float[] flat(PairTables tables) {
    int users = tables.users().rows();
    float[] flat = new float[(users + tables.items().rows()) * tables.width()];
    copy(tables.users(), flat, 0);
    copy(tables.items(), flat, users * tables.width());
    return flat;
  }

  private static void copy(EmbeddingTable table, float[] out, int offset) {
    int at = offset;
    for (float[] page : table.pages()) {
      System.arraycopy(page, 0, out, at, page.length);
      at += page.length;
    }
  }

  /** The inverse of {@link #flat}. */
  static PairTables tables(float[] flat, int users, int width) {
    int items = flat.length / width - users;
    return new PairTables(
        EmbeddingTable.copyOf(users, width, List.of(Arrays.copyOf(flat, users * width))),
        EmbeddingTable
            .copyOf(items, width, List.of(Arrays.copyOfRange(flat, users * width, flat.length))));
  }
}
