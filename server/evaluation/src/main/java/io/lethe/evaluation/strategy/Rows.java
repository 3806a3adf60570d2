package io.lethe.evaluation.strategy;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterLayout;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.PluginException;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.Removal;
import io.lethe.unlearning.ErasedEntities;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Some users and items, as rows of parameters.
 *
 * @param users user indices
 * @param items item indices
 */
record Rows(BitSet users, BitSet items) {

  /** Nobody. */
  static Rows none() {
    return new Rows(new BitSet(), new BitSet());
  }

  /**
   * Whose data is gone: erased entities, and users and items of the forgotten interactions that
   * have none left. O(trained).
   */
  static Rows gone(Removal removal, ErasedEntities erased) {
    Rows gone = none();
    Interactions forget = removal.forget();
    for (int k = 0; k < forget.size(); k++) {
      gone.users.set(forget.user(k));
      gone.items.set(forget.item(k));
    }
    InteractionView retained = removal.retained();
    for (int position : retained.positions()) {
      gone.users.clear(retained.all().user(position));
      gone.items.clear(retained.all().item(position));
    }
    for (int user : erased.users()) {
      gone.users.set(user);
    }
    for (int item : erased.items()) {
      gone.items.set(item);
    }
    return gone;
  }

  /** These without some others. */
  Rows without(Rows others) {
    Rows left = new Rows((BitSet) users.clone(), (BitSet) items.clone());
    left.users.andNot(others.users);
    left.items.andNot(others.items);
    return left;
  }

  /** Their rows in every block of their side; no row of a block that all share. */
  ParameterSelection in(ParameterLayout layout) {
    List<int[]> rows = new ArrayList<>();
    layout.blocks().forEach(block -> rows.add(of(block.side())));
    return ParameterSelection.of(layout, rows);
  }

  private int[] of(Side side) {
    return switch (side) {
      case USER -> users.stream().toArray();
      case ITEM -> items.stream().toArray();
      case SHARED -> new int[0];
    };
  }

  /** The model as one whose parameters can be moved. */
  static DifferentiableModel movable(RecommenderModel model) {
    if (model instanceof DifferentiableModel differentiable) {
      return differentiable;
    }
    throw new PluginException(
        PluginException.Kind.INVALID_ARGUMENT,
        "models of " + model.getClass().getSimpleName() + " cannot be differentiated");
  }
}
