package io.lethe.plugins.lightgcn;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.Workers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Some nodes and all others within a few hops of them, in the order of distance: those within {@code
 * h} hops are the first {@code within[h]}. Nodes are numbered users first. Immutable.
 *
 * @param nodes those asked about, in the order given, then their neighbours, then theirs
 * @param within number of nodes within each number of hops
 * @param places per node of the graph its place in {@code nodes}, -1 if it is further away
 */
record Surroundings(int[] nodes, int[] within, int[] places) {

  private static final int TASK_ROWS_MIN = 64;

  /**
   * Looks around. O(edges of the nodes that are not outermost), and a number per node of the graph.
   *
   * @param start distinct nodes; only read
   * @param edgesMax edges followed at most
   * @return null if there are more edges
   */
  static @Nullable Surroundings of(Graph graph, int[] start, int hops, long edgesMax) {
    int[] places = new int[graph.nodeCount()];
    Arrays.fill(places, -1);
    int[] nodes = new int[graph.nodeCount()];
    int[] within = new int[hops + 1];
    int end = 0;
    for (int node : start) {
      places[node] = end;
      nodes[end++] = node;
    }
    within[0] = end;
    long edges = 0;
    int next = 0;
    for (int hop = 1; hop <= hops; hop++) {
      for (; next < within[hop - 1]; next++) {
        edges += graph.degree(nodes[next]);
        if (edges > edgesMax) {
          return null;
        }
        for (int neighbour : graph.neighbours(nodes[next])) {
          if (places[neighbour] < 0) {
            places[neighbour] = end;
            nodes[end++] = neighbour;
          }
        }
      }
      within[hop] = end;
    }
    return new Surroundings(Arrays.copyOf(nodes, end), within, places);
  }

  /** Number of nodes. */
  int size() {
    return nodes.length;
  }

  /**
   * The rows of {@code P vector} of the nodes at distance 0, P having as many layers as there are
   * hops. O(edges within * width).
   *
   * @param graph the one looked around in, or a part of it
   * @param vector {@code width} floats per node, in the order of {@link #nodes}; only read
   */
  float[] propagated(Graph graph, Kernels kernels, Workers workers, float[] vector, int width) {
    float[] weights = new float[size()];
    for (int place = 0; place < size(); place++) {
      weights[place] = graph.weight(nodes[place]);
    }
    int layers = within.length - 1;
    float[] current = vector;
    for (int layer = 1; layer <= layers; layer++) {
      float factor = layer == layers ? 1f / (layers + 1) : 1;
      int rows = within[layers - layer];
      float[] from = current;
      float[] out = Arrays.copyOf(vector, rows * width);
      kernels.scale(factor, out, 0, out.length);
      workers.run(rows, TASK_ROWS_MIN, (first, last) -> {
        for (int place = first; place < last; place++) {
          int[] around = graph.neighbours(nodes[place]);
          for (int k = 0; k < around.length; k++) {
            around[k] = places[around[k]];
          }
          kernels.addWeightedRows(
              from, 0, width, around, 0, around.length, weights, weights[place] * factor, out,
              place * width);
        }
      });
      current = out;
    }
    return current;
  }
}
