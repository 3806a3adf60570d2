package io.lethe.training.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;
import io.lethe.spi.Addition;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterSelection;
import io.lethe.testkit.GrowingLog;
import io.lethe.testkit.SyntheticRatings;
import io.lethe.training.ProductModel;
import io.lethe.training.history.FoldIn;
import io.lethe.training.history.GivenHistory;
import io.lethe.training.learning.ProductLearning.Outcome;
import io.lethe.training.objective.LossTerms;
import io.lethe.training.objective.ModelShape;
import io.lethe.training.objective.Objective;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rows against the derivatives of the whole objective, which know nothing of learning. */
class ProductLearningTest {

  private static final int USERS = 30;
  private static final int ITEMS = 20;
  private static final int WIDTH = 5;
  private static final float L2 = .7f;
  private static final LearningRule RULE = new LearningRule(L2, 1.5, 0, 0);

  private final Kernels kernels = Kernels.fastest();
  private final InteractionView before = InteractionView
      .of(new SyntheticRatings(3, USERS, ITEMS, 6).generate());
  private final Addition addition;

  ProductLearningTest() {
    GrowingLog log = GrowingLog.of(before);
    int[] first = {before.all().user(0), before.all().item(0)};
    log.add(first[0], first[1], 6 - before.all().value(0));
    log.add(4, 2, 5);
    log.add(4, 19, 1);
    log.add(9, ITEMS, 5);
    log.add(USERS, ITEMS, 4);
    log.add(USERS, 3, 5);
    log.add(USERS, 4, 1);
    log.add(USERS + 1, 2, 5);
    addition = log.since(before);
  }

  private static ModelShape shape(Objective objective, boolean biases) {
    return new ModelShape(new LossTerms(objective, 3, 4, 3, 8), biases, L2);
  }

