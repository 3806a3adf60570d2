package io.lethe.plugins.ials;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.ItemScan;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.spi.InteractionView;
import java.util.Arrays;
import java.util.List;

/**
 * A score: the dot product of a user's and an item's row, and a weight times the item's interactions.
 * Of users with one or two interactions the product tells little, so that catalogues with many of
 * them are served better with such a weight. Where it is above 0 the items' rows are held once more, a
 * column longer. Immutable.
 */
final class Scoring {

  private final PairTables tables;
  private final EmbeddingTable items;
  private final Kernels kernels;
  private final ItemScan scan;

  private Scoring(PairTables tables, EmbeddingTable items, Kernels kernels) {
    this.tables = tables;
    this.items = items;
    this.kernels = kernels;
    this.scan = new ItemScan(kernels);
  }

  /**
   * Scores for a model.
   *
   * @param popularity what each interaction of an item adds to its scores, at least 0
   * @param counts per item its interactions
   */
  static Scoring of(PairTables tables, float popularity, int[] counts, Kernels kernels) {
    if (popularity == 0) {
      return new Scoring(tables, tables.items(), kernels);
    }
    EmbeddingTable items = EmbeddingTable.zeros(counts.length, tables.items().width() + 1);
    for (int item = 0; item < counts.length; item++) {
      float[] page = items.pageOf(item);
      int at = items.offsetOf(item);
      tables.items().copyRow(item, page, at);
      page[at + tables.items().width()] = popularity * counts[item];
    }
    return new Scoring(tables, items, kernels);
  }

  /** Per item its interactions in a view. */
  static int[] counts(InteractionView view) {
    int[] counts = new int[view.all().keys().itemCount()];
    for (int position : view.positions()) {
      counts[view.all().item(position)]++;
    }
    return counts;
  }

  private boolean plain() {
    return items == tables.items();
  }

  void score(int user, int[] of, float[] scores) {
    score(tables.users().pageOf(user), tables.users().offsetOf(user), of, scores);
  }

  int topItems(int user, int[] excluded, int[] found, float[] scores) {
    EmbeddingTable users = tables.users();
    return topItems(users.pageOf(user), users.offsetOf(user), excluded, found, scores);
  }

  int[] topItems(int[] users, int[][] excluded, int[][] found, float[][] scores) {
    float[] rows = tables.users().copyOfRows(users);
    return scan.topItems(items, plain() ? rows : longer(users, rows), excluded, found, scores);
  }

  /** Scores of given items for a user's row, which begins at an offset. */
  void score(float[] row, int offset, int[] of, float[] scores) {
    if (plain()) {
      kernels.gatherDots(items, of, 0, of.length, row, offset, scores);
    } else {
      kernels.gatherDots(items, of, 0, of.length, longer(row, offset), 0, scores);
    }
  }

  /** The best items for a user's row, which begins at an offset. */
  int topItems(float[] row, int offset, int[] excluded, int[] found, float[] scores) {
    return plain()
        ? scan.topItems(items, row, offset, excluded, found, scores)
        : scan.topItems(items, longer(row, offset), 0, excluded, found, scores);
  }

  /** A user's row, and 1 for what the items add. */
  private float[] longer(float[] row, int offset) {
    float[] longer = new float[items.width()];
    Arrays.fill(longer, 1);
    System.arraycopy(row, offset, longer, 0, tables.width());
    return longer;
  }

  private float[] longer(int[] users, float[] rows) {
    float[] all = new float[users.length * items.width()];
    for (int k = 0; k < users.length; k++) {
      System.arraycopy(longer(rows, k * tables.width()), 0, all, k * items.width(), items.width());
    }
    return all;
  }

  /** Arrays beside those of the tables. */
  List<float[]> ownArrays() {
    return plain() ? List.of() : items.pages();
  }
}
