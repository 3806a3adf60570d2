package io.lethe.plugins.mf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.RowGroups;
import io.lethe.spi.InteractionView;
import io.lethe.testkit.SyntheticRatings;
import io.lethe.training.EpochSchedule;
import io.lethe.training.FactorTables;
import io.lethe.training.SideGroups;
import io.lethe.training.TrainingPairs;
import io.lethe.training.WorkTeam;
import io.lethe.training.objective.LossTerms;
import io.lethe.training.objective.Objective;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against dense Adam as PyTorch does it, in double, every row in every step. */
class MinibatchAdamTest {

  private static final int EPOCHS = 12;
  private static final int BATCHES = 40;

  private final InteractionView view = InteractionView
      .of(new SyntheticRatings(5, 60, 30, 4).generate());
  private final LossTerms terms = new LossTerms(Objective.EXPLICIT, 3, 1, 11);

  @Test
  void run_someEpochs_endsWhereDenseAdamEnds() {
    MfOptions options = MfOptions.parse(
        Map.of(
            "factors", "19", "learning-rate", "0.01", "l2", "0.5", "init-deviation", "0.1",
            "batches-per-epoch", Integer.toString(BATCHES)));
    EpochSchedule schedule = new EpochSchedule(TrainingPairs.of(view, terms), 0, BATCHES);
    FactorTables tables = FactorTables
        .fresh(options.common(), false, view.all().keys(), terms.random());
    DenseAdam users = new DenseAdam(tables.users().values(), options);
    DenseAdam items = new DenseAdam(tables.items().values(), options);
    FactorTables start = tables.copy();
    try (WorkTeam team = new WorkTeam(Runnable::run, 1)) {
      MinibatchAdam adam = new MinibatchAdam(Kernels.fastest(), team, options, tables, schedule);
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        double loss = adam.run(epoch, () -> {});
        assertEquals(denseEpoch(schedule, users, items, options), loss, 1e-5);
      }
    }
    assertArrayEquals(users.floats(), tables.users().values(), 2e-5f);
    assertArrayEquals(items.floats(), tables.items().values(), 2e-5f);
    assertTrue(distance(start.users().values(), tables.users().values()) > 0.1);
  }

  private static float distance(float[] left, float[] right) {
    float largest = 0;
    for (int k = 0; k < left.length; k++) {
      largest = Math.max(largest, Math.abs(left[k] - right[k]));
    }
    return largest;
  }

  /** One epoch over the batches of the schedule; returns the mean loss. */
  private static double denseEpoch(
      EpochSchedule schedule, DenseAdam users, DenseAdam items, MfOptions options) {
    RowGroups groups = schedule.users().groups();
    int width = options.common().factors();
    double factor = (double) BATCHES / schedule.terms();
    double total = 0;
    for (int b = 0; b < BATCHES; b++) {
      double[] userGradient = new double[users.values.length];
      double[] itemGradient = new double[items.values.length];
      for (int g = schedule.users().groupStart(b); g < schedule.users().groupEnd(b); g++) {
        for (int p = groups.starts()[g]; p < groups.starts()[g + 1]; p++) {
          int user = groups.rows()[g] * width;
          int item = groups.others()[p] * width;
          double score = 0;
          for (int c = 0; c < width; c++) {
            score += users.values[user + c] * items.values[item + c];
          }
          double label = schedule.labels()[p];
          total += Math.log1p(Math.exp(score)) - label * score;
          double residual = factor * (1 / (1 + Math.exp(-score)) - label);
          for (int c = 0; c < width; c++) {
            userGradient[user + c] += residual * items.values[item + c];
            itemGradient[item + c] += residual * users.values[user + c];
          }
        }
      }
      addRidge(schedule.users(), b, users, userGradient, factor * options.common().l2(), width);
      addRidge(schedule.items(), b, items, itemGradient, factor * options.common().l2(), width);
      users.step(userGradient);
      items.step(itemGradient);
    }
    return total / schedule.terms();
  }

  private static void addRidge(
      SideGroups side, int batch, DenseAdam adam, double[] gradient, double ridge, int width) {
    for (int g = side.groupStart(batch); g < side.groupEnd(batch); g++) {
      int row = side.groups().rows()[g] * width;
      for (int c = row; c < row + width; c++) {
        gradient[c] += ridge * side.groups().shares()[g] * adam.values[c];
      }
    }
  }

  private static final class DenseAdam {

    private final double[] values;
    private final double[] means;
    private final double[] squares;
    private final double learningRate;
    private int steps;

    DenseAdam(float[] start, MfOptions options) {
      this.values = new double[start.length];
      for (int k = 0; k < start.length; k++) {
        values[k] = start[k];
      }
      this.means = new double[start.length];
      this.squares = new double[start.length];
      this.learningRate = options.common().learningRate();
    }

    void step(double[] gradient) {
      steps++;
      double meanCorrection = 1 - Math.pow(0.9, steps);
      double squareCorrection = 1 - Math.pow(0.999, steps);
      for (int k = 0; k < values.length; k++) {
        means[k] = 0.9 * means[k] + 0.1 * gradient[k];
        squares[k] = 0.999 * squares[k] + 0.001 * gradient[k] * gradient[k];
        values[k] -= learningRate * (means[k] / meanCorrection)
            / (Math.sqrt(squares[k] / squareCorrection) + 1e-8);
      }
    }

    float[] floats() {
      float[] floats = new float[values.length];
      for (int k = 0; k < floats.length; k++) {
        floats[k] = (float) values[k];
      }
      return floats;
    }
  }
}
