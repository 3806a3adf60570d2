package io.lethe.training.learning;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.PairTables;
import io.lethe.kernels.Workers;
import io.lethe.spi.Addition;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.training.history.RowSolver;
import io.lethe.training.learning.SideLearning.Beside;
import io.lethe.training.learning.SideLearning.Sample;
import io.lethe.training.objective.ModelShape;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Learns an addition into the rows of a model whose score is their product, under the logistic loss:
 * the touched users' rows beside all items, then the touched items' beside all users. A new row is the
 * minimum of its own terms. A known one moves as far as the added terms draw it from where its own
 * terms' curvature, L2 and a damping hold it: an influence step, taken to its end instead of once, so
 * that a row of which most terms are new does not overshoot. Immutable.
 */
public final class ProductLearning {

  /** Ridges to try one after another, in units of a row's curvature. */
  private static final double[] HELD = {0, 16, 64, 256, 1024};

  /** Gradient after over before from which on both sides together have gone too far. */
  private static final double OVERSHOOT = 1.5;

  private final ModelShape shape;
  private final LearningRule rule;
  private final Kernels kernels;
  private final Workers workers;

  /** Learning for models of one shape. */
  public ProductLearning(ModelShape shape, LearningRule rule, Kernels kernels, Workers workers) {
    this.shape = shape;
    this.rule = rule;
    this.kernels = kernels;
    this.workers = workers;
  }

  /**
   * Rows after learning.
   *
   * @param keys of all items
   * @param residual as {@link io.lethe.spi.Learned} has it
   * @param changedRows likewise
   */
  public record Outcome(PairTables tables, EntityKeys keys, double residual, long changedRows) {}

  /**
   * Rows that reflect an addition; empty if nothing came. O(interactions) for one pass over the columns
   * and {@link RowSolver}'s price for each touched row.
   *
   * @param known the keys of the items of {@code tables}
   */
  public Optional<Outcome> learn(PairTables tables, EntityKeys known, Addition addition) {
    Interrupt.check();
    Touched touched = Touched.of(addition);
    EntityKeys keys = touched.keys();
    EmbeddingTable users = begun(Side.USER, tables.users(), keys.userCount());
    EmbeddingTable items = begun(Side.ITEM, tables.items(), keys.itemCount());
    // The items' probabilities as negatives are remembered by their keys.
    EntityKeys byItem = items == tables.items() ? known : keys;
    if (touched.isEmpty()) {
      return users == tables.users() && items == tables.items()
          ? Optional.empty()
          : Optional.of(new Outcome(new PairTables(users, items), byItem, 0, 0));
    }
    Moment had = Moment.of(shape, addition.before(), known, keys);
    Moment has = Moment.of(shape, addition.after(), byItem, keys);
    SideLearning ofUsers = side(
        Side.USER, touched, users, had::ofUser, has::ofUser,
        new Beside(items, had.ofUsers(kernels, items), edges(had.ofItems(), has.ofItems())));
    SideLearning ofItems = side(
        Side.ITEM, touched, items, had::ofItem, has::ofItem,
        new Beside(users, had.ofItems(kernels, users), edges(had.ofUsers(), has.ofUsers())));
    double residual = solve(ofUsers, ofItems, has, items);
    return Optional.of(
        new Outcome(
            new PairTables(ofUsers.moved(), ofItems.moved()), byItem, residual,
            (long) touched.users().length + touched.items().length));
  }

  /** Users, then items; held harder where that left more of their gradient than there was. */
  private double solve(
      SideLearning users, SideLearning items, Moment has, EmbeddingTable itemsBefore) {
    double before = squares(users, items, has);
    double residual = 0;
    for (double held : HELD) {
      Interrupt.check();
      users.solve(has.ofUsers(kernels, itemsBefore), held);
      Interrupt.check();
      items.solve(has.ofItems(kernels, users.moved()), held);
      residual = before == 0 ? 0 : Math.sqrt(squares(users, items, has) / before);
      if (residual <= OVERSHOOT) {
        break;
      }
    }
    return residual;
  }

  private @Nullable Edges edges(int[] before, int[] after) {
    return rule.layers() == 0 ? null : new Edges(before, after, rule.layers());
  }

  private SideLearning side(
      Side side, Touched touched, EmbeddingTable start, IntToDoubleFunction had,
      IntToDoubleFunction has, Beside then) {
    int[] rows = side == Side.USER ? touched.users() : touched.items();
    return new SideLearning(
        rows, sample(touched.before(), side, rows, had), sample(touched.after(), side, rows, has),
        start, then, rule, shape.frozen(side, start.width()), workers);
  }

  private Sample sample(InteractionView view, Side side, int[] rows, IntToDoubleFunction draws) {
    return new Sample(OwnTerms.of(view, shape.terms(), side, rows), draws);
  }

  private double squares(SideLearning users, SideLearning items, Moment has) {
    return users.squares(has.ofUsers(kernels, items.moved()))
        + items.squares(has.ofItems(kernels, users.moved()));
  }

  /** With new rows, zero but for what never moves. */
  private EmbeddingTable begun(Side side, EmbeddingTable table, int count) {
    EmbeddingTable grown = table.grown(count);
    int frozen = shape.frozen(side, table.width());
    if (frozen < 0 || grown == table) {
      return grown;
    }
    int[] fresh = IntStream.range(table.rows(), count).toArray();
    float[] values = new float[fresh.length * table.width()];
    for (int k = 0; k < fresh.length; k++) {
      values[k * table.width() + frozen] = 1;
    }
    return grown.withRows(fresh, values, 0);
  }
}
