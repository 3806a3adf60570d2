package io.lethe.training.objective;

import io.lethe.kernels.PairTables;
import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterLayout;
import java.util.List;

/**
 * What a model is besides its parameters: enough to differentiate it and to save it.
 *
 * @param terms which loss terms an interaction stands for
 * @param biases whether rows end in a bias and a constant
 * @param l2 weight of {@code l2/2 * |row|^2} in the objective, once per row
 */
public record ModelShape(LossTerms terms, boolean biases, float l2) {

  /** Position of the users' block in the layout. */
  public static final int USER_BLOCK = 0;

  /** Position of the items' block in the layout. */
  public static final int ITEM_BLOCK = 1;

  /** Name of the users' block and tensor. */
  public static final String USER_TENSOR = "user";

  /** Name of the items' block and tensor. */
  public static final String ITEM_TENSOR = "item";

  /** The layout of tables of this shape. */
  public ParameterLayout layout(PairTables tables) {
    return new ParameterLayout(
        List.of(
            new ParameterBlock(USER_TENSOR, Side.USER, tables.users().rows(), tables.width(), l2),
            new ParameterBlock(ITEM_TENSOR, Side.ITEM, tables.items().rows(), tables.width(), l2)));
  }

  /** The coordinate of a side's rows that never moves, -1 if there is none. */
  public int frozen(Side side, int width) {
    return RowShape.frozen(side, width, biases);
  }
}
