package io.lethe.plugins.lightgcn;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.PairTables;
import io.lethe.spi.Addition;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Learned;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterLayout;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.Removal;
import io.lethe.spi.ViewDerivatives;
import io.lethe.training.GroupedTerms;
import io.lethe.training.LogisticModel;
import io.lethe.training.ProductModel;
import io.lethe.training.history.GivenHistory;
import io.lethe.training.objective.ModelShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * LightGCN: layer-0 embeddings are the parameters, their propagation over a graph the final ones,
 * whose product is the score. A version holds its graph: graph and parameters change as one.
 * Immutable; final embeddings are always there, graph and layer 0 of a version made in final space
 * are found when first asked for.
 */
final class LightGcnModel implements LogisticModel {

  private final Architecture architecture;
  private final Lazy<ViewGraph> graph;

  /** A graph that is there already and from which this one's can be made; often an older version's. */
  private final @Nullable ViewGraph near;

  private final Lazy<PairTables> layer0;
  private final ProductModel product;
  private final ParameterLayout layout;
  private final HistoryRows histories;

  private LightGcnModel(
      Architecture architecture, Lazy<ViewGraph> graph, @Nullable ViewGraph near,
      Lazy<PairTables> layer0, ProductModel product) {
    this.architecture = architecture;
    this.graph = graph;
    this.near = near;
    this.layer0 = layer0;
    this.product = product;
    this.layout = product.layout();
    this.histories = new HistoryRows(architecture, graph::get, layer0::get);
  }

  /** A model of layer-0 embeddings on a graph; propagates them. */
  static LightGcnModel of(Architecture architecture, ViewGraph graph, PairTables layer0) {
    return new LightGcnModel(
        architecture, Lazy.known(graph), graph, Lazy.known(layer0), architecture
            .product(architecture.finals(graph.propagation(), layer0), graph.view().all().keys()));
  }

  /**
   * A model of known final embeddings.
   *
   * @param near a graph of a view of which {@code view} is a part, if there is one
   * @param layer0 layer-0 embeddings if they are known, too
   */
  static LightGcnModel ofFinals(
      Architecture architecture, InteractionView view, @Nullable ViewGraph near,
      ProductModel finals, @Nullable PairTables layer0) {
    Lazy<ViewGraph> graph = Lazy.of(() -> ViewGraph.of(architecture, view, near));
    Lazy<PairTables> beneath = layer0 == null
        ? Lazy.of(() -> LayerZero.of(architecture, graph.get().propagation(), finals.tables()))
        : Lazy.known(layer0);
    return new LightGcnModel(architecture, graph, near, beneath, finals);
  }

  Architecture architecture() {
    return architecture;
  }

  /** The propagation over its graph. */
  Propagation propagation() {
    return graph.get().propagation();
  }

  /** Layer-0 embeddings. */
  PairTables layer0() {
    return layer0.get();
  }

  /** Layer-0 embeddings if the model was made of them: always the same answer, unlike what was found. */
  @Nullable
  PairTables layer0IfGiven() {
    return layer0.ifGiven();
  }

  /** Final embeddings. */
  PairTables finals() {
    return product.tables();
  }

  @Override
  public ModelShape shape() {
    return architecture.shape();
  }

  /** Layer 0 and what items pass on to histories, too, where they were found. */
  @Override
  public List<float[]> learntArrays() {
    PairTables beneath = layer0.ifFound();
    List<float[]> arrays = new ArrayList<>(product.learntArrays());
    if (beneath != null) {
      arrays.addAll(beneath.users().pages());
      arrays.addAll(beneath.items().pages());
    }
    EmbeddingTable passed = histories.ifFound();
    if (passed != null) {
      arrays.addAll(passed.pages());
    }
    return arrays;
  }

  @Override
  public List<byte[]> learntBytes() {
    return product.learntBytes();
  }

  @Override
  public int userCount() {
    return product.userCount();
  }

  @Override
  public int itemCount() {
    return product.itemCount();
  }

  @Override
  public void score(int user, int[] items, float[] scores) {
    product.score(user, items, scores);
  }

  @Override
  public int topItems(int user, int[] excluded, int[] items, float[] scores) {
    return product.topItems(user, excluded, items, scores);
  }

  @Override
  public int usersAtOnce() {
    return product.usersAtOnce();
  }

  @Override
  public int[] topItems(int[] users, int[][] excluded, int[][] items, float[][] scores) {
    return product.topItems(users, excluded, items, scores);
  }

