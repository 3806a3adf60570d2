package io.lethe.engine.tiny;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterLayout;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import io.lethe.spi.ViewDerivatives;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** The tiny model with derivatives. */
public final class TinyDifferentiableModel extends TinyModel implements DifferentiableModel {

  private final ParameterLayout layout;

  TinyDifferentiableModel(int width, float l2, float[] users, float[] items) {
    super(width, users, items);
    this.layout = new ParameterLayout(
        List.of(
            new ParameterBlock("user", Side.USER, users.length / width, width, l2),
            new ParameterBlock("item", Side.ITEM, items.length / width, width, l2)));
  }

  float l2() {
    return layout.blocks().getFirst().l2();
  }

  @Override
  public ParameterLayout layout() {
    return layout;
  }

  @Override
  public ViewDerivatives on(InteractionView view) {
    return new TinyDerivatives(this, view.all(), view.positions());
  }

  @Override
  public ParameterSelection affectedRows(Removal removal) {
    Interactions forget = removal.forget();
    return ParameterSelection
        .of(layout, List.of(rows(forget, forget::user), rows(forget, forget::item)));
  }

  private static int[] rows(Interactions forget, IntUnaryOperator rowOf) {
    return IntStream.range(0, forget.size()).map(rowOf).sorted().distinct().toArray();
  }

  @Override
  public void removalGradient(Removal removal, ParameterSelection selection, float[] out) {
    on(InteractionView.of(removal.forget())).gradient(selection, out);
  }

  @Override
  public DifferentiableModel viewedOn(InteractionView view) {
    return this;
  }

  @Override
  public TinyDifferentiableModel withDelta(ParameterDelta delta) {
    float[][] next = {users.clone(), items.clone()};
    for (int b = 0; b < next.length; b++) {
      for (int p = 0; p < delta.selection().count(b); p++) {
        int row = delta.selection().row(b, p) * width;
        for (int k = 0; k < width; k++) {
          next[b][row + k] += delta.amounts()[delta.selection().offset(b) + p * width + k];
        }
      }
      for (int dropped : delta.dropped().rows(b)) {
        java.util.Arrays.fill(next[b], dropped * width, (dropped + 1) * width, 0);
      }
    }
    return new TinyDifferentiableModel(width, l2(), next[0], next[1]);
  }

  @Override
  public void parameters(ParameterSelection selection, float[] out) {
    float[][] blocks = {users, items};
    for (int b = 0; b < blocks.length; b++) {
      for (int p = 0; p < selection.count(b); p++) {
        System.arraycopy(
            blocks[b], selection.row(b, p) * width, out, selection.offset(b) + p * width, width);
      }
    }
  }
}
