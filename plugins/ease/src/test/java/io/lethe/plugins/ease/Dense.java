package io.lethe.plugins.ease;

import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.PluginContext;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingData;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.IntStream;

/** EASE as the paper writes it, on dense matrices: what the module must agree with. */
final class Dense {

  static final PluginContext ALONE = new PluginContext(Runnable::run, 1, InstantSource.system());

  private Dense() {}

  /** Interactions of so many users and items, each a row of user, item and value. */
  static InteractionView view(int users, int items, double[][] rows) {
    int[] userColumn = new int[rows.length];
    int[] itemColumn = new int[rows.length];
    float[] values = new float[rows.length];
    for (int k = 0; k < rows.length; k++) {
      userColumn[k] = (int) rows[k][0];
      itemColumn[k] = (int) rows[k][1];
      values[k] = (float) rows[k][2];
    }
    EntityKeys keys = new EntityKeys(
        IntStream.range(0, users).mapToLong(k -> 31L * k + 5).toArray(),
        IntStream.range(0, items).mapToLong(k -> 17L * k - 3).toArray());
    return InteractionView.of(new Interactions(keys, userColumn, itemColumn, values));
  }

  static EaseModel trained(InteractionView view, Map<String, String> options) {
    InteractionView nothing = InteractionView.of(view.all().at(new int[0]));
    return (EaseModel) new EasePlugin().trainer(new TrainingConfig(1, options), ALONE)
        .train(new TrainingData(view, nothing), report -> {})
        .model();
  }

  /** Scores of all users and items: {@code X B}, B from the inverse by elimination. */
  static double[][] scores(double[][] x, double lambda) {
    int n = x[0].length;
    double[][] p = inverse(gram(x, lambda));
    double[][] scores = new double[x.length][n];
    for (int u = 0; u < x.length; u++) {
      for (int j = 0; j < n; j++) {
        for (int i = 0; i < n; i++) {
          scores[u][j] -= i == j ? 0 : x[u][i] * p[i][j] / p[j][j];
        }
      }
    }
    return scores;
  }

  static double[][] gram(double[][] x, double lambda) {
    int n = x[0].length;
    double[][] gram = new double[n][n];
    for (int i = 0; i < n; i++) {
      gram[i][i] = lambda;
      for (int j = 0; j < n; j++) {
        for (double[] row : x) {
          gram[i][j] += row[i] * row[j];
        }
      }
    }
    return gram;
  }

  /** Gauss and Jordan, without pivoting: for positive definite matrices. Uses its argument up. */
  static double[][] inverse(double[][] a) {
    int n = a.length;
    double[][] inverse = new double[n][n];
    for (int k = 0; k < n; k++) {
      inverse[k][k] = 1;
    }
    for (int k = 0; k < n; k++) {
      double pivot = a[k][k];
      for (int c = 0; c < n; c++) {
        a[k][c] /= pivot;
        inverse[k][c] /= pivot;
      }
      for (int r = 0; r < n; r++) {
        double factor = r == k ? 0 : a[r][k];
        for (int c = 0; c < n; c++) {
          a[r][c] -= factor * a[k][c];
          inverse[r][c] -= factor * inverse[k][c];
        }
      }
    }
    return inverse;
  }

  static float[] scores(EaseModel model, int user) {
    float[] scores = new float[model.itemCount()];
    model.score(user, IntStream.range(0, scores.length).toArray(), scores);
    return scores;
  }
}
