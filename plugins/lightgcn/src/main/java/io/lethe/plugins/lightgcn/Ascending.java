package io.lethe.plugins.lightgcn;

import io.lethe.spi.ParameterLayout;
import io.lethe.spi.ParameterSelection;
import java.util.Arrays;
import java.util.List;

/**
 * Nodes of any order brought into that of a selection: users ascending, then items.
 *
 * @param order per place in the selection the place of its node as given
 */
record Ascending(int[] users, int[] items, int[] order) {

  /** Sorts distinct nodes. */
  static Ascending of(int[] nodes, int userCount) {
    long[] placed = new long[nodes.length];
    for (int k = 0; k < placed.length; k++) {
      placed[k] = (long) nodes[k] << Integer.SIZE | k;
    }
    Arrays.sort(placed);
    int[] order = new int[placed.length];
    int[] sorted = new int[placed.length];
    int ofUsers = 0;
    for (int k = 0; k < placed.length; k++) {
      order[k] = (int) placed[k];
      sorted[k] = (int) (placed[k] >>> Integer.SIZE);
      ofUsers += sorted[k] < userCount ? 1 : 0;
    }
    int[] items = Arrays.copyOfRange(sorted, ofUsers, sorted.length);
    for (int k = 0; k < items.length; k++) {
      items[k] -= userCount;
    }
    return new Ascending(Arrays.copyOf(sorted, ofUsers), items, order);
  }

  /** The rows of these nodes. */
  ParameterSelection selection(ParameterLayout layout) {
    return ParameterSelection.of(layout, List.of(users, items));
  }

  /** A vector over the selection, its rows in the order in which the nodes were given. */
  float[] asGiven(float[] vector, int width) {
    float[] given = new float[vector.length];
    for (int k = 0; k < order.length; k++) {
      System.arraycopy(vector, k * width, given, order[k] * width, width);
    }
    return given;
  }
}
