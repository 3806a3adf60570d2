package io.lethe.plugins.lightgcn;

import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.training.objective.LossTerms;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The propagation over the graph of a view. Immutable.
 *
 * @param view whose positive interactions are the edges
 * @param propagation over them
 * @param index of the loss terms of all columns of the view; made when first asked for
 */
record ViewGraph(InteractionView view, Propagation propagation, Lazy<TermIndex> index) {

  /** A graph of which more than one edge in so many is struck out is made anew. */
  private static final int STRUCK_PART = 4;

  /**
   * The graph of a view, made from another one where that view is a part of the other: then it costs
   * what is left out and not what stays.
   */
  static ViewGraph of(Architecture architecture, InteractionView view, @Nullable ViewGraph near) {
    int[] gone = near == null ? null : near.gone(view);
    if (near == null || gone == null) {
      return new ViewGraph(
          view, architecture.propagation(Graph.of(view, architecture.terms())),
          Lazy.of(() -> TermIndex.of(view.all(), architecture.terms())));
    }
    Graph graph = near.without(gone, architecture.terms());
    int struck = graph.edgesAtFirst() - graph.edges();
    return struck > graph.edgesAtFirst() / STRUCK_PART
        ? of(architecture, view, null)
        : new ViewGraph(view, architecture.propagation(graph), near.index);
  }

  /** Whether another view holds the same interactions. */
  boolean isOf(InteractionView other) {
    return other.all() == view.all() && Arrays.equals(other.leftOut(), view.leftOut());
  }

  /** Positions that this view holds and another does not; null if the other is no part of it. */
  private int @Nullable [] gone(InteractionView other) {
    if (other.all() != view.all()) {
      return null;
    }
    int[] mine = view.leftOut();
    int[] others = other.leftOut();
    int[] gone = new int[others.length];
    int count = 0;
    int next = 0;
    for (int position : others) {
      if (next < mine.length && mine[next] == position) {
        next++;
      } else {
        gone[count++] = position;
      }
    }
    return next == mine.length ? Arrays.copyOf(gone, count) : null;
  }

  private Graph without(int[] gone, LossTerms terms) {
    Interactions all = view.all();
    int[] users = new int[gone.length];
    int[] items = new int[gone.length];
    int edges = 0;
    for (int position : gone) {
      if (terms.label(all.value(position)) > 0) {
        users[edges] = all.user(position);
        items[edges++] = all.item(position);
      }
    }
    return propagation.graph().without(Arrays.copyOf(users, edges), Arrays.copyOf(items, edges));
  }
}
