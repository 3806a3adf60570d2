package io.lethe.unlearning;

import io.lethe.spi.Interactions;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which rows a refinement solves for: those that a removal reaches in some hops, without the least
 * important ones (IFRU, section 4.3). Importance starts as {@code w0 = removed / degree}, and each hop
 * passes it on to neighbours: {@code w(k+1)(v) = (w(k)(v) + sum over neighbours u of w(k)(u)) /
 * degree(v)}. Degrees and neighbours are those of the data the model was trained on.
 */
final class ImportancePruning {

  private final InteractionIndex index;
  private final Removal removal;

  ImportancePruning(InteractionIndex index, Removal removal) {
    this.index = index;
    this.removal = removal;
  }

  /**
   * Two nested selections.
   *
   * @param reached every row in which the gradient that goes can differ from zero, and every row
   *     reached in the hops asked for, as far as they have terms left
   * @param kept the important ones among them
   */
  record Choice(ParameterSelection reached, ParameterSelection kept) {}

  /**
   * Importance of one side's rows each.
   *
   * @param users by user
   * @param items by item
   */
  record Weights(Map<Integer, Double> users, Map<Integer, Double> items) {

    private Map<Integer, Double> of(Side side) {
      return side == Side.USER ? users : items;
    }
  }

  /**
   * Chooses rows. O(interactions of the rows reached).
   *
   * @param quantile share of the reached rows that is pruned, the least important ones; rows as
   *     important as the first one kept are kept
   */
  Choice choose(AffectedRows rows, int hops, double quantile) {
    if (hops == 0 && quantile == 0) {
      return new Choice(rows.moved(), rows.moved());
    }
    Weights weights = weights(hops);
    double[] sorted = Stream.of(weights.users, weights.items)
        .flatMap(side -> side.values().stream())
        .mapToDouble(weight -> weight)
        .sorted()
        .toArray();
    int pruned = (int) (quantile * sorted.length);
    double least = pruned < sorted.length ? sorted[pruned] : 0;
    ParameterSelection reached = Selections.union(rows.moved(), select(rows, weights, 0));
    return new Choice(reached, select(rows, weights, least));
  }

  /** Importance after some hops of every row reached. */
  Weights weights(int hops) {
    Weights weights = removedShares();
    for (int k = 0; k < hops; k++) {
      weights = new Weights(passed(weights, Side.USER), passed(weights, Side.ITEM));
    }
    return weights;
  }

  private Weights removedShares() {
    Interactions forget = removal.forget();
    Map<Integer, Double> users = new TreeMap<>();
    Map<Integer, Double> items = new TreeMap<>();
    for (int p = 0; p < forget.size(); p++) {
      users.merge(forget.user(p), 1.0, Double::sum);
      items.merge(forget.item(p), 1.0, Double::sum);
    }
    users.replaceAll((user, removed) -> removed / degree(Side.USER, user));
    items.replaceAll((item, removed) -> removed / degree(Side.ITEM, item));
    return new Weights(users, items);
  }

  private Map<Integer, Double> passed(Weights from, Side side) {
    Map<Integer, Double> to = new TreeMap<>(from.of(side));
    Side other = side == Side.USER ? Side.ITEM : Side.USER;
    from.of(other).forEach((row, weight) -> {
      for (int position : index.positions(other, row, removal.trained())) {
        to.merge(index.partner(other, position), weight, Double::sum);
      }
    });
    to.replaceAll((row, weight) -> weight / degree(side, row));
    return to;
  }

  private int degree(Side side, int row) {
    return index.positions(side, row, removal.trained()).length;
  }

  private static ParameterSelection select(AffectedRows rows, Weights weights, double least) {
    ParameterSelection dropped = rows.dropped();
    List<int[]> selected = new ArrayList<>();
    for (int b = 0; b < dropped.layout().blocks().size(); b++) {
      int block = b;
      Side side = dropped.layout().blocks().get(b).side();
      selected.add(
          side == Side.SHARED
              ? rows.moved().rows(b)
              : weights.of(side)
                  .entrySet()
                  .stream()
                  .filter(entry -> entry.getValue() >= least)
                  .mapToInt(Map.Entry::getKey)
                  .filter(row -> dropped.position(block, row) < 0)
                  .filter(row -> rows.after().get(block, row) >= AffectedRows.NO_TERM)
                  .toArray());
    }
    return ParameterSelection.of(dropped.layout(), selected);
  }
}
