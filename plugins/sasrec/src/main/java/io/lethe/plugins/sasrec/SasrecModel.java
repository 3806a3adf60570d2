package io.lethe.plugins.sasrec;

import io.lethe.kernels.ItemScan;
import io.lethe.kernels.Kernels;
import io.lethe.kernels.Workers;
import io.lethe.plugins.sasrec.attention.Encoder;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.HistoryModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterLayout;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import io.lethe.spi.ViewDerivatives;
import io.lethe.spi.WipeableModel;
import io.lethe.training.negatives.NegativeRing;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Scores the item that comes next by the product of its row with a row that self-attention makes of what
 * a user chose before. A user is nothing but a history.
 */
final class SasrecModel implements DifferentiableModel, HistoryModel, WipeableModel {

  private final SasrecShape shape;
  private final Tables tables;
  private final Sequences histories;
  private final NegativeRing ring;
  private final Workers workers;
  private final ParameterLayout layout;
  private final Kernels kernels = Kernels.fastest();

  SasrecModel(
      SasrecShape shape, Tables tables, Sequences histories, NegativeRing ring, Workers workers) {
    this.shape = shape;
    this.tables = tables;
    this.histories = histories;
    this.ring = ring;
    this.workers = workers;
    this.layout = shape.layout(tables.items().rows());
  }

  SasrecShape shape() {
    return shape;
  }

  Tables tables() {
    return tables;
  }

  @Override
  public int userCount() {
    return histories.userCount();
  }

  @Override
  public int itemCount() {
    return tables.items().rows();
  }

  @Override
  public boolean readsOrder() {
    return true;
  }

  @Override
  public void score(int user, int[] items, float[] scores) {
    Objects.checkIndex(user, userCount());
    score(rowOf(histories.lastItems(user, shape.attention().reach())), items, scores);
  }

  @Override
  public void score(int[] history, float[] values, int[] items, float[] scores) {
    score(rowOf(choices(history, values)), items, scores);
  }

  private void score(float[] row, int[] items, float[] scores) {
    for (int item : items) {
      Objects.checkIndex(item, itemCount());
    }
    kernels.gatherDots(tables.items(), items, 0, items.length, row, 0, scores);
  }

  @Override
  public int topItems(int user, int[] excluded, int[] items, float[] scores) {
    Objects.checkIndex(user, userCount());
    return topItems(
        rowOf(histories.lastItems(user, shape.attention().reach())), excluded, items, scores);
  }

  @Override
  public int usersAtOnce() {
    return ItemScan.QUERIES_AT_ONCE;
  }

  @Override
  public int[] topItems(int[] users, int[][] excluded, int[][] items, float[][] scores) {
    float[] rows = new float[users.length * shape.rowWidth()];
    for (int k = 0; k < users.length; k++) {
      Objects.checkIndex(users[k], userCount());
      float[] row = rowOf(histories.lastItems(users[k], shape.attention().reach()));
      System.arraycopy(row, 0, rows, k * row.length, row.length);
    }
    return new ItemScan(kernels).topItems(tables.items(), rows, excluded, items, scores);
  }

  @Override
  public int topItems(int[] history, float[] values, int[] excluded, int[] items, float[] scores) {
    return topItems(rowOf(choices(history, values)), excluded, items, scores);
  }

  private int topItems(float[] row, int[] excluded, int[] items, float[] scores) {
    return new ItemScan(kernels).topItems(tables.items(), row, 0, excluded, items, scores);
  }

  private int[] choices(int[] history, float[] values) {
    return GivenSequence.choices(history, values, itemCount(), shape.terms());
  }

