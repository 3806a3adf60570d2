package io.lethe.plugins.ials;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;
import io.lethe.spi.Addition;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.Interactions;
import io.lethe.spi.Learned;
import io.lethe.training.Descent;
import io.lethe.training.learning.Touched;
import java.util.Arrays;

/**
 * Solves the rows of users and items with new interactions beside all others, users and items in turn.
 * A new row begins at zero: what it solves has one minimum, wherever it begins. A known one is solved
 * to its minimum, too, whatever gradient a training that stopped early had left it with: of a few rows
 * that comes nearer to a training on everything than keeping the gradient (README, figures).
 *
 * <p>Nothing here costs the rows that are not touched, but one pass over the columns to find theirs:
 * the Gram matrices are handed from model to model. Confined to one learning.
 */
final class Learner {

  private static final int STEPS = 8;

  /** The second one takes what the first leaves down to a tenth. */
  private static final int ALTERNATIONS = 2;

  private final IalsModel model;
  private final IalsShape shape;
  private final Kernels kernels;
  private final Workers workers;

  Learner(IalsModel model, Kernels kernels, Workers workers) {
    this.model = model;
    this.shape = model.shape();
    this.kernels = kernels;
    this.workers = workers;
  }

  /** The touched rows of one side; {@code moved} has pages of its own where they lie. */
  private final class Half {

    private final int[] rows;
    private final SparseSide side;
    private final EmbeddingTable start;
    private final EmbeddingTable moved;
    private final float[] products;

    Half(int[] rows, SparseSide side, EmbeddingTable start) {
      this.rows = rows;
      this.side = side;
      this.start = start;
      this.moved = start.withRows(rows, Tables.rows(start, rows), 0);
      this.products = new float[side.size()];
    }

    void solve(EmbeddingTable fixed, double[] gram) {
      Descent.checkInterrupt();
      new HalfSweep(kernels, workers, side, shape.reg(), null, products)
          .run(rows, moved, fixed, gram, STEPS);
    }

    double[] gram(double[] before) {
      return Grams.moved(before, start, moved, rows);
    }

    /** Squared norm of half the gradient of these rows. */
    double squares(EmbeddingTable table, EmbeddingTable fixed, double[] gram) {
      RowGradient gradient = new RowGradient(
          kernels, side, fixed, HalfSweep.rounded(gram), shape.reg(), products);
      float[] out = new float[table.width()];
      double sum = 0;
      for (int row : rows) {
        gradient.of(table, row, out);
        sum += kernels.sumOfSquares(out, 0, out.length);
      }
      return sum;
    }
  }

  Learned learn(Addition addition) {
    Descent.checkInterrupt();
    Touched touched = Touched.of(addition);
    EntityKeys keys = touched.keys();
    if (touched.isEmpty() && keys.userCount() == model.userCount()
        && keys.itemCount() == model.itemCount()) {
      return new Learned(model, 0, 0);
    }
    PairMatrix pairs = PairMatrix.of(touched.after(), shape.confidence());
    Half users = new Half(
        touched.users(), pairs.users(), model.tables().users().grown(keys.userCount()));
    Half items = new Half(
        touched.items(), pairs.items(), model.tables().items().grown(keys.itemCount()));
    Grams grams = model.grams();
    double[] userGram = grams.users();
    double[] itemGram = grams.items();
    final double before = users.squares(users.start, items.start, itemGram)
        + items.squares(items.start, users.start, userGram);
    for (int k = 0; k < ALTERNATIONS; k++) {
      users.solve(items.moved, itemGram);
      userGram = users.gram(grams.users());
      items.solve(users.moved, userGram);
      itemGram = items.gram(grams.items());
    }
    double after = users.squares(users.moved, items.moved, itemGram)
        + items.squares(items.moved, users.moved, userGram);
    PairTables tables = new PairTables(users.moved, items.moved);
    IalsModel next = new IalsModel(
        shape, tables, counts(addition), kernels, workers, grams.with(tables, userGram, itemGram));
    return new Learned(
        next, before == 0 ? 0 : Math.sqrt(after / before),
        (long) touched.users().length + touched.items().length);
  }

  private int[] counts(Addition addition) {
    Interactions all = addition.after().all();
    int[] counts = Arrays.copyOf(model.counts(), all.keys().itemCount());
    for (int position : addition.added()) {
      counts[all.item(position)]++;
    }
    for (int position : addition.replaced()) {
      counts[all.item(position)]--;
    }
    return counts;
  }
}
