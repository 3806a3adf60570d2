package io.lethe.training;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.ItemScan;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;
import io.lethe.kernels.scan.ScanTable;
import io.lethe.spi.Addition;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.EmbeddingModel;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Learned;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterLayout;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.Removal;
import io.lethe.spi.RowCurvatures;
import io.lethe.training.history.FoldIn;
import io.lethe.training.history.GivenHistory;
import io.lethe.training.learning.LearningRule;
import io.lethe.training.learning.ProductLearning;
import io.lethe.training.negatives.CurvatureProfile;
import io.lethe.training.negatives.ExpectedNegatives;
import io.lethe.training.objective.LossTerms;
import io.lethe.training.objective.ModelShape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The score of a user and an item is the dot product of their rows.
 * Immutable; a changed model shares all pages it did not touch.
 */
public final class ProductModel implements LogisticModel {
  /** Of an item's expected negatives, as a part of one term; 0.05 for 100 interactions of 8000 items. */
  private static final double NEGATIVES_MIN = 0.05;

  private final ModelShape shape;
  private final PairTables tables;
  private final ParameterLayout layout;
  private final Kernels kernels;
  private final Workers workers;
  private final ScanTable items;
  private final EntityKeys keys;
  private final FoldIn foldIn;
  private final LearningRule learning;
  private volatile @Nullable CurvatureProfile profile;

  /** A model over tables, which are shared; {@code keys} are those of their rows. */
  public ProductModel(
      ModelShape shape, PairTables tables, EntityKeys keys, Kernels kernels, Workers workers) {
    this(shape, tables, keys, kernels, workers, LearningRule.ofFactors(shape.l2()));
  }

  /** A model that learns by another rule than matrix factorization's. */
  public ProductModel(
      ModelShape shape, PairTables tables, EntityKeys keys, Kernels kernels, Workers workers,
      LearningRule learning) {
    this(shape, tables, keys, kernels, workers, learning, ScanTable.of(kernels, tables.items()));
  }

  private ProductModel(
      ModelShape shape, PairTables tables, EntityKeys keys, Kernels kernels, Workers workers,
      LearningRule learning, ScanTable items) {
    this.shape = shape;
    this.tables = tables;
    this.layout = shape.layout(tables);
    this.kernels = kernels;
    this.workers = workers;
    this.items = items;
    this.keys = keys;
    this.learning = learning;
    this.foldIn = new FoldIn(shape, tables.items(), keys, kernels);
  }

  @Override
  public ModelShape shape() {
    return shape;
  }

  /** The rows; shared. */
  public PairTables tables() {
    return tables;
  }