  /** The row that stands for a user after some choices, and 1 for the items' biases. */
  private float[] rowOf(int[] choices) {
    boolean fromStart = choices.length < shape.attention().reach();
    int rows = Math.min(choices.length + 1, shape.attention().reach());
    Encoder encoder = new Encoder(shape.attention(), rows);
    double[] layers = tables.layerNumbers();
    float[] itemRow = new float[shape.rowWidth()];
    for (int place = 0; place < rows; place++) {
      int at = place * shape.width();
      if (place == 0 && fromStart) {
        System.arraycopy(layers, 0, encoder.input(), at, shape.width());
      } else {
        tables.items().copyRow(choices[choices.length - rows + place], itemRow, 0);
        for (int c = 0; c < shape.width(); c++) {
          encoder.input()[at + c] = itemRow[c];
        }
      }
    }
    encoder.forward(layers, rows, rows - 1);
    float[] row = new float[shape.rowWidth()];
    for (int c = 0; c < shape.width(); c++) {
      row[c] = (float) encoder.output()[(rows - 1) * shape.width() + c];
    }
    row[shape.width()] = 1;
    return row;
  }

  @Override
  public ParameterLayout layout() {
    return layout;
  }

  @Override
  public ViewDerivatives on(InteractionView view) {
    return on(view, user -> true);
  }

  private ViewDerivatives on(InteractionView view, IntPredicate wanted) {
    return new SasrecDerivatives(
        shape, tables.numbers(), new TermLists(shape.terms(), histories, ring).of(view, wanted),
        workers);
  }

  /** All that a user chose stands before something that the same user chose later. */
  @Override
  public ParameterSelection affectedRows(Removal removal) {
    BitSet users = usersOf(removal);
    BitSet items = new BitSet(itemCount());
    for (UserTerms list : new TermLists(shape.terms(), histories, ring)
        .of(removal.trained(), users::get)) {
      IntStream.of(list.history()).forEach(items::set);
      IntStream.of(list.items()).forEach(items::set);
    }
    List<int[]> rows = new ArrayList<>();
    rows.add(items.stream().toArray());
    tables.layers()
        .forEach(
            layer -> rows.add(IntStream.range(0, users.isEmpty() ? 0 : layer.rows()).toArray()));
    return ParameterSelection.of(layout, rows);
  }

  /** Those with a choice among what is forgotten. */
  private BitSet usersOf(Removal removal) {
    BitSet users = new BitSet(userCount());
    for (int k = 0; k < removal.forget().size(); k++) {
      if (shape.terms().counts(removal.forget().value(k))) {
        users.set(removal.forget().user(k));
      }
    }
    return users;
  }

  /** Of the users who forget alone: nobody else's terms change. */
  @Override
  public void removalGradient(Removal removal, ParameterSelection selection, float[] out) {
    BitSet users = usersOf(removal);
    on(removal.trained(), users::get).gradient(selection, out);
    float[] after = new float[selection.length()];
    viewedOn(removal.retained()).on(removal.retained(), users::get).gradient(selection, after);
    for (int k = 0; k < after.length; k++) {
      out[k] -= after[k];
    }
  }

  @Override
  public SasrecModel viewedOn(InteractionView view) {
    return new SasrecModel(shape, tables, Sequences.of(view, shape.terms()), ring, workers);
  }

  @Override
  public SasrecModel withDelta(ParameterDelta delta) {
    return new SasrecModel(shape, tables.plus(delta), histories, ring, workers);
  }

  @Override
  public void parameters(ParameterSelection selection, float[] out) {
    tables.copy(selection, out);
  }

  @Override
  public List<float[]> learntArrays() {
    List<float[]> arrays = new ArrayList<>();
    for (int block = 0; block < layout.blocks().size(); block++) {
      arrays.addAll(tables.table(block).pages());
    }
    return arrays;
  }

  /** The sum of squares of the whole objective's gradient, L2 included, its root. */
  double gradientNorm(InteractionView view) {
    ParameterSelection all = ParameterSelection.all(layout);
    float[] gradient = new float[all.length()];
    float[] parameters = new float[all.length()];
    on(view).gradient(all, gradient);
    parameters(all, parameters);
    double squares = 0;
    for (int k = 0; k < gradient.length; k++) {
      double whole = gradient[k] + (double) shape.l2() * parameters[k];
      squares += whole * whole;
    }
    return Math.sqrt(squares);
  }
}
