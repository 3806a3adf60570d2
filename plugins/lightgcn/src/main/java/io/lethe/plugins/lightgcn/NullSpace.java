package io.lethe.plugins.lightgcn;

import java.util.Arrays;

/**
 * The directions that an odd number of layers maps to zero: A has the eigenvalue -1 once per
 * connected component, with the root of the degree on its users and minus that on its items, and
 * {@code 1 + x + ... + x^K} is zero at -1 for odd K. Immutable.
 */
final class NullSpace {

  private final Graph graph;

  /** Per node, users first, its component; -1 without edges. */
  private final int[] components;

  private final double[] squares;

  private NullSpace(Graph graph, int[] components, double[] squares) {
    this.graph = graph;
    this.components = components;
    this.squares = squares;
  }

  /** Finds the components. O(edges + nodes). */
  static NullSpace of(Graph graph) {
    int users = graph.userCount();
    int[] components = new int[graph.nodeCount()];
    Arrays.fill(components, -1);
    int[] queue = new int[components.length];
    int count = 0;
    for (int user = 0; user < users; user++) {
      if (components[user] < 0 && graph.users().count(user) > 0) {
        fill(graph, user, count++, components, queue);
      }
    }
    double[] squares = new double[count];
    for (int node = 0; node < components.length; node++) {
      if (components[node] >= 0) {
        squares[components[node]] += graph.degree(node);
      }
    }
    return new NullSpace(graph, components, squares);
  }

  private static void fill(Graph graph, int start, int component, int[] components, int[] queue) {
    int end = 0;
    queue[end++] = start;
    components[start] = component;
    for (int next = 0; next < end; next++) {
      for (int node : graph.neighbours(queue[next])) {
        if (components[node] < 0) {
          components[node] = component;
          queue[end++] = node;
        }
      }
    }
  }

  /** Takes these directions out of a vector over all nodes, users first. O(nodes * width). */
  void projectOut(float[] vector, int width) {
    double[] products = new double[squares.length * width];
    each((node, component, coordinate) -> {
      for (int c = 0; c < width; c++) {
        products[component * width + c] += coordinate * vector[node * width + c];
      }
    });
    each((node, component, coordinate) -> {
      for (int c = 0; c < width; c++) {
        double part = products[component * width + c] / squares[component];
        vector[node * width + c] -= (float) (part * coordinate);
      }
    });
  }

  private void each(NodeVisitor visitor) {
    for (int node = 0; node < components.length; node++) {
      if (components[node] >= 0) {
        double root = Math.sqrt(graph.degree(node));
        visitor.visit(node, components[node], node < graph.userCount() ? root : -root);
      }
    }
  }

  @FunctionalInterface
  private interface NodeVisitor {

    void visit(int node, int component, double coordinate);
  }
}
