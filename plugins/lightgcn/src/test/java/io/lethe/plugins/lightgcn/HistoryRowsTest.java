package io.lethe.plugins.lightgcn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.spi.InteractionView;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistoryRowsTest {

  private static final int WIDTH = 4;
  private static final int USERS = 8;
  private static final int ITEMS = 7;
  private static final double[] DEGREES = {3, 3, 2, 2, 2, 1, 0};

  /** {@code sum of A^k E, k = 0 .. layers - 1}, from the mean of one layer less. */
  private static double[][] sums(LightGcnModel model, int layers) {
    double[][] sums = new double[ITEMS][WIDTH];
    double[][] mean = TinyGraphs.dense(TinyGraphs.twoComponents(), layers - 1);
    for (int i = 0; i < ITEMS; i++) {
      for (int node = 0; node < USERS + ITEMS; node++) {
        boolean user = node < USERS;
        EmbeddingTable table = user ? model.layer0().users() : model.layer0().items();
        int row = user ? node : node - USERS;
        for (int c = 0; c < WIDTH; c++) {
          sums[i][c] += layers * mean[USERS + i][node] * table.pageOf(row)[table.offsetOf(row) + c];
        }
      }
    }
    return sums;
  }

  private static double[] fromItems(LightGcnModel model, int layers, int... edges) {
    double[][] sums = sums(model, layers);
    double[] row = new double[WIDTH];
    for (int item : edges) {
      double weight = DEGREES[item] == 0 ? 0 : 1 / Math.sqrt(edges.length * DEGREES[item]);
      for (int c = 0; c < WIDTH; c++) {
        row[c] += weight * sums[item][c] / (layers + 1);
      }
    }
    return row;
  }

  /** Half the slope of loss and L2 in the user's layer 0, by the definition, times layers + 1. */
  private static double[] slope(
      LightGcnModel model, int layers, int[] items, float[] labels, double[] row,
      double[] fromItems) {
    double[] slope = new double[WIDTH];
    EmbeddingTable finals = model.finals().items();
    for (int c = 0; c < WIDTH; c++) {
      slope[c] = (layers + 1) * (layers + 1) * (row[c] - fromItems[c]);
    }
    for (int k = 0; k < items.length; k++) {
      double z = 0;
      for (int c = 0; c < WIDTH; c++) {
        z += row[c] * finals.pageOf(items[k])[finals.offsetOf(items[k]) + c];
      }
      for (int c = 0; c < WIDTH; c++) {
        slope[c] += (1 / (1 + Math.exp(-z)) - labels[k])
            * finals.pageOf(items[k])[finals.offsetOf(items[k]) + c];
      }
    }
    return slope;
  }

  /** The row is recovered from scores: they are its products with the items' final embeddings. */
  private static double[] row(LightGcnModel model, int[] history, float[] values) {
    float[] scores = new float[ITEMS];
    model.score(history, values, IntStream.range(0, ITEMS).toArray(), scores);
    double[][] normal = new double[WIDTH][WIDTH];
    double[] right = new double[WIDTH];
    EmbeddingTable finals = model.finals().items();
    for (int i = 0; i < ITEMS; i++) {
      for (int a = 0; a < WIDTH; a++) {
        double left = finals.pageOf(i)[finals.offsetOf(i) + a];
        right[a] += left * scores[i];
        for (int b = 0; b < WIDTH; b++) {
          normal[a][b] += left * finals.pageOf(i)[finals.offsetOf(i) + b];
        }
      }
    }
    return eliminated(normal, right);
  }

  private static double[] eliminated(double[][] matrix, double[] right) {
    for (int k = 0; k < WIDTH; k++) {
      for (int r = 0; r < WIDTH; r++) {
        double factor = r == k ? 0 : matrix[r][k] / matrix[k][k];
        for (int c = 0; c < WIDTH; c++) {
          matrix[r][c] -= factor * matrix[k][c];
        }
        right[r] -= factor * right[k];
      }
    }
    return IntStream.range(0, WIDTH).mapToDouble(k -> right[k] / matrix[k][k]).toArray();
  }

  @Test
  void row_passesItemsOnAndFitsTheUsersOwnLayer() {
    InteractionView view = TinyGraphs.twoComponents();
    int[] history = {6, 0, 4, 1};
    float[] values = {5, 4, 2, 5};
    for (int layers = 1; layers <= 4; layers++) {
      LightGcnModel model = TinyGraphs.model(view, layers, WIDTH);
      double[] row = row(model, history, values);
      double[] fromItems = fromItems(model, layers, 6, 0, 1);
      double[] left = slope(model, layers, history, new float[]{1, 1, 0, 1}, row, fromItems);
      double[] start = slope(model, layers, history, new float[]{1, 1, 0, 1}, fromItems, fromItems);
      assertArrayEquals(new double[WIDTH], left, 5e-3, "layers " + layers);
      assertTrue(IntStream.range(0, WIDTH).anyMatch(c -> Math.abs(start[c]) > .05));
    }
  }

  /** What a user's layers above the first are, is the same for its history. */
  @Test
  void ownEdges_giveTheUsersLayersAboveTheFirst() {
    InteractionView view = TinyGraphs.twoComponents();
    for (int layers = 1; layers <= 4; layers++) {
      LightGcnModel model = TinyGraphs.model(view, layers, WIDTH);
      double[] expected = fromItems(model, layers, 0, 2);
      EmbeddingTable finals = model.finals().users();
      EmbeddingTable beneath = model.layer0().users();
      for (int c = 0; c < WIDTH; c++) {
        double own = beneath.pageOf(1)[beneath.offsetOf(1) + c] / (layers + 1);
        assertEquals(finals.pageOf(1)[finals.offsetOf(1) + c], expected[c] + own, 1e-6);
      }
    }
  }

  @Test
  void learntArrays_holdWhatItemsPassOn_onceItIsThere() {
    LightGcnModel model = TinyGraphs.model(TinyGraphs.twoComponents(), 2, WIDTH);
    int before = model.learntArrays().size();
    model.score(new int[]{1}, new float[]{5}, new int[]{0}, new float[1]);
    int found = model.learntArrays().size();
    assertTrue(found > before, () -> before + " arrays, then " + found);
    model.score(new int[]{2}, new float[]{5}, new int[]{0}, new float[1]);
    assertEquals(found, model.learntArrays().size());
  }
}
