package io.lethe.plugins.ials;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;
import io.lethe.plugins.ials.iteration.Anderson;
import io.lethe.plugins.ials.iteration.Tables;
import io.lethe.training.Descent;
import java.util.function.ObjIntConsumer;

/**
 * Brings tables to a stationary point of the objective: sweeps with Anderson acceleration over the
 * items' rows, until the gradient's norm is at most {@code tolerance} of that of its L2 part or the
 * steps are used up. Confined to one run.
 */
final class Polish {

  private static final int SOLVER_STEPS = 4;
  private static final int WINDOW = 10;

  private final Kernels kernels;
  private final Workers workers;
  private final float reg;
  private final float tolerance;
  private final int stepsMax;

  Polish(Kernels kernels, Workers workers, float reg, float tolerance, int stepsMax) {
    this.kernels = kernels;
    this.workers = workers;
    this.reg = reg;
    this.tolerance = tolerance;
    this.stepsMax = stepsMax;
  }

  /**
   * Where the polish ended.
   *
   * @param tables its own
   * @param stationarity measured there
   * @param steps sweeps taken
   */
  record End(PairTables tables, Stationarity stationarity, int steps) {}

  /**
   * Polishes.
   *
   * @param start only read
   * @param progress told after each step
   */
  End run(PairMatrix pairs, PairTables start, ObjIntConsumer<Stationarity> progress) {
    float[] products = new float[pairs.size()];
    HalfSweep userSweep = new HalfSweep(kernels, workers, pairs.users(), reg, null, products);
    HalfSweep itemSweep = new HalfSweep(kernels, workers, pairs.items(), reg, null, products);
    EmbeddingTable users = Tables.copy(start.users());
    EmbeddingTable items = Tables.copy(start.items());
    Stationarity now = measure(pairs, users, items);
    Anderson anderson = new Anderson(WINDOW);
    EmbeddingTable from = items;
    int steps = 0;
    while (now.relative() > tolerance && steps < stepsMax) {
      Descent.checkInterrupt();
      items = Tables.copy(from);
      userSweep.run(users, items, SOLVER_STEPS);
      itemSweep.run(items, users, SOLVER_STEPS);
      from = anderson.next(from, items);
      now = measure(pairs, users, items);
      steps++;
      progress.accept(now, steps);
    }
    return new End(new PairTables(users, items), now, steps);
  }

  private Stationarity measure(PairMatrix pairs, EmbeddingTable users, EmbeddingTable items) {
    return Stationarity.of(kernels, workers, pairs, new PairTables(users, items), reg);
  }
}
