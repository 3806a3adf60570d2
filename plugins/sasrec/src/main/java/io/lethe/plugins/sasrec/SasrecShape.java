package io.lethe.plugins.sasrec;

import io.lethe.plugins.sasrec.attention.AttentionShape;
import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterLayout;
import io.lethe.training.objective.LossTerms;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model is besides its parameters.
 *
 * @param terms which interactions count, and which items stand against them
 * @param attention its layers; a row is as wide as what stands for an item, without its bias
 * @param l2 weight of {@code l2/2 * |row|^2} in the objective, once per row
 */
record SasrecShape(LossTerms terms, AttentionShape attention, float l2) {

  static final String ITEMS = "item";

  /** Numbers that stand for an item, without its bias. */
  int width() {
    return attention.width();
  }

  /** Floats of an item's row: the numbers that stand for it, and its bias. */
  int rowWidth() {
    return width() + 1;
  }

  ParameterLayout layout(int items) {
    List<ParameterBlock> all = new ArrayList<>();
    all.add(new ParameterBlock(ITEMS, Side.ITEM, items, rowWidth(), l2));
    for (AttentionShape.Layer layer : attention.layers()) {
      all.add(new ParameterBlock(layer.name(), Side.SHARED, layer.rows(), layer.width(), l2));
    }
    return new ParameterLayout(all);
  }
}
