package io.lethe.training.start;

import io.lethe.spi.TrainingData;
import io.lethe.spi.TrainingOption;
import io.lethe.training.FactorTables;
import io.lethe.training.OptionValues;
import io.lethe.training.TrainingOptions;
import io.lethe.training.TrainingPairs;
import io.lethe.training.objective.CoupledRandom;
import io.lethe.training.objective.Objective;

/**
 * The option that says how first rows are spread ({@link SpreadRows}).
 *
 * @param rounds of spreading; 0 for rows as drawn
 * @param deviation root of the mean square of spread rows
 */
public record Spread(int rounds, float deviation) {
  private static final String NAME = "spread";
  private static final String AUTO = "auto";
  private static final int ROUNDS_MAX = 10;

  /**
   * The option.
   *
   * @param automatic rounds for implicit feedback, if nothing is said
   */
  public static TrainingOption option(int automatic) {
    return new TrainingOption(
        NAME, AUTO,
        ("rounds in which the first rows are passed along positive interactions, 0..%d; 0 = as drawn;"
            + " auto = %d for implicit, 0 for explicit").formatted(ROUNDS_MAX, automatic));
  }

  /** Reads it. */
  public static Spread parse(
      OptionValues values, Objective objective, int automatic, float deviation) {
    int meant = objective == Objective.IMPLICIT ? automatic : 0;
    return new Spread(values.integerOr(NAME, AUTO, meant, 0, ROUNDS_MAX), deviation);
  }

  /** A training that begins again, with larger first rows, does so from rows as drawn. */
  public Spread from(TrainingOptions planned, TrainingOptions used) {
    return planned.initDeviation() == used.initDeviation() ? this : new Spread(0, deviation);
  }

  /** First rows, drawn and spread. O(rows * width + rounds * interactions * factors). */
  public FactorTables first(TrainingOptions options, boolean biases, TrainingData data, long seed) {
    FactorTables tables = FactorTables
        .fresh(options, biases, data.training().all().keys(), new CoupledRandom(seed));
    if (rounds > 0) {
      TrainingPairs pairs = TrainingPairs.of(data.training(), options.terms(seed));
      new SpreadRows(pairs, options.factors(), deviation).spread(tables, rounds);
    }
    return tables;
  }
}
