package io.lethe.evaluation.strategy;

import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import java.util.Arrays;

/**
 * IFRU's importance-based pruning (section 4.3; here as its published code has it): a node's weight
 * is the share of its interactions that go, passed on over the interaction graph with self loops
 * and divided by the receiver's degree at every hop. Labels play no part, and a pruned node may
 * itself be one whose interactions go.
 */
final class Importance {

  private Importance() {}

  /**
   * The nodes reached after some hops whose weight is above a quantile of the weights. O(trained *
   * hops).
   *
   * @param trained with the forgotten interactions
   * @param hops 0 for the users and items of the forgotten interactions alone
   * @param pruned share of the reached nodes to leave out, 0 for none
   */
  static Rows select(InteractionView trained, Interactions forget, int hops, double pruned) {
    EntityKeys keys = trained.all().keys();
    int items = keys.userCount();
    int[] positions = trained.positions();
    double[] degrees = new double[keys.userCount() + keys.itemCount()];
    Arrays.fill(degrees, 1);
    for (int position : positions) {
      degrees[trained.all().user(position)]++;
      degrees[items + trained.all().item(position)]++;
    }
    double[] weights = new double[degrees.length];
    for (int k = 0; k < forget.size(); k++) {
      weights[forget.user(k)]++;
      weights[items + forget.item(k)]++;
    }
    divide(weights, degrees);
    for (int hop = 0; hop < hops; hop++) {
      weights = passedOn(trained.all(), positions, weights);
      divide(weights, degrees);
    }
    return above(threshold(weights, pruned), weights, items);
  }

  private static double[] passedOn(Interactions all, int[] positions, double[] weights) {
    int items = all.keys().userCount();
    double[] next = weights.clone();
    for (int position : positions) {
      next[all.user(position)] += weights[items + all.item(position)];
      next[items + all.item(position)] += weights[all.user(position)];
    }
    return next;
  }

  private static void divide(double[] weights, double[] degrees) {
    for (int node = 0; node < weights.length; node++) {
      weights[node] /= degrees[node];
    }
  }

  /** The quantile of the weights above 0, linear between neighbours; 0 to keep them all. */
  private static double threshold(double[] weights, double pruned) {
    double[] reached = Arrays.stream(weights).filter(weight -> weight > 0).sorted().toArray();
    if (pruned == 0 || reached.length == 0) {
      return 0;
    }
    double place = pruned * (reached.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, reached.length - 1);
    return reached[below] + (place - below) * (reached[above] - reached[below]);
  }

  private static Rows above(double threshold, double[] weights, int items) {
    Rows rows = Rows.none();
    for (int node = 0; node < weights.length; node++) {
      if (weights[node] > threshold) {
        if (node < items) {
          rows.users().set(node);
        } else {
          rows.items().set(node - items);
        }
      }
    }
    return rows;
  }
}