  @Override
  public List<float[]> learntArrays() {
    return Stream.of(tables.users().pages(), tables.items().pages(), items.scales())
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public List<byte[]> learntBytes() {
    return items.codes();
  }

  @Override
  public int userCount() {
    return tables.users().rows();
  }

  @Override
  public int itemCount() {
    return tables.items().rows();
  }

  @Override
  public void score(int user, int[] items, float[] scores) {
    EmbeddingTable users = tables.users();
    kernels.gatherDots(
        tables.items(), items, 0, items.length, users.pageOf(user), users.offsetOf(user), scores);
  }

  @Override
  public int topItems(int user, int[] excluded, int[] top, float[] scores) {
    EmbeddingTable users = tables.users();
    return items.topItems(users.pageOf(user), users.offsetOf(user), excluded, top, scores);
  }

  @Override
  public int usersAtOnce() {
    return ItemScan.QUERIES_AT_ONCE;
  }

  @Override
  public int[] topItems(int[] users, int[][] excluded, int[][] tops, float[][] scores) {
    return items.topItems(tables.users().copyOfRows(users), excluded, tops, scores);
  }

  @Override
  public Optional<MovedRows> movedSince(RecommenderModel earlier) {
    return earlier instanceof LogisticModel other
        && other.inFinalSpace() instanceof ProductModel was
            ? Optional.of(
                new MovedRows(
                    tables.users().differingRows(was.tables.users()),
                    tables.items().differingRows(was.tables.items())))
            : Optional.empty();
  }

  @Override
  public void score(int[] history, float[] values, int[] items, float[] scores) {
    score(foldIn.row(given(history, values)), items, scores);
  }

  @Override
  public int topItems(int[] history, float[] values, int[] excluded, int[] items, float[] scores) {
    return topItems(foldIn.row(given(history, values)), excluded, items, scores);
  }

  private GivenHistory given(int[] history, float[] values) {
    return GivenHistory.of(history, values, itemCount()).asChoices(shape.terms());
  }

  /** Scores of given items for a row that is no user's. */
  public void score(float[] row, int[] items, float[] scores) {
    kernels.gatherDots(tables.items(), items, 0, items.length, row, 0, scores);
  }

  /** The best items for a row that is no user's. */
  public int topItems(float[] row, int[] excluded, int[] top, float[] scores) {
    return items.topItems(row, 0, excluded, top, scores);
  }

  @Override
  public Learned learn(Addition addition) {
    return new ProductLearning(shape, learning, kernels, workers).learn(tables, keys, addition)
        .map(
            outcome -> new Learned(
                changedTo(outcome.tables(), outcome.keys()), outcome.residual(),
                outcome.changedRows()))
        .orElseGet(() -> new Learned(this, 0, 0));
  }

  /** Finds rows for histories beside these items. */
  public FoldIn foldIn() {
    return foldIn;
  }

  @Override
  public ParameterLayout layout() {
    return layout;
  }

  @Override
  public RowCurvatures on(InteractionView view) {
    return over(GroupedTerms.of(view, shape.terms()));
  }

  @Override
  public RowCurvatures over(GroupedTerms terms) {
    RowCurvatures single = new ProductDerivatives(shape, tables, kernels, workers, terms);
    ExpectedNegatives negatives = terms.negatives();
    return negatives == null
        ? single
        : new ExpectedDerivatives(
            shape, tables, kernels, workers, single, negatives, this::profile);
  }

  /** The same for whoever asks, so that two threads may find it at once. */
  private CurvatureProfile profile() {
    CurvatureProfile found = profile;
    if (found == null) {
      found = CurvatureProfile.of(kernels, workers, tables);
      profile = found;
    }
    return found;
  }

  /**
   * The users and items of the forget set's terms. Expected negatives reach every item; those count
   * as affected of which at least {@link #NEGATIVES_MIN} of a term goes. What is left out is a small
   * part of what the positive terms change (a user of 100 interactions: 1 %), and of what is reached
   * in large catalogues almost everything.
   */
  @Override
  public ParameterSelection affectedRows(Removal removal) {
    InteractionView forget = InteractionView.of(removal.forget());
    LossTerms terms = shape.terms();
    EntityKeys keys = removal.forget().keys();
    if (!terms.expected(keys)) {
      TermColumns drawn = TermColumns.of(forget, terms, LossTerms.DERIVATIVES_EPOCH);
      return ParameterSelection
          .of(layout, List.of(distinct(drawn.users()), distinct(drawn.items())));
    }
    TermColumns positives = TermColumns.own(forget, terms);
    double draws = (double) terms.sampled() * positives.size();
    float[] shares = terms.shares(keys);
    IntStream met = IntStream.range(0, shares.length)
        .filter(item -> draws * shares[item] >= NEGATIVES_MIN);
    int[] items = IntStream.concat(Arrays.stream(positives.items()), met).toArray();
    return ParameterSelection.of(layout, List.of(distinct(positives.users()), distinct(items)));
  }

  private static int[] distinct(int[] rows) {
    int[] sorted = rows.clone();
    Arrays.sort(sorted);
    int count = 0;
    for (int row : sorted) {
      if (count == 0 || sorted[count - 1] != row) {
        sorted[count++] = row;
      }
    }
    return Arrays.copyOf(sorted, count);
  }

  /** The gradient over the forget set alone: a term here depends on no other interaction. */
  @Override
  public void removalGradient(Removal removal, ParameterSelection selection, float[] out) {
    on(InteractionView.of(removal.forget())).gradient(selection, out);
  }

  @Override
  public DifferentiableModel viewedOn(InteractionView view) {
    return this;
  }

  @Override
  public DifferentiableModel inFinalSpace() {
    return this;
  }

  @Override
  public EmbeddingModel withFinalDelta(InteractionView view, ParameterDelta delta) {
    return withDelta(delta);
  }

  /** Frozen coordinates stay, whatever the amounts say; a dropped row is all zero. */
  @Override
  public ProductModel withDelta(ParameterDelta delta) {
    float[] amounts = delta.amounts();
    if (shape.biases()) {
      amounts = amounts.clone();
      FrozenCoordinates.clear(shape, delta.selection(), amounts);
    }
    EmbeddingTable nextUsers = changed(tables.users(), delta, amounts, ModelShape.USER_BLOCK);
    EmbeddingTable nextItems = changed(tables.items(), delta, amounts, ModelShape.ITEM_BLOCK);
    return changedTo(new PairTables(nextUsers, nextItems), keys);
  }

  /** The same over other tables and their rows' keys; shares what was computed of shared pages. */
  public ProductModel changedTo(PairTables next, EntityKeys nextKeys) {
    return new ProductModel(
        shape, next, nextKeys, kernels, workers, learning, items.changedTo(next.items()));
  }

  private static EmbeddingTable changed(
      EmbeddingTable table, ParameterDelta delta, float[] amounts, int block) {
    ParameterSelection moved = delta.selection();
    return table.plusRows(moved.rows(block), amounts, moved.offset(block))
        .withZeroRows(delta.dropped().rows(block));
  }

  @Override
  public void parameters(ParameterSelection selection, float[] out) {
    copy(tables.users(), selection, ModelShape.USER_BLOCK, out);
    copy(tables.items(), selection, ModelShape.ITEM_BLOCK, out);
  }

  private static void copy(
      EmbeddingTable table, ParameterSelection selection, int block, float[] out) {
    int at = selection.offset(block);
    for (int k = 0; k < selection.count(block); k++, at += table.width()) {
      table.copyRow(selection.row(block, k), out, at);
    }
  }
}