  /** Of the final embeddings, whatever moved beneath. */
  @Override
  public Optional<MovedRows> movedSince(RecommenderModel earlier) {
    return product.movedSince(earlier);
  }

  @Override
  public void score(int[] history, float[] values, int[] items, float[] scores) {
    product.score(row(history, values), items, scores);
  }

  @Override
  public int topItems(int[] history, float[] values, int[] excluded, int[] items, float[] scores) {
    return product.topItems(row(history, values), excluded, items, scores);
  }

  /** Learns in final space: what comes out scores as this model does, and has no graph. */
  @Override
  public Learned learn(Addition addition) {
    Learned learned = product.learn(addition);
    return learned.model() == product ? new Learned(this, 0, 0) : learned;
  }

  private float[] row(int[] history, float[] values) {
    GivenHistory given = GivenHistory.of(history, values, itemCount())
        .asChoices(architecture.terms());
    return histories.row(given, product.foldIn());
  }

  @Override
  public ParameterLayout layout() {
    return layout;
  }

  @Override
  public ViewDerivatives on(InteractionView view) {
    return over(GroupedTerms.of(view, shape().terms()));
  }

  @Override
  public ViewDerivatives over(GroupedTerms terms) {
    return new PropagatedDerivatives(
        architecture, propagation(), product.over(terms), ParameterSelection.all(layout));
  }

  /** Every row where the region is not much smaller than the graph. */
  @Override
  public ParameterSelection affectedRows(Removal removal) {
    RemovalRegion region = region(removal);
    int[] affected = region == null ? null : region.affected();
    return affected == null
        ? ParameterSelection.all(layout)
        : Ascending.of(affected, userCount()).selection(layout);
  }

  /** Costs the selection's surroundings where they are small, else everything. */
  @Override
  public void removalGradient(Removal removal, ParameterSelection selection, float[] out) {
    RemovalRegion region = region(removal);
    LocalRemoval local = region == null ? null : LocalRemoval.of(this, region, selection);
    if (local == null) {
      new WholeRemoval(architecture, removal, ParameterSelection.all(layout))
          .gradient(viewedOn(removal.trained()), viewedOn(removal.retained()), selection, out);
    } else {
      local.gradient(out);
    }
  }

  /**
   * Null if the removal is not from what this model's graph was made of, or if interactions are
   * implicit: their negatives reach every item.
   */
  private @Nullable RemovalRegion region(Removal removal) {
    ViewGraph own = graph.get();
    return own.isOf(removal.trained()) && shape().terms().sampled() == 0
        ? new RemovalRegion(architecture, own, removal)
        : null;
  }

  @Override
  public LightGcnModel viewedOn(InteractionView view) {
    ViewGraph own = graph.get();
    return own.isOf(view)
        ? this
        : of(architecture, ViewGraph.of(architecture, view, own), layer0());
  }

  @Override
  public ProductModel inFinalSpace() {
    return product;
  }

  @Override
  public LightGcnModel withFinalDelta(InteractionView view, ParameterDelta delta) {
    ViewGraph own = graph.ifFound();
    return ofFinals(
        architecture, view, own == null ? near : own,
        product.changedTo(product.withDelta(delta).tables(), view.all().keys()), null);
  }

  @Override
  public LightGcnModel withDelta(ParameterDelta delta) {
    PairTables before = layer0();
    PairTables after = new PairTables(
        changed(before.users(), delta, ModelShape.USER_BLOCK),
        changed(before.items(), delta, ModelShape.ITEM_BLOCK));
    return of(architecture, graph.get(), after);
  }

  private static EmbeddingTable changed(EmbeddingTable table, ParameterDelta delta, int block) {
    ParameterSelection moved = delta.selection();
    return table.plusRows(moved.rows(block), delta.amounts(), moved.offset(block))
        .withZeroRows(delta.dropped().rows(block));
  }

  @Override
  public void parameters(ParameterSelection selection, float[] out) {
    copy(layer0().users(), selection, ModelShape.USER_BLOCK, out);
    copy(layer0().items(), selection, ModelShape.ITEM_BLOCK, out);
  }

  private static void copy(
      EmbeddingTable table, ParameterSelection selection, int block, float[] out) {
    int at = selection.offset(block);
    for (int k = 0; k < selection.count(block); k++, at += table.width()) {
      table.copyRow(selection.row(block, k), out, at);
    }
  }
}
