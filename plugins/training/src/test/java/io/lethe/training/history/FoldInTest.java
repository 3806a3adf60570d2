package io.lethe.training.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import io.lethe.spi.EntityKeys;
import io.lethe.training.objective.LossTerms;
import io.lethe.training.objective.ModelShape;
import io.lethe.training.objective.Objective;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Against the objective by its definition, in doubles, whose slopes are taken by differences. */
class FoldInTest {

  private static final int ITEMS = 60;
  private static final int WIDTH = 7;
  private static final int NEGATIVES = 3;
  private static final EntityKeys KEYS = new EntityKeys(
      new long[1], LongStream.range(0, ITEMS).map(k -> 7919 * k - 5).toArray());
  private static final int[] HISTORY = {4, 9, 11, 30, 31, 58};
  private static final float[] VALUES = {5, 1, 4, 5, 2, 4};

  private static ModelShape shape(Objective objective, boolean biases, float l2) {
    return new ModelShape(new LossTerms(objective, 3, 4, NEGATIVES, 8), biases, l2);
  }

  private static EmbeddingTable table(int items, boolean biases) {
    SplittableRandom random = new SplittableRandom(4);
    float[] numbers = new float[items * WIDTH];
    for (int k = 0; k < numbers.length; k++) {
      numbers[k] = biases && k % WIDTH == WIDTH - 2 ? 1 : (float) random.nextGaussian();
    }
    return EmbeddingTable.copyOf(items, WIDTH, List.of(numbers));
  }

  private static double softplus(double z) {
    return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
  }

  private static double score(EmbeddingTable table, int item, double[] row) {
    double score = 0;
    for (int c = 0; c < WIDTH; c++) {
      score += row[c] * table.pageOf(item)[table.offsetOf(item) + c];
    }
    return score;
  }

  /** The whole objective of a row, as the families' READMEs write it. */
  private static double objective(
      ModelShape shape, EmbeddingTable table, double[] row, double[] center, double ridge) {
    double sum = 0;
    for (int k = 0; k < HISTORY.length; k++) {
      double z = score(table, HISTORY[k], row);
      boolean implicit = shape.terms().objective() == Objective.IMPLICIT;
      if (!implicit || VALUES[k] >= 4) {
        sum += softplus(z) - (VALUES[k] > 3 ? z : 0);
      }
      for (int j = 0; j < ITEMS && implicit && VALUES[k] >= 4; j++) {
        sum += NEGATIVES * shape.terms().shares(KEYS)[j] * softplus(score(table, j, row));
      }
    }
    for (int c = 0; c < WIDTH; c++) {
      sum += ridge / 2 * (row[c] - center[c]) * (row[c] - center[c]);
    }
    return sum;
  }

  private static double[] doubles(float[] row) {
    return IntStream.range(0, row.length).mapToDouble(k -> row[k]).toArray();
  }

  private static double slope(
      ModelShape shape, EmbeddingTable table, double[] row, int at, double[] center, double ridge) {
    double[] ahead = row.clone();
    double[] behind = row.clone();
    ahead[at] += 1e-4;
    behind[at] -= 1e-4;
    return (objective(shape, table, ahead, center, ridge)
        - objective(shape, table, behind, center, ridge)) / 2e-4;
  }

  private static void assertMinimum(ModelShape shape, float[] row, float[] center, double ridge) {
    EmbeddingTable table = table(ITEMS, shape.biases());
    double most = 0;
    for (int c = 0; c < WIDTH; c++) {
      if (shape.biases() && c == WIDTH - 1) {
        assertEquals(1, row[c]);
      } else {
        double start = slope(shape, table, doubles(center), c, doubles(center), ridge);
        most = Math.max(most, Math.abs(start));
        assertEquals(0, slope(shape, table, doubles(row), c, doubles(center), ridge), 5e-3);
      }
    }
    assertTrue(most > .5, "the start is no minimum: " + most);
  }

  @Test
  void row_ofEitherObjective_withAndWithoutBiases_isTheMinimumOfItsTerms() {
    for (Objective objective : Objective.values()) {
      for (boolean biases : new boolean[]{false, true}) {
        for (float l2 : new float[]{.05f, 1, 30}) {
          ModelShape shape = shape(objective, biases, l2);
          FoldIn foldIn = new FoldIn(shape, table(ITEMS, biases), KEYS, Kernels.fastest());
          float[] center = new float[WIDTH];
          center[WIDTH - 1] = biases ? 1 : 0;
          float[] row = foldIn.row(GivenHistory.of(HISTORY, VALUES, ITEMS));
          assertMinimum(shape, row, center, l2);
        }
      }
    }
  }

