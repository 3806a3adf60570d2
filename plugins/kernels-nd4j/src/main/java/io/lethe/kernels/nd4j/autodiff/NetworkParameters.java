package io.lethe.kernels.nd4j.autodiff;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.nd4j.autodiff.NetworkShape.Layer;
import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterLayout;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.items.ItemFeatures;
import java.util.ArrayList;
import java.util.List;

/**
 * A network's parameters, and what is known of the items beside them; immutable, pages are shared with
 * what they were made from. As a layout: the users' block, the items' block, then the layers as shared
 * blocks.
 *
 * @param users one row per user
 * @param items one row per item, as wide
 * @param layers in the order of the shape
 * @param features data, no parameters: nothing moves them
 */
public record NetworkParameters(
    EmbeddingTable users, EmbeddingTable items, List<EmbeddingTable> layers,
    ItemFeatures features) {

  static final int USER_BLOCK = 0;
  static final int ITEM_BLOCK = 1;
  static final int FIRST_LAYER_BLOCK = 2;

  public NetworkParameters {
    layers = List.copyOf(layers);
  }

  /** Of a network without features. */
  public NetworkParameters(
      EmbeddingTable users, EmbeddingTable items, List<EmbeddingTable> layers) {
    this(users, items, layers, ItemFeatures.NONE);
  }

  /**
   * Refuses parameters of another shape.
   *
   * @throws IllegalArgumentException naming what differs
   */
  void checkFit(NetworkShape shape) {
    if (users.width() != shape.width() || items.width() != shape.width()
        || layers.size() != shape.layers().size()) {
      throw new IllegalArgumentException(
          "user rows %d and item rows %d wide with %d layers; %d wide with %d layers are needed"
              .formatted(
                  users.width(), items.width(), layers.size(), shape.width(),
                  shape.layers().size()));
    }
    if (features.count() != shape.features()) {
      throw new IllegalArgumentException(
          "%d features of items; %d are needed".formatted(features.count(), shape.features()));
    }
    for (int k = 0; k < layers.size(); k++) {
      Layer layer = shape.layers().get(k);
      if (layers.get(k).rows() != layer.rows() || layers.get(k).width() != layer.width()) {
        throw new IllegalArgumentException(
            "layer %s is %d x %d; %d x %d is needed".formatted(
                layer.name(), layers.get(k).rows(), layers.get(k).width(), layer.rows(),
                layer.width()));
      }
    }
  }

  /** The layout, with the same L2 weight on every row of every block. */
  ParameterLayout layout(NetworkShape shape, float l2) {
    List<ParameterBlock> blocks = new ArrayList<>();
    int width = shape.width();
    blocks.add(new ParameterBlock(NetworkShape.USERS, Side.USER, users.rows(), width, l2));
    blocks.add(new ParameterBlock(NetworkShape.ITEMS, Side.ITEM, items.rows(), width, l2));
    for (Layer layer : shape.layers()) {
      blocks.add(new ParameterBlock(layer.name(), Side.SHARED, layer.rows(), layer.width(), l2));
    }
    return new ParameterLayout(blocks);
  }

  /** A block's table. */
  EmbeddingTable block(int block) {
    return switch (block) {
      case USER_BLOCK -> users;
      case ITEM_BLOCK -> items;
      default -> layers.get(block - FIRST_LAYER_BLOCK);
    };
  }

  /** With amounts added and dropped rows zero. Costs the touched pages. */
  NetworkParameters plus(ParameterDelta delta) {
    List<EmbeddingTable> changed = new ArrayList<>();
    for (int b = 0; b < FIRST_LAYER_BLOCK + layers.size(); b++) {
      ParameterSelection moved = delta.selection();
      changed.add(
          block(b).plusRows(moved.rows(b), delta.amounts(), moved.offset(b))
              .withZeroRows(delta.dropped().rows(b)));
    }
    return new NetworkParameters(
        changed.get(USER_BLOCK), changed.get(ITEM_BLOCK),
        changed.subList(FIRST_LAYER_BLOCK, changed.size()), features);
  }

  /** Copies the selected rows. */
  void copy(ParameterSelection selection, float[] out) {
    for (int b = 0; b < FIRST_LAYER_BLOCK + layers.size(); b++) {
      EmbeddingTable table = block(b);
      int at = selection.offset(b);
      for (int k = 0; k < selection.count(b); k++, at += table.width()) {
        table.copyRow(selection.row(b, k), out, at);
      }
    }
  }
}
