package io.lethe.plugins.ials;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;
import io.lethe.plugins.ials.iteration.Anderson;
import io.lethe.plugins.ials.iteration.Tables;
import io.lethe.spi.Refit;
import io.lethe.spi.Removal;
import io.lethe.training.Descent;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Solves a model's rows on for fewer interactions, from where they are.
 *
 * <p>A training that was stopped early ends at a gradient that is not zero. Going on to zero would
 * move all rows, whatever was forgotten, and away from a retraining that is stopped as early. So each
 * row is solved for the gradient that the training left it with: what moves then is what the
 * forgotten interactions held in place. A converged training left none.
 *
 * <p>Confined to one refit.
 */
final class Refitter {

  /** At most so much of a relative gradient norm is the rounding of floats. */
  private static final double ROUNDING = 1e-5;

  private static final int POLISH_STEPS_MAX = 1000;
  private static final int FIRST_STEPS = 8;
  private static final int STEPS = 2;
  private static final int PASSES = 4;

  /** Extras up to which a row's minimum attracts single steps of length 1. */
  private static final float RELAXED_EXTRA_MAX = 1;
  private static final int WINDOW = 3;

  private final IalsShape shape;
  private final PairTables before;
  private final Kernels kernels;
  private final Workers workers;

  Refitter(IalsShape shape, PairTables before, Kernels kernels, Workers workers) {
    this.shape = shape;
    this.before = before;
    this.kernels = kernels;
    this.workers = workers;
  }

  static long rows(PairTables tables) {
    return (long) tables.users().rows() + tables.items().rows();
  }

  /** The refit; {@code unique} where {@link Optimality} shows it, which is asked of converged ones. */
  Refit refit(Removal removal) {
    PairMatrix trained = PairMatrix.of(removal.trained(), shape.confidence());
    PairMatrix pairs = PairMatrix.of(removal.retained(), shape.confidence());
    BitSet users = new BitSet();
    BitSet items = new BitSet();
    for (int k = 0; k < removal.forget().size(); k++) {
      users.set(removal.forget().user(k));
      items.set(removal.forget().item(k));
    }
    PairTables after = passes(trained, pairs, users, items);
    Descent.checkInterrupt();
    Stationarity end;
    if (shape.converged()) {
      Polish polish = new Polish(
          kernels, workers, shape.reg(), shape.tolerance(), POLISH_STEPS_MAX);
      Polish.End polished = polish.run(pairs, after, (stationarity, step) -> {});
      after = polished.tables();
      end = polished.stationarity();
    } else {
      end = Stationarity.of(kernels, workers, pairs, after, shape.reg());
    }
    boolean unique = shape.converged() && end.relative() <= ROUNDING
        && Optimality.of(kernels, workers, pairs, after, shape.reg()).unique();
    return new Refit(
        new IalsModel(shape, after, Scoring.counts(removal.retained()), kernels, workers), unique,
        end.relative(), ROUNDING, rows(before),
        empty(pairs.users(), users) + empty(pairs.items(), items));
  }

  private static long empty(SparseSide side, BitSet rows) {
    return rows.stream().filter(row -> side.count(row) == 0).count();
  }

  private PairTables passes(PairMatrix trained, PairMatrix pairs, BitSet users, BitSet items) {
    float[] products = new float[trained.size()];
    EmbeddingTable userShift = left(
        trained.users(), pairs.users(), before.users(), before.items(), products);
    EmbeddingTable itemShift = left(
        trained.items(), pairs.items(), before.items(), before.users(), products);
    HalfSweep userSweep = new HalfSweep(
        kernels, workers, pairs.users(), shape.reg(), userShift, products);
    HalfSweep itemSweep = new HalfSweep(
        kernels, workers, pairs.items(), shape.reg(), itemShift, products);
    EmbeddingTable movedUsers = Tables.copy(before.users());
    EmbeddingTable movedItems = Tables.copy(before.items());
    userSweep.run(users.stream().toArray(), movedUsers, movedItems, FIRST_STEPS);
    itemSweep.run(items.stream().toArray(), movedItems, movedUsers, FIRST_STEPS);
    boolean relaxed = pairs.users().most() <= RELAXED_EXTRA_MAX;
    Anderson anderson = new Anderson(WINDOW);
    EmbeddingTable start = movedItems;
    for (int pass = 0; pass < PASSES; pass++) {
      Descent.checkInterrupt();
      movedItems = Tables.copy(start);
      move(userSweep, movedUsers, movedItems, relaxed);
      move(itemSweep, movedItems, movedUsers, relaxed);
      start = anderson.next(start, movedItems);
    }
    return new PairTables(movedUsers, movedItems);
  }

  private static void move(
      HalfSweep sweep, EmbeddingTable moved, EmbeddingTable fixed, boolean relaxed) {
    if (relaxed) {
      sweep.relax(moved, fixed);
    } else {
      sweep.run(moved, fixed, STEPS);
    }
  }

  /**
   * Half the gradient that training left each row with, for as much of the row as stays; null for a
   * converged training, which left none.
   */
  private @Nullable EmbeddingTable left(
      SparseSide trained, SparseSide retained, EmbeddingTable table, EmbeddingTable fixed,
      float[] products) {
    if (shape.converged()) {
      return null;
    }
    EmbeddingTable left = EmbeddingTable.zeros(table.rows(), table.width());
    float[] gram = HalfSweep.gram(kernels, workers, fixed);
    BalancedRows.of(trained).run(workers, (from, to) -> {
      RowGradient gradient = new RowGradient(kernels, trained, fixed, gram, shape.reg(), products);
      float[] out = new float[table.width()];
      for (int row = from; row < to; row++) {
        if (retained.count(row) > 0) {
          gradient.of(table, row, out);
          kernels.addScaled(
              (float) retained.count(row) / trained.count(row), out, 0, left.pageOf(row),
              left.offsetOf(row), out.length);
        }
      }
    });
    return left;
  }
}
