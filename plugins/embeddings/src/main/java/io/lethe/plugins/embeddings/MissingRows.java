package io.lethe.plugins.embeddings;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.ImportedVectors;
import io.lethe.spi.InteractionView;
import io.lethe.training.Descent;
import io.lethe.training.TermColumns;
import io.lethe.training.history.FoldIn;
import io.lethe.training.history.GivenHistory;
import io.lethe.training.history.NegativePool;
import io.lethe.training.history.RowSolver;
import io.lethe.training.objective.ModelShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of users and items that the interactions name and the file does not: the minimum of their own
 * terms beside the rows that were brought, users first.
 */
final class MissingRows {

  private final ModelShape shape;
  private final Head head;
  private final ImportedVectors vectors;
  private final EntityKeys keys;
  private final TermColumns positives;
  private final Kernels kernels;

  MissingRows(
      ModelShape shape, Head head, ImportedVectors vectors, InteractionView view, Kernels kernels) {
    this.shape = shape;
    this.head = head;
    this.vectors = vectors;
    this.keys = view.all().keys();
    this.positives = TermColumns.own(view, shape.terms());
    this.kernels = kernels;
  }

  /** The tables with these rows; those of nothing brought stay without a preference. */
  PairTables filled(PairTables tables) {
    EmbeddingTable users = withUsers(tables);
    return new PairTables(users, withItems(new PairTables(users, tables.items())));
  }

  private EmbeddingTable withUsers(PairTables tables) {
    FoldIn foldIn = new FoldIn(shape, tables.items(), keys, kernels);
    float[] center = new float[tables.width()];
    center[HeldBiases.userBias(center.length)] = head.offset();
    center[center.length - 1] = 1;
    EmbeddingTable users = tables.users();
    Map<Integer, List<Integer>> missing = meeting(
        positives.users(), vectors.usersBrought(), positives.items(), vectors.itemsBrought());
    for (Map.Entry<Integer, List<Integer>> one : missing.entrySet()) {
      Descent.checkInterrupt();
      int[] items = ints(one.getValue());
      float[] choices = new float[items.length];
      Arrays.fill(choices, Float.MAX_VALUE);
      float[] row = foldIn
          .row(GivenHistory.of(items, choices, keys.itemCount()), center, shape.l2());
      users = users.withRows(new int[]{one.getKey()}, row, 0);
    }
    return users;
  }

  private EmbeddingTable withItems(PairTables tables) {
    int[] chosen = new int[keys.userCount()];
    for (int user : positives.users()) {
      chosen[user]++;
    }
    int width = tables.width();
    RowSolver solver = new RowSolver(
        kernels, tables.users(), width - 2, NegativePool.ofUsers(shape.terms(), keys, chosen));
    double[] center = new double[width];
    center[width - 2] = 1;
    EmbeddingTable items = tables.items();
    Map<Integer, List<Integer>> missing = meeting(
        positives.items(), vectors.itemsBrought(), positives.users(), vectors.usersBrought());
    for (Map.Entry<Integer, List<Integer>> one : missing.entrySet()) {
      Descent.checkInterrupt();
      int[] users = ints(one.getValue());
      float[] labels = new float[users.length];
      Arrays.fill(labels, 1);
      RowSolver.Own own = new RowSolver.Own(users, labels, draws(one.getKey()));
      double[] row = solver.minimum(own, center, center, Math.max(shape.l2(), FoldIn.RIDGE_MIN));
      items = items.withRows(new int[]{one.getKey()}, rounded(row), 0);
    }
    return items;
  }

  /** How many of the users' draws meet an item on average. */
  private float draws(int item) {
    double share = shape.terms().expected(keys)
        ? shape.terms().shares(keys)[item]
        : 1.0 / keys.itemCount();
    return (float) (shape.terms().sampled() * share * positives.size());
  }

  /** Of every row without a vector the rows with one that it has chosen, or that chose it. */
  private static Map<Integer, List<Integer>> meeting(
      int[] rows, BitSet rowsBrought, int[] others, BitSet othersBrought) {
    Map<Integer, List<Integer>> meeting = new HashMap<>();
    for (int t = 0; t < rows.length; t++) {
      if (!rowsBrought.get(rows[t]) && othersBrought.get(others[t])) {
        meeting.computeIfAbsent(rows[t], absent -> new ArrayList<>()).add(others[t]);
      }
    }
    return meeting;
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  private static float[] rounded(double[] row) {
    float[] rounded = new float[row.length];
    for (int c = 0; c < row.length; c++) {
      rounded[c] = (float) row[c];
    }
    return rounded;
  }
}