  @Test
  void row_aroundACenter_isDrawnToItByTheRidge() {
    ModelShape shape = shape(Objective.IMPLICIT, false, 1);
    FoldIn foldIn = new FoldIn(shape, table(ITEMS, false), KEYS, Kernels.fastest());
    GivenHistory history = GivenHistory.of(HISTORY, VALUES, ITEMS);
    float[] center = {.5f, -.2f, 1, 0, 0, -.6f, .1f};
    assertMinimum(shape, foldIn.row(history, center, 9), center, 9);
    assertArrayEquals(center, foldIn.row(history, center, 1e9), 1e-6f);
  }

  /** All of one label, and no L2: without a bound the row would run away. */
  @Test
  void row_withoutL2_staysFinite() {
    FoldIn foldIn = new FoldIn(
        shape(Objective.EXPLICIT, false, 0), table(ITEMS, false), KEYS, Kernels.fastest());
    for (float score : foldIn.row(GivenHistory.of(new int[]{4, 5}, new float[]{5, 5}, ITEMS))) {
      assertTrue(Math.abs(score) < 10, () -> "coordinate " + score);
    }
  }

  @Test
  void row_withoutATermOfTheLoss_isTheCenter() {
    FoldIn foldIn = new FoldIn(
        shape(Objective.IMPLICIT, false, 1), table(ITEMS, false), KEYS, Kernels.fastest());
    float[] center = {1, 2, 3, 4, 5, 6, 7};
    float[] row = foldIn.row(GivenHistory.of(new int[]{4}, new float[]{2}, ITEMS), center, 1);
    assertArrayEquals(center, row);
    assertNotSame(center, row);
  }

  /** Of a large catalogue a sample by keys stands for all: about the same row, however numbered. */
  @Test
  void row_besideManyItems_isAboutTheMinimumOfAll() {
    int items = 3 * NegativePool.ROWS_MAX;
    ModelShape shape = shape(Objective.IMPLICIT, false, 1);
    long[] keys = LongStream.range(0, items).map(k -> 31 * k + 7).toArray();
    EntityKeys entities = new EntityKeys(new long[1], keys);
    NegativePool pool = NegativePool.of(shape.terms(), entities);
    assertEquals(NegativePool.ROWS_MAX, IntStream.of(pool.rows()).distinct().count());
    long[] reversed = new long[items];
    for (int k = 0; k < items; k++) {
      reversed[k] = keys[items - 1 - k];
    }
    int[] renumbered = NegativePool.of(shape.terms(), new EntityKeys(new long[1], reversed)).rows();
    assertArrayEquals(
        pool.rows(), IntStream.of(renumbered).map(item -> items - 1 - item).sorted().toArray());
    EmbeddingTable table = table(items, false);
    GivenHistory history = GivenHistory.of(HISTORY, VALUES, items);
    float[] row = new FoldIn(shape, table, entities, Kernels.fastest()).row(history);
    double left = gradient(table, doubles(row));
    double atFirst = gradient(table, new double[WIDTH]);
    assertTrue(left < .2 * atFirst, () -> "gradient %s, at first %s".formatted(left, atFirst));
  }

  /** Norm of the implicit gradient over all items, each as likely as a negative. */
  private static double gradient(EmbeddingTable table, double[] row) {
    double squares = 0;
    for (int c = 0; c < WIDTH; c++) {
      double sum = row[c];
      for (int item = 0; item < table.rows(); item++) {
        double weight = 4.0 * NEGATIVES / table.rows() / (1 + Math.exp(-score(table, item, row)));
        sum += weight * table.pageOf(item)[table.offsetOf(item) + c];
      }
      for (int k : new int[]{0, 2, 3, 5}) {
        double miss = 1 / (1 + Math.exp(score(table, HISTORY[k], row)));
        sum -= miss * table.pageOf(HISTORY[k])[table.offsetOf(HISTORY[k]) + c];
      }
      squares += sum * sum;
    }
    return Math.sqrt(squares);
  }
}
