package io.lethe.plugins.ials;

import io.lethe.kernels.ItemScan;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;
import io.lethe.spi.Addition;
import io.lethe.spi.HistoryModel;
import io.lethe.spi.Learned;
import io.lethe.spi.LearningModel;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.Refit;
import io.lethe.spi.RefittableModel;
import io.lethe.spi.Removal;
import io.lethe.spi.ScoreScale;
import io.lethe.spi.WipeableModel;
import io.lethe.training.history.GivenHistory;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Scores as {@link Scoring} has it: by the products of rows. Immutable; a changed model shares
 * all pages it did not touch.
 */
final class IalsModel implements HistoryModel, LearningModel, RefittableModel, WipeableModel {

  private final IalsShape shape;
  private final PairTables tables;
  private final int[] counts;
  private final Kernels kernels;
  private final Workers workers;
  private final Scoring scoring;
  private final Grams grams;
  private final FoldIn foldIn;

  /**
   * A model.
   *
   * @param counts per item its interactions; only read
   */
  IalsModel(IalsShape shape, PairTables tables, int[] counts, Kernels kernels, Workers workers) {
    this(shape, tables, counts, kernels, workers, new Grams(kernels, workers, tables));
  }

  /** A model whose tables' Gram matrices may be known. */
  IalsModel(
      IalsShape shape, PairTables tables, int[] counts, Kernels kernels, Workers workers,
      Grams grams) {
    this.shape = shape;
    this.tables = tables;
    this.counts = counts;
    this.grams = grams;
    this.kernels = kernels;
    this.workers = workers;
    this.scoring = Scoring.of(tables, shape.popularity(), counts, kernels);
    this.foldIn = new FoldIn(shape, tables.items(), kernels, grams::items);
  }

  IalsShape shape() {
    return shape;
  }

  PairTables tables() {
    return tables;
  }

  int[] counts() {
    return counts;
  }

  Grams grams() {
    return grams;
  }

  @Override
  public ScoreScale scoreScale() {
    return ScoreScale.PREFERENCE;
  }

  @Override
  public long parameterCount() {
    return (long) (userCount() + itemCount()) * tables.users().width();
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
    scoring.score(user, items, scores);
  }

  @Override
  public int topItems(int user, int[] excluded, int[] items, float[] scores) {
    return scoring.topItems(user, excluded, items, scores);
  }

  @Override
  public int usersAtOnce() {
    return ItemScan.QUERIES_AT_ONCE;
  }

  @Override
  public int[] topItems(int[] users, int[][] excluded, int[][] items, float[][] scores) {
    return scoring.topItems(users, excluded, items, scores);
  }

  /** Where popularity counts, items whose interactions are more or fewer move with it. */
  @Override
  public Optional<MovedRows> movedSince(RecommenderModel earlier) {
    if (!(earlier instanceof IalsModel was) || was.shape.popularity() != shape.popularity()) {
      return Optional.empty();
    }
    IntStream items = Arrays.stream(tables.items().differingRows(was.tables.items()));
    IntStream counted = IntStream.range(0, Math.min(itemCount(), was.itemCount()))
        .filter(item -> shape.popularity() != 0 && counts[item] != was.counts[item]);
    return Optional.of(
        new MovedRows(
            tables.users().differingRows(was.tables.users()),
            IntStream.concat(items, counted).sorted().distinct().toArray()));
  }

  @Override
  public void score(int[] history, float[] values, int[] items, float[] scores) {
    scoring.score(foldIn.row(given(history, values)), 0, items, scores);
  }

  @Override
  public int topItems(int[] history, float[] values, int[] excluded, int[] items, float[] scores) {
    return scoring.topItems(foldIn.row(given(history, values)), 0, excluded, items, scores);
  }

  private GivenHistory given(int[] history, float[] values) {
    return GivenHistory.of(history, values, itemCount());
  }

  @Override
  public List<float[]> learntArrays() {
    return Stream.of(tables.users().pages(), tables.items().pages(), scoring.ownArrays())
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public Refit refit(Removal removal) {
    return new Refitter(shape, tables, kernels, workers).refit(removal);
  }

  @Override
  public Learned learn(Addition addition) {
    return new Learner(this, kernels, workers).learn(addition);
  }

  @Override
  public long refitRows(Removal removal) {
    return Refitter.rows(tables);
  }

  /** Always: nothing is kept beside the rows. */
  @Override
  public boolean consolidated() {
    return true;
  }

  @Override
  public RefittableModel consolidate() {
    return this;
  }
}
