package io.lethe.evaluation.strategy;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.EmbeddingModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterLayout;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.PluginException;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.Removal;
import java.util.BitSet;

/** What IFRU's published code does differently for graph models. */
final class Graphs {

  /** A row whose positive interactions fall by more than this share has changed. */
  private static final double CHANGED_SHARE = 0.01;

  private Graphs() {}

  /** Whether a model's final embeddings are something else than its parameters. */
  static boolean propagates(RecommenderModel model) {
    return model instanceof EmbeddingModel embeddings && !embeddings.inFinalSpace().equals(model);
  }

  /**
   * A model whose score is the product of the parameters themselves, without the graph. For models
   * that do not propagate the model itself.
   */
  static DifferentiableModel withoutPropagation(DifferentiableModel model) {
    if (!(model instanceof EmbeddingModel embeddings) || !propagates(model)) {
      return model;
    }
    DifferentiableModel products = embeddings.inFinalSpace();
    if (!sameShape(model.layout(), products.layout())) {
      throw new PluginException(
          PluginException.Kind.INVALID_ARGUMENT,
          "parameters that are not shaped like the final embeddings have no product of their own");
    }
    ParameterSelection all = ParameterSelection.all(products.layout());
    float[] amounts = new float[all.length()];
    float[] finals = new float[all.length()];
    model.parameters(ParameterSelection.all(model.layout()), amounts);
    products.parameters(all, finals);
    for (int k = 0; k < amounts.length; k++) {
      amounts[k] -= finals[k];
    }
    ParameterSelection none = Rows.none().in(products.layout());
    return products.withDelta(new ParameterDelta(all, amounts, none));
  }

  private static boolean sameShape(ParameterLayout left, ParameterLayout right) {
    boolean same = left.blocks().size() == right.blocks().size();
    for (int b = 0; same && b < left.blocks().size(); b++) {
      ParameterBlock one = left.blocks().get(b);
      ParameterBlock other = right.blocks().get(b);
      same = one.side() == other.side() && one.rows() == other.rows()
          && one.width() == other.width();
    }
    return same;
  }

  /**
   * The retained interactions of every user and item that loses more than a hundredth of its
   * positive interactions. O(trained).
   *
   * @param threshold values above it are positive
   */
  static InteractionView changed(Removal removal, float threshold) {
    Interactions all = removal.trained().all();
    int[] users = new int[all.keys().userCount()];
    int[] items = new int[all.keys().itemCount()];
    int[] retained = removal.retained().positions();
    count(all, removal.trained().positions(), threshold, users, items);
    int[] usersLeft = new int[users.length];
    int[] itemsLeft = new int[items.length];
    count(all, retained, threshold, usersLeft, itemsLeft);
    BitSet changedUsers = changed(users, usersLeft);
    BitSet changedItems = changed(items, itemsLeft);
    BitSet kept = new BitSet(all.size());
    for (int position : retained) {
      if (changedUsers.get(all.user(position)) || changedItems.get(all.item(position))) {
        kept.set(position);
      }
    }
    kept.flip(0, all.size());
    return new InteractionView(all, kept.stream().toArray());
  }

  private static void count(
      Interactions all, int[] positions, float threshold, int[] users, int[] items) {
    for (int position : positions) {
      if (all.value(position) > threshold) {
        users[all.user(position)]++;
        items[all.item(position)]++;
      }
    }
  }

  private static BitSet changed(int[] before, int[] after) {
    BitSet changed = new BitSet();
    for (int row = 0; row < before.length; row++) {
      if (before[row] - after[row] > CHANGED_SHARE * before[row]) {
        changed.set(row);
      }
    }
    return changed;
  }
}
