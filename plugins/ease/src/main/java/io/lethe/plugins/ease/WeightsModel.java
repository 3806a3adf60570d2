package io.lethe.plugins.ease;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.HistoryModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterLayout;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import io.lethe.spi.ScoreScale;
import io.lethe.spi.ViewDerivatives;
import io.lethe.spi.WipeableModel;
import io.lethe.training.history.GivenHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Histories times weights that came from anywhere, such as an influence update: no inverse behind them. */
final class WeightsModel
    implements
      DifferentiableModel,
      HistoryModel,
      WipeableModel,
      EaseDerivatives.ItemWeights {

  private final EmbeddingTable weights;
  private final Histories histories;
  private final Objective objective;
  private final Kernels kernels;

  /** A model; the diagonal of {@code weights} must be 0. */
  WeightsModel(EmbeddingTable weights, Histories histories, Objective objective, Kernels kernels) {
    this.weights = weights;
    this.histories = histories;
    this.objective = objective;
    this.kernels = kernels;
  }

  EmbeddingTable weights() {
    return weights;
  }

  Objective objective() {
    return objective;
  }

  @Override
  public ScoreScale scoreScale() {
    return ScoreScale.PREFERENCE;
  }

  @Override
  public int userCount() {
    return histories.users();
  }

  @Override
  public int itemCount() {
    return weights.rows();
  }

  @Override
  public int size() {
    return weights.rows();
  }

  @Override
  public void score(int user, int[] items, float[] scores) {
    score(scores(user), items, scores);
  }

  private static void score(float[] all, int[] items, float[] scores) {
    for (int k = 0; k < items.length; k++) {
      scores[k] = all[Objects.checkIndex(items[k], all.length)];
    }
  }

  @Override
  public int topItems(int user, int[] excluded, int[] items, float[] scores) {
    return Serving.top(scores(user), excluded, items, scores);
  }

  @Override
  public void score(int[] history, float[] values, int[] items, float[] scores) {
    score(scores(given(history, values)), items, scores);
  }

  @Override
  public int topItems(int[] history, float[] values, int[] excluded, int[] items, float[] scores) {
    return Serving.top(scores(given(history, values)), excluded, items, scores);
  }

  private History given(int[] history, float[] values) {
    return History.of(GivenHistory.of(history, values, itemCount()), objective.rule());
  }

  private float[] scores(int user) {
    return scores(histories.of(Objects.checkIndex(user, userCount())).distinct());
  }

  private float[] scores(History x) {
    float[] sums = new float[itemCount()];
    for (int k = x.from(); k < x.to(); k++) {
      int row = x.items()[k];
      kernels.addScaled(
          x.weights()[k], weights.pageOf(row), weights.offsetOf(row), sums, 0, sums.length);
    }
    return sums;
  }

  @Override
  public double[] columns(int from, int to) {
    int width = to - from;
    double[] columns = new double[size() * width];
    for (int row = 0; row < size(); row++) {
      float[] page = weights.pageOf(row);
      for (int c = 0; c < width; c++) {
        columns[row * width + c] = page[weights.offsetOf(row) + from + c];
      }
    }
    return columns;
  }

  @Override
  public ParameterLayout layout() {
    return objective.layout();
  }

  @Override
  public ViewDerivatives on(InteractionView view) {
    return objective.on(this, view);
  }

  @Override
  public ParameterSelection affectedRows(Removal removal) {
    return objective.affectedRows(removal);
  }

  @Override
  public void removalGradient(Removal removal, ParameterSelection selection, float[] out) {
    objective.removalGradient(this, removal, selection, out);
  }

  @Override
  public DifferentiableModel viewedOn(InteractionView view) {
    return new WeightsModel(weights, Histories.of(view, objective.rule()), objective, kernels);
  }

  @Override
  public DifferentiableModel withDelta(ParameterDelta delta) {
    ParameterSelection selection = delta.selection();
    float[] amounts = delta.amounts().clone();
    for (int k = 0; k < selection.count(0); k++) {
      amounts[k * size() + selection.row(0, k)] = 0;
    }
    EmbeddingTable next = weights.plusRows(selection.rows(0), amounts, 0)
        .withZeroRows(delta.dropped().rows(0));
    return new WeightsModel(next, histories, objective, kernels);
  }

  @Override
  public void parameters(ParameterSelection selection, float[] out) {
    for (int k = 0; k < selection.count(0); k++) {
      weights.copyRow(selection.row(0, k), out, k * size());
    }
  }

  @Override
  public List<float[]> learntArrays() {
    List<float[]> arrays = new ArrayList<>(weights.pages());
    arrays.add(histories.weightColumn());
    return arrays;
  }
}
