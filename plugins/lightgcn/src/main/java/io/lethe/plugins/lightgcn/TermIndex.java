package io.lethe.plugins.lightgcn;

import io.lethe.kernels.SparseRows;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.training.TermColumns;
import io.lethe.training.objective.LossTerms;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Where each user and item occurs among the loss terms of some interactions, left-out ones included.
 * Term {@code t} belongs to the interaction at position {@code t / perInteraction}. Immutable.
 */
final class TermIndex {

  private final int perInteraction;
  private final int userCount;
  private final TermColumns columns;
  private final SparseRows ofUsers;
  private final SparseRows ofItems;

  private TermIndex(int perInteraction, TermColumns columns, int userCount, int itemCount) {
    this.perInteraction = perInteraction;
    this.userCount = userCount;
    this.columns = columns;
    int[] terms = IntStream.range(0, columns.size()).toArray();
    this.ofUsers = SparseRows.of(columns.users(), terms, userCount);
    this.ofItems = SparseRows.of(columns.items(), terms, itemCount);
  }

  /** Indexes all columns. O(interactions) time and memory. */
  static TermIndex of(Interactions all, LossTerms terms) {
    return new TermIndex(
        1 + terms.sampled(),
        TermColumns.of(InteractionView.of(all), terms, LossTerms.DERIVATIVES_EPOCH),
        all.keys().userCount(), all.keys().itemCount());
  }

  /** The terms of a view in which any of some nodes occurs, ascending. O(their terms). */
  int[] termsOf(int[] nodes, InteractionView view) {
    BitSet found = new BitSet();
    for (int node : nodes) {
      SparseRows rows = node < userCount ? ofUsers : ofItems;
      for (int term : rows.columnsOf(node < userCount ? node : node - userCount)) {
        found.set(term);
      }
    }
    return found.stream().filter(term -> view.contains(term / perInteraction)).toArray();
  }

  /** How many terms the nodes have, counted once for each. */
  long count(int[] nodes) {
    long count = 0;
    for (int node : nodes) {
      count += node < userCount ? ofUsers.count(node) : ofItems.count(node - userCount);
    }
    return count;
  }

  /** Some terms as columns. */
  TermColumns columns(int[] terms) {
    int[] users = new int[terms.length];
    int[] items = new int[terms.length];
    float[] labels = new float[terms.length];
    for (int k = 0; k < terms.length; k++) {
      users[k] = columns.users()[terms[k]];
      items[k] = columns.items()[terms[k]];
      labels[k] = columns.labels()[terms[k]];
    }
    return new TermColumns(users, items, labels);
  }

  /** The nodes of some terms. */
  BitSet nodesOf(int[] terms) {
    BitSet nodes = new BitSet();
    for (int term : terms) {
      nodes.set(columns.users()[term]);
      nodes.set(userCount + columns.items()[term]);
    }
    return nodes;
  }
}
