package io.lethe.plugins.lightgcn;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.PairTables;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterLayout;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import io.lethe.spi.ViewDerivatives;
import io.lethe.training.GroupedTerms;
import io.lethe.training.LogisticModel;
import io.lethe.training.ModelShape;
import io.lethe.training.ProductModel;
import org.jspecify.annotations.Nullable;

/**
 * LightGCN: layer-0 embeddings are the parameters, their propagation over a graph the final ones,
 * whose product is the score. A version holds its graph: graph and parameters change as one.
 * Immutable; final embeddings are always there, graph and layer 0 of a version made in final space
 * are found when first asked for.
 */
final class LightGcnModel implements LogisticModel {

  private final Architecture architecture;
  private final Lazy<Propagation> propagation;
  private final Lazy<PairTables> layer0;
  private final ProductModel product;
  private final ParameterLayout layout;

  private LightGcnModel(
      Architecture architecture, Lazy<Propagation> propagation, Lazy<PairTables> layer0,
      ProductModel product) {
    this.architecture = architecture;
    this.propagation = propagation;
    this.layer0 = layer0;
    this.product = product;
    this.layout = product.layout();
  }

  /** A model of layer-0 embeddings on a graph; propagates them. */
  static LightGcnModel of(Architecture architecture, Propagation propagation, PairTables layer0) {
    return new LightGcnModel(
        architecture, Lazy.known(propagation), Lazy.known(layer0),
        architecture.product(architecture.finals(propagation, layer0)));
  }

  /** A model of known final embeddings, with layer-0 ones if they are known, too. */
  static LightGcnModel ofFinals(
      Architecture architecture, InteractionView view, PairTables finals,
      @Nullable PairTables layer0) {
    Lazy<Propagation> propagation = Lazy.of(() -> architecture.propagation(view));
    Lazy<PairTables> beneath = layer0 == null
        ? Lazy.of(() -> LayerZero.of(architecture, propagation.get(), finals))
        : Lazy.known(layer0);
    return new LightGcnModel(architecture, propagation, beneath, architecture.product(finals));
  }

  Architecture architecture() {
    return architecture;
  }

  /** Layer-0 embeddings. */
  PairTables layer0() {
    return layer0.get();
  }

  /** Layer-0 embeddings if they have been found. */
  @Nullable
  PairTables layer0IfFound() {
    return layer0.ifFound();
  }

  /** Final embeddings. */
  PairTables finals() {
    return product.tables();
  }

  @Override
  public ModelShape shape() {
    return architecture.shape();
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
        architecture, propagation.get(), product.over(terms), ParameterSelection.all(layout));
  }

  /** Every row: a few hops reach all of a connected graph. */
  @Override
  public ParameterSelection affectedRows(Removal removal) {
    return ParameterSelection.all(layout);
  }

  @Override
  public DifferentiableModel viewedOn(InteractionView view) {
    return of(architecture, architecture.propagation(view), layer0());
  }

  @Override
  public DifferentiableModel inFinalSpace() {
    return product;
  }

  @Override
  public LightGcnModel withFinalDelta(InteractionView view, ParameterDelta delta) {
    return ofFinals(architecture, view, product.withDelta(delta).tables(), null);
  }

  @Override
  public LightGcnModel withDelta(ParameterDelta delta) {
    PairTables before = layer0();
    PairTables after = new PairTables(
        changed(before.users(), delta, ModelShape.USER_BLOCK),
        changed(before.items(), delta, ModelShape.ITEM_BLOCK));
    return of(architecture, propagation.get(), after);
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
