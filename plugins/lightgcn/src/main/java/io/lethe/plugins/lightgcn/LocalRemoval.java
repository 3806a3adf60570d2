package io.lethe.plugins.lightgcn;

import io.lethe.kernels.PairTables;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterSelection;
import io.lethe.training.GroupedTerms;
import io.lethe.training.ProductModel;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The change of the gradient in some rows by a removal, computed in their surroundings: the terms
 * within as many hops as there are layers, old graph and old final embeddings for what was trained
 * on, new ones for what stays. Exact as far as floats are; costs the surroundings. Immutable.
 */
final class LocalRemoval {

  private final LightGcnModel model;
  private final Architecture architecture;
  private final RemovalRegion region;

  /** The rows asked for and what is around them. */
  private final Surroundings wanted;

  /** Those of their terms' nodes whose final embeddings change, and what is around them. */
  private final Surroundings changed;

  private LocalRemoval(
      LightGcnModel model, RemovalRegion region, Surroundings wanted, Surroundings changed) {
    this.model = model;
    this.architecture = model.architecture();
    this.region = region;
    this.wanted = wanted;
    this.changed = changed;
  }

  /** Looks around; null if the surroundings are not much smaller than everything. */
  static @Nullable LocalRemoval of(
      LightGcnModel model, RemovalRegion region, ParameterSelection selection) {
    Surroundings wanted = region.around(region.nodes(selection));
    Surroundings moved = region.moved();
    if (wanted == null || moved == null) {
      return null;
    }
    int[] retained = region.index().termsOf(wanted.nodes(), region.removal().retained());
    Surroundings changed = region.around(
        region.index()
            .nodesOf(retained)
            .stream()
            .filter(node -> moved.places()[node] >= 0)
            .toArray());
    return changed == null ? null : new LocalRemoval(model, region, wanted, changed);
  }

  /**
   * The gradient before minus the gradient after.
   *
   * @param out over the selection; overwritten
   */
  void gradient(float[] out) {
    Graph after = region.after();
    float[] trained = gradient(region.removal().trained(), region.before(), model.finals());
    float[] retained = gradient(region.removal().retained(), after, finalsOn(after));
    for (int k = 0; k < trained.length; k++) {
      out[k] = trained[k] - retained[k];
    }
  }

  private float[] gradient(InteractionView view, Graph through, PairTables finals) {
    int[] terms = region.index().termsOf(wanted.nodes(), view);
    GroupedTerms grouped = GroupedTerms
        .of(region.index().columns(terms), model.userCount(), model.itemCount());
    ProductModel product = architecture.product(finals, view.all().keys());
    Ascending rows = Ascending.of(wanted.nodes(), model.userCount());
    ParameterSelection selection = rows.selection(product.layout());
    float[] gradient = new float[selection.length()];
    product.over(grouped).gradient(selection, gradient);
    return wanted.propagated(
        through, architecture.kernels(), architecture.workers(),
        rows.asGiven(gradient, finals.width()), finals.width());
  }

  /** The old final embeddings, but for those that change. */
  private PairTables finalsOn(Graph after) {
    PairTables layer0 = model.layer0();
    int width = layer0.width();
    int users = model.userCount();
    float[] rows = new float[changed.size() * width];
    for (int place = 0; place < changed.size(); place++) {
      int node = changed.nodes()[place];
      if (node < users) {
        layer0.users().copyRow(node, rows, place * width);
      } else {
        layer0.items().copyRow(node - users, rows, place * width);
      }
    }
    float[] finals = changed
        .propagated(after, architecture.kernels(), architecture.workers(), rows, width);
    // The nodes at distance 0 ascend, users first.
    int[] own = IntStream.of(changed.nodes()).limit(changed.within()[0]).toArray();
    int[] userRows = IntStream.of(own).filter(node -> node < users).toArray();
    int[] itemRows = IntStream.of(own).filter(node -> node >= users).map(n -> n - users).toArray();
    return new PairTables(
        model.finals().users().withRows(userRows, finals, 0),
        model.finals().items().withRows(itemRows, finals, userRows.length * width));
  }
}
