package io.lethe.plugins.ease;

import io.lethe.kernels.Workers;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterLayout;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import io.lethe.spi.ViewDerivatives;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What is minimized, whatever holds the weights.
 *
 * @param items number of items
 * @param rule what values weigh
 * @param lambda L2
 */
record Objective(int items, WeightRule rule, float lambda, Workers workers) {

  ParameterLayout layout() {
    return new ParameterLayout(
        List.of(new ParameterBlock("weights", ParameterBlock.Side.ITEM, items, items, lambda)));
  }

  ViewDerivatives on(EaseDerivatives.ItemWeights weights, InteractionView view) {
    return new EaseDerivatives(weights, Histories.of(view, rule), workers);
  }

  /** The items of all users whose interactions go. */
  ParameterSelection affectedRows(Removal removal) {
    BitSet items = new BitSet();
    Interactions all = removal.trained().all();
    for (int position : positions(removal.trained(), users(removal))) {
      items.set(all.item(position));
    }
    return ParameterSelection.of(layout(), List.of(items.stream().toArray()));
  }

  /** The gradient of the touched users before minus after: all others are the same in both. */
  void removalGradient(
      EaseDerivatives.ItemWeights weights, Removal removal, ParameterSelection selection,
      float[] out) {
    BitSet users = users(removal);
    float[] after = new float[out.length];
    on(weights, only(removal.trained(), users)).gradient(selection, out);
    on(weights, only(removal.retained(), users)).gradient(selection, after);
    for (int k = 0; k < out.length; k++) {
      out[k] -= after[k];
    }
  }

  private static BitSet users(Removal removal) {
    BitSet users = new BitSet();
    for (int k = 0; k < removal.forget().size(); k++) {
      users.set(removal.forget().user(k));
    }
    return users;
  }

  private static InteractionView only(InteractionView view, BitSet users) {
    return InteractionView.of(view.all().at(positions(view, users)));
  }

  private static int[] positions(InteractionView view, BitSet users) {
    return Arrays.stream(view.positions())
        .filter(position -> users.get(view.all().user(position)))
        .toArray();
  }
}