  private static EmbeddingTable table(long seed, int rows, int frozen) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] numbers = new float[rows * WIDTH];
    for (int k = 0; k < numbers.length; k++) {
      numbers[k] = k % WIDTH == frozen ? 1 : (float) (.6 * random.nextGaussian());
    }
    return EmbeddingTable.copyOf(rows, WIDTH, List.of(numbers));
  }

  private static PairTables tables(ModelShape shape) {
    return new PairTables(
        table(1, USERS, shape.frozen(Side.USER, WIDTH)),
        table(2, ITEMS, shape.frozen(Side.ITEM, WIDTH)));
  }

  /** The gradient of the objective of a view in one row, L2 included. */
  private double[] gradient(
      ModelShape shape, PairTables tables, InteractionView view, int block, int row) {
    ProductModel model = new ProductModel(
        shape, tables, view.all().keys(), kernels, Workers.serial());
    int[] none = {};
    int[] one = {row};
    ParameterSelection selection = ParameterSelection
        .of(model.layout(), block == 0 ? List.of(one, none) : List.of(none, one));
    float[] out = new float[WIDTH];
    float[] now = new float[WIDTH];
    model.on(view).gradient(selection, out);
    model.parameters(selection, now);
    double[] gradient = new double[WIDTH];
    int frozen = shape.frozen(block == 0 ? Side.USER : Side.ITEM, WIDTH);
    for (int c = 0; c < WIDTH; c++) {
      gradient[c] = c == frozen ? 0 : out[c] + L2 * now[c];
    }
    return gradient;
  }

  private static PairTables grown(ModelShape shape, PairTables tables) {
    EmbeddingTable users = tables.users().grown(USERS + 2);
    EmbeddingTable items = tables.items().grown(ITEMS + 1);
    float[] user = new float[WIDTH];
    float[] item = new float[WIDTH];
    if (shape.biases()) {
      user[shape.frozen(Side.USER, WIDTH)] = 1;
      item[shape.frozen(Side.ITEM, WIDTH)] = 1;
    }
    return new PairTables(
        users.withRows(new int[]{USERS}, user, 0).withRows(new int[]{USERS + 1}, user, 0),
        items.withRows(new int[]{ITEMS}, item, 0));
  }

  private static double norm(double[] vector) {
    return Math.sqrt(IntStream.range(0, WIDTH).mapToDouble(c -> vector[c] * vector[c]).sum());
  }

  /**
   * A touched row ends where its gradient on everything, and what holds it, make up for the gradient that
   * it began with.
   */
  private void assertSolved(
      ModelShape shape, PairTables start, PairTables at, int block, int row, int known) {
    double[] is = gradient(shape, at, addition.after(), block, row);
    double[] was = row < known
        ? gradient(shape, start, addition.before(), block, row)
        : new double[WIDTH];
    float[] from = new float[WIDTH];
    float[] to = new float[WIDTH];
    (block == 0 ? start.users() : start.items()).copyRow(row, from, 0);
    (block == 0 ? at.users() : at.items()).copyRow(row, to, 0);
    double[] left = new double[WIDTH];
    for (int c = 0; c < WIDTH; c++) {
      double held = row < known ? RULE.damping() * (to[c] - from[c]) : 0;
      left[c] = is[c] - was[c] + held;
    }
    double first = norm(gradient(shape, start, addition.after(), block, row));
    assertTrue(
        norm(left) < 5e-3 * Math.max(1, first),
        () -> "%s, block %d row %d: %s of %s".formatted(shape, block, row, norm(left), first));
  }

  @Test
  void learn_ofEitherObjective_withAndWithoutBiases_solvesTheTouchedRows() {
    for (Objective objective : Objective.values()) {
      for (boolean biases : new boolean[]{false, true}) {
        ModelShape shape = shape(objective, biases);
        PairTables start = tables(shape);
        Outcome outcome = new ProductLearning(shape, RULE, kernels, Workers.serial())
            .learn(start, before.all().keys(), addition)
            .orElseThrow();
        PairTables grown = grown(shape, start);
        PairTables besideOldItems = new PairTables(outcome.tables().users(), grown.items());
        Touched touched = Touched.of(addition);
        assertEquals(touched.users().length + touched.items().length, (int) outcome.changedRows());
        for (int user : touched.users()) {
          assertSolved(shape, grown, besideOldItems, 0, user, USERS);
        }
        for (int item : touched.items()) {
          assertSolved(shape, grown, outcome.tables(), 1, item, ITEMS);
        }
        assertTrue(outcome.residual() < 1, () -> "residual " + outcome.residual());
      }
    }
  }

  @Test
  void learn_aNewcomer_isTheRowOfItsHistory() {
    ModelShape shape = shape(Objective.IMPLICIT, false);
    PairTables start = tables(shape);
    GrowingLog log = GrowingLog.of(before);
    log.add(USERS, 3, 5);
    log.add(USERS, 8, 4);
    PairTables learned = new ProductLearning(shape, RULE, kernels, Workers.serial())
        .learn(start, before.all().keys(), log.since(before))
        .orElseThrow()
        .tables();
    float[] row = new float[WIDTH];
    learned.users().copyRow(USERS, row, 0);
    float[] folded = new FoldIn(shape, start.items(), before.all().keys(), kernels)
        .row(GivenHistory.of(new int[]{3, 8}, new float[]{5, 4}, ITEMS));
    assertArrayEquals(folded, row, 1e-6f);
  }

  /** Held without bound, a row ends where its edges' change brings it: by the weights of the graph. */
  @Test
  void learn_aboveAGraph_beginsWhereItsEdgesPassOn() {
    ModelShape shape = shape(Objective.IMPLICIT, false);
    PairTables start = tables(shape);
    GrowingLog log = new GrowingLog();
    log.grow(USERS, ITEMS);
    log.add(0, 0, 5);
    log.add(0, 1, 5);
    log.add(1, 1, 5);
    InteractionView then = log.view();
    log.add(0, 2, 5);
    log.add(USERS, 1, 5);
    PairTables learned = new ProductLearning(
        shape, new LearningRule(0, 1e9, 1e9, 2), kernels, Workers.serial())
        .learn(start, then.all().keys(), log.since(then))
        .orElseThrow()
        .tables();
    double[] known = row(start.users(), 0);
    double[] fresh = new double[WIDTH];
    for (int c = 0; c < WIDTH; c++) {
      double[] of = {row(start.items(), 0)[c], row(start.items(), 1)[c], row(start.items(), 2)[c]};
      // Degrees: user 0 from 2 to 3, item 1 from 2 to 3, items 0 and 2 end with 1.
      double before = of[0] / Math.sqrt(2) + of[1] / 2;
      double after = of[0] / Math.sqrt(3) + of[1] / 3 + of[2] / Math.sqrt(3);
      known[c] += 2 / 3.0 * (after - before);
      fresh[c] = 2 / 3.0 * of[1] / Math.sqrt(3);
    }
    assertArrayEquals(known, row(learned.users(), 0), 1e-5);
    assertArrayEquals(fresh, row(learned.users(), USERS), 1e-5);
  }

  private static double[] row(EmbeddingTable table, int row) {
    float[] values = new float[WIDTH];
    table.copyRow(row, values, 0);
    return IntStream.range(0, WIDTH).mapToDouble(c -> values[c]).toArray();
  }

  /** Rows of interactions that are no terms of the loss begin, and stay as they are. */
  @Test
  void learn_whatIsNoTerm_movesNothing() {
    ModelShape shape = shape(Objective.IMPLICIT, true);
    PairTables start = tables(shape);
    GrowingLog log = GrowingLog.of(before);
    log.add(USERS, 3, 1);
    Outcome outcome = new ProductLearning(shape, RULE, kernels, Workers.serial())
        .learn(start, before.all().keys(), log.since(before))
        .orElseThrow();
    float[] row = new float[WIDTH];
    float[] expected = new float[WIDTH];
    outcome.tables().users().copyRow(USERS, row, 0);
    expected[shape.frozen(Side.USER, WIDTH)] = 1;
    assertArrayEquals(expected, row);
    start.items().copyRow(3, expected, 0);
    outcome.tables().items().copyRow(3, row, 0);
    assertArrayEquals(expected, row, 1e-3f);
  }
}
