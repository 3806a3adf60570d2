package io.lethe.plugins.ease;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.Workers;
import io.lethe.spi.Addition;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.HistoryModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Learned;
import io.lethe.spi.LearningModel;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterLayout;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Refit;
import io.lethe.spi.RefittableModel;
import io.lethe.spi.Removal;
import io.lethe.spi.ScoreScale;
import io.lethe.spi.ViewDerivatives;
import io.lethe.spi.WipeableModel;
import io.lethe.training.history.GivenHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Histories times weights of items from items, which the inverse holds. */
final class EaseModel
    implements
      DifferentiableModel,
      HistoryModel,
      LearningModel,
      RefittableModel,
      WipeableModel,
      EaseDerivatives.ItemWeights {

  /** Of the residual: the largest entry by which a probe may come back changed. */
  static final double TOLERANCE = 1e-8;

  private final Inverse inverse;
  private final Histories histories;
  private final WeightRule rule;
  private final float lambda;
  private final Kernels kernels;
  private final Factorizer factorizer;
  private final Workers workers;
  private final Serving serving;

  EaseModel(
      Inverse inverse, Histories histories, WeightRule rule, float lambda, Kernels kernels,
      Factorizer factorizer) {
    this.inverse = inverse;
    this.histories = histories;
    this.rule = rule;
    this.lambda = lambda;
    this.kernels = kernels;
    this.factorizer = factorizer;
    this.workers = factorizer.workers();
    this.serving = new Serving(inverse, histories, kernels);
  }

  Inverse inverse() {
    return inverse;
  }

  Histories histories() {
    return histories;
  }

  WeightRule rule() {
    return rule;
  }

  float lambda() {
    return lambda;
  }

  Workers workers() {
    return workers;
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
    return inverse.size();
  }

  private History history(int user) {
    return histories.of(Objects.checkIndex(user, userCount())).distinct();
  }

  @Override
  public void score(int user, int[] items, float[] scores) {
    score(history(user), items, scores);
  }

  private void score(History x, int[] items, float[] scores) {
    Serving.Scorer scorer = serving.scorer(x);
    for (int k = 0; k < items.length; k++) {
      scores[k] = scorer.score(Objects.checkIndex(items[k], itemCount()));
    }
  }

  @Override
  public int topItems(int user, int[] excluded, int[] items, float[] scores) {
    return serving.topItems(history(user), excluded, items, scores);
  }

  @Override
  public void score(int[] history, float[] values, int[] items, float[] scores) {
    score(given(history, values), items, scores);
  }

  @Override
  public int topItems(int[] history, float[] values, int[] excluded, int[] items, float[] scores) {
    return serving.topItems(given(history, values), excluded, items, scores);
  }

  private History given(int[] history, float[] values) {
    return History.of(GivenHistory.of(history, values, itemCount()), rule);
  }

  @Override
  public int size() {
    return inverse.size();
  }

  @Override
  public double[] columns(int from, int to) {
    int width = to - from;
    double[] columns = new double[size() * width];
    for (int row = 0; row < size(); row++) {
      for (int c = 0; c < width; c++) {
        columns[row * width + c] = weight(row, from + c);
      }
    }
    return columns;
  }

  private double weight(int row, int column) {
    return row == column || histories.count(column) == 0
        ? 0
        : -inverse.at(row, column) / inverse.diagonal()[column];
  }

  private Objective objectiveOf() {
    return new Objective(size(), rule, lambda, workers);
  }

  @Override
  public ParameterLayout layout() {
    return objectiveOf().layout();
  }

  @Override
  public ViewDerivatives on(InteractionView view) {
    return objectiveOf().on(this, view);
  }

  @Override
  public ParameterSelection affectedRows(Removal removal) {
    return objectiveOf().affectedRows(removal);
  }

  @Override
  public void removalGradient(Removal removal, ParameterSelection selection, float[] out) {
    objectiveOf().removalGradient(this, removal, selection, out);
  }

  @Override
  public DifferentiableModel viewedOn(InteractionView view) {
    return explicit(Histories.of(view, rule));
  }

  @Override
  public DifferentiableModel withDelta(ParameterDelta delta) {
    return explicit(histories).withDelta(delta);
  }

  /** The weights as a matrix of their own: no inverse has any others than these. */
  private WeightsModel explicit(Histories of) {
    EmbeddingTable weights = EmbeddingTable.zeros(size(), size());
    workers.run(weights.pageCount(), 1, (from, to) -> {
      int end = Math.min(size(), to * weights.rowsPerPage());
      for (int row = from * weights.rowsPerPage(); row < end; row++) {
        for (int k = 0; k < size(); k++) {
          weights.pageOf(row)[weights.offsetOf(row) + k] = (float) weight(row, k);
        }
      }
    });
    return new WeightsModel(weights, of, objectiveOf(), kernels);
  }

  @Override
  public void parameters(ParameterSelection selection, float[] out) {
    for (int k = 0; k < selection.count(0); k++) {
      int row = selection.row(0, k);
      for (int c = 0; c < size(); c++) {
        out[k * size() + c] = (float) weight(row, c);
      }
    }
  }

  @Override
  public Refit refit(Removal removal) {
    Factorizer.checkInterrupt();
    Change change = Change.of(histories, removal.forget(), rule);
    Updated next = Updated.of(this, inverse, change);
    return new Refit(
        next.model(), true, next.residual(), TOLERANCE, change.rank() == 0 ? 0 : inverse.size(),
        change.gone().cardinality());
  }

  @Override
  public Learned learn(Addition addition) {
    return Updated.learned(this, addition);
  }

  /**
   * The objective at its minimum, L2 included: of column j it is {@code (1 / P_jj - lambda) / 2}.
   */
  double objective() {
    double sum = 0;
    for (double entry : inverse.diagonal()) {
      sum += (1 / entry - lambda) / 2;
    }
    return sum;
  }

  double residual(int[] touched) {
    return Residual.of(inverse, histories, lambda, touched, workers);
  }

  /** A new factorization of other histories. O(items^3). */
  EaseModel anew(Histories of) {
    Histories compacted = of.compacted();
    return with(factorizer.factorized(compacted, lambda).inverse(), compacted);
  }

  /** The same options on other numbers. O(items). */
  EaseModel with(Inverse nextInverse, Histories nextHistories) {
    return new EaseModel(nextInverse, nextHistories, rule, lambda, kernels, factorizer);
  }

  @Override
  public long refitRows(Removal removal) {
    return removal.forget().size() == 0 ? 0 : itemCount();
  }

  @Override
  public boolean consolidated() {
    return inverse.used() == 0 && inverse.whole() && histories.compact();
  }

  @Override
  public EaseModel consolidate() {
    return consolidated()
        ? this
        : with(
            new Fold(inverse, List.of(), item -> histories.count(item) == 0, lambda).anew(workers),
            histories.compacted());
  }

  @Override
  public List<float[]> learntArrays() {
    List<float[]> arrays = new ArrayList<>(inverse.base().arrays());
    arrays.addAll(inverse.columns().arrays());
    arrays.add(histories.weightColumn());
    return arrays;
  }
}
