package io.lethe.plugins.lightgcn;

import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import io.lethe.training.TermColumns;
import io.lethe.training.objective.LossTerms;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What taking interactions away touches. Positive ones are edges: their ends' degrees weigh all their
 * other edges, so that final embeddings change within as many hops as there are layers; every loss
 * term of these changes, and its gradient is passed on by as many hops again. Immutable.
 */
final class RemovalRegion {

  /** Beyond one edge or term in so many, a region is no smaller than the whole. */
  private static final int PART = 4;

  private final Architecture architecture;
  private final ViewGraph graph;
  private final Removal removal;

  RemovalRegion(Architecture architecture, ViewGraph graph, Removal removal) {
    this.architecture = architecture;
    this.graph = graph;
    this.removal = removal;
  }

  Removal removal() {
    return removal;
  }

  /** The graph before the removal. */
  Graph before() {
    return graph.propagation().graph();
  }

  /** The graph after the removal. */
  Graph after() {
    return ViewGraph.of(architecture, removal.retained(), graph).propagation().graph();
  }

  TermIndex index() {
    return graph.index().get();
  }

  /** What is within as many hops as there are layers; null if it is no smaller than the whole. */
  @Nullable
  Surroundings around(int[] nodes) {
    Surroundings around = Surroundings
        .of(before(), nodes, architecture.layers(), 2L * before().edges() / PART);
    return around == null || index().count(around.nodes()) > termsMax() ? null : around;
  }

  private long termsMax() {
    return (long) removal.trained().size() * (1 + architecture.terms().sampled()) / PART;
  }

  /** The nodes whose final embeddings can change; null if there are too many to be worth it. */
  @Nullable
  Surroundings moved() {
    BitSet ends = new BitSet();
    for (int k = 0; k < removal.forget().size(); k++) {
      if (architecture.terms().label(removal.forget().value(k)) > 0) {
        ends.set(removal.forget().user(k));
        ends.set(before().userCount() + removal.forget().item(k));
      }
    }
    return around(ends.stream().toArray());
  }

  /** The nodes in which the gradient can change; null if there are too many to be worth it. */
  int @Nullable [] affected() {
    Surroundings moved = moved();
    if (moved == null) {
      return null;
    }
    TermColumns forgotten = TermColumns.of(
        InteractionView.of(removal.forget()), architecture.terms(), LossTerms.DERIVATIVES_EPOCH);
    BitSet nodes = index().nodesOf(index().termsOf(moved.nodes(), removal.trained()));
    for (int k = 0; k < forgotten.size(); k++) {
      nodes.set(forgotten.users()[k]);
      nodes.set(before().userCount() + forgotten.items()[k]);
    }
    Surroundings affected = around(nodes.stream().toArray());
    return affected == null ? null : affected.nodes();
  }

  /** A selection's rows as nodes, in its order. */
  int[] nodes(ParameterSelection selection) {
    int users = selection.count(0);
    int[] nodes = new int[users + selection.count(1)];
    for (int k = 0; k < nodes.length; k++) {
      nodes[k] = k < users
          ? selection.row(0, k)
          : before().userCount() + selection.row(1, k - users);
    }
    return nodes;
  }
}
