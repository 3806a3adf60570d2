package io.lethe.plugins.lightgcn;

import io.lethe.kernels.SparseRows;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.training.objective.LossTerms;
import java.util.Arrays;

/**
 * The bipartite graph of positive interactions with its symmetric normalization {@code A = D^-1/2 S
 * D^-1/2} (He et al. 2020, equation 8). An interaction that occurs twice is two edges. Immutable.
 *
 * @param users per user its items, ascending
 * @param items per item its users, ascending
 * @param userWeights per user one over the root of its degree, 0 without edges; not to be written to
 * @param itemWeights per item likewise
 */
record Graph(SparseRows users, SparseRows items, float[] userWeights, float[] itemWeights) {

  /** The graph of a view. O(view + rows). */
  static Graph of(InteractionView view, LossTerms terms) {
    Interactions all = view.all();
    int[] positions = positives(view, terms);
    int[] edgeUsers = new int[positions.length];
    int[] edgeItems = new int[positions.length];
    for (int k = 0; k < positions.length; k++) {
      edgeUsers[k] = all.user(positions[k]);
      edgeItems[k] = all.item(positions[k]);
    }
    int userCount = all.keys().userCount();
    int itemCount = all.keys().itemCount();
    // Transposing twice brings both sides' columns into ascending order.
    SparseRows items = SparseRows.of(edgeUsers, edgeItems, userCount).transposed(itemCount);
    SparseRows users = items.transposed(userCount);
    return new Graph(users, items, weights(users), weights(items));
  }

  private static int[] positives(InteractionView view, LossTerms terms) {
    int[] positions = view.positions();
    int count = 0;
    for (int position : positions) {
      if (terms.label(view.all().value(position)) > 0) {
        positions[count++] = position;
      }
    }
    return Arrays.copyOf(positions, count);
  }

  private static float[] weights(SparseRows rows) {
    float[] weights = new float[rows.rows()];
    for (int row = 0; row < weights.length; row++) {
      weights[row] = weightOf(rows.count(row));
    }
    return weights;
  }

  private static float weightOf(int degree) {
    return degree == 0 ? 0 : (float) (1 / Math.sqrt(degree));
  }

  /**
   * The graph without some edges. O(edges that go + rows); what stays is shared.
   *
   * @param edgeUsers users of these edges
   * @param edgeItems items of these edges
   */
  Graph without(int[] edgeUsers, int[] edgeItems) {
    SparseRows fewerUsers = users.without(edgeUsers, edgeItems);
    SparseRows fewerItems = items.without(edgeItems, edgeUsers);
    return new Graph(
        fewerUsers, fewerItems, changed(userWeights, fewerUsers, edgeUsers),
        changed(itemWeights, fewerItems, edgeItems));
  }

  private static float[] changed(float[] weights, SparseRows rows, int[] changedRows) {
    float[] changed = weights.clone();
    for (int row : changedRows) {
      changed[row] = weightOf(rows.count(row));
    }
    return changed;
  }

  /** Edges of the graph as it was made, whatever has gone since. */
  int edgesAtFirst() {
    return users.columns().length;
  }

  /** Number of edges. */
  int edges() {
    return users.size();
  }

  /** Users and items. */
  int nodeCount() {
    return users.rows() + items.rows();
  }

  /** Edges of a node; nodes are numbered users first. */
  int degree(int node) {
    return node < users.rows() ? users.count(node) : items.count(node - users.rows());
  }

  /** One over the root of a node's degree, 0 without edges. */
  float weight(int node) {
    return node < users.rows() ? userWeights[node] : itemWeights[node - users.rows()];
  }

  /** A node's neighbours, one for each edge, ascending. A copy. */
  int[] neighbours(int node) {
    if (node >= users.rows()) {
      return items.columnsOf(node - users.rows());
    }
    int[] neighbours = users.columnsOf(node);
    for (int k = 0; k < neighbours.length; k++) {
      neighbours[k] += users.rows();
    }
    return neighbours;
  }

  int userCount() {
    return users.rows();
  }

  int itemCount() {
    return items.rows();
  }
}
