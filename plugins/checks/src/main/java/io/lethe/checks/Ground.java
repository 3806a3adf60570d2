package io.lethe.checks;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterLayout;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.ViewDerivatives;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What every check stands on: a model, a sample of what it was trained on, and the sampled rows of each
 * block.
 *
 * @param prefix before the names of blocks: which of a model's parameters they are
 * @param derivatives over the sample
 * @param rows sampled users' and items' rows, and every shared row
 * @param random of directions
 */
record Ground(
    String prefix, DifferentiableModel model, Sample sample, ViewDerivatives derivatives,
    ParameterSelection rows, SplittableRandom random) {

  /** Of a direction among parameters that are all zero. */
  private static final double LEAST_SIZE = 0.01;

  private static final int ITEMS_SCORED = 128;

  static Ground of(String prefix, DifferentiableModel model, Sample sample, long seed) {
    List<int[]> rows = new ArrayList<>();
    for (ParameterBlock block : model.layout().blocks()) {
      rows.add(switch (block.side()) {
        case USER -> sample.users();
        case ITEM -> sample.items();
        case SHARED -> IntStream.range(0, block.rows()).toArray();
      });
    }
    return new Ground(
        prefix, model, sample, model.on(sample.view()), ParameterSelection.of(model.layout(), rows),
        new SplittableRandom(seed));
  }

  ParameterLayout layout() {
    return model.layout();
  }

  ParameterBlock block(int block) {
    return layout().blocks().get(block);
  }

  String name(int block) {
    return prefix + block(block).name();
  }

  boolean isShared(int block) {
    return block(block).side() == Side.SHARED;
  }

  /** Whether an influence step may move shared rows. */
  boolean sharedMoves() {
    return !derivatives.layerCurvatures().isEmpty();
  }

  /** Blocks with rows in the sample. */
  int[] blocks() {
    return IntStream.range(0, layout().blocks().size()).filter(b -> rows.count(b) > 0).toArray();
  }

  /** The sampled rows of one block. */
  ParameterSelection only(int block) {
    return one(block, rows.rows(block));
  }

  /** The sampled rows of users and items, all blocks. */
  ParameterSelection rowsOfSides() {
    return ParameterSelection.of(
        layout(),
        IntStream.range(0, layout().blocks().size())
            .mapToObj(b -> isShared(b) ? new int[0] : rows.rows(b))
            .toList());
  }

  /** Some rows of one block. */
  ParameterSelection one(int block, int... some) {
    return ParameterSelection.of(
        layout(),
        IntStream.range(0, layout().blocks().size())
            .mapToObj(b -> b == block ? some : new int[0])
            .toList());
  }

  float[] parameters(ParameterSelection selection) {
    float[] parameters = new float[selection.length()];
    model.parameters(selection, parameters);
    return parameters;
  }

  float[] gradient(DifferentiableModel at, ParameterSelection selection) {
    float[] gradient = new float[selection.length()];
    at.on(sample.view()).gradient(selection, gradient);
    return gradient;
  }

  float[] gaussNewton(ParameterSelection selection, float[] vector) {
    float[] product = new float[selection.length()];
    derivatives.gaussNewtonProduct(selection, vector, product);
    return product;
  }

  /** A random direction, as long in each number as the parameters there are. */
  float[] direction(ParameterSelection selection) {
    double size = Vectors.rms(parameters(selection));
    return Vectors.gaussian(random, selection.length(), size > 0 ? size : LEAST_SIZE);
  }

  DifferentiableModel moved(ParameterSelection selection, float[] direction, double step) {
    return moved(model, selection, direction, step);
  }

  DifferentiableModel moved(
      DifferentiableModel from, ParameterSelection selection, float[] direction, double step) {
    return from.withDelta(new ParameterDelta(selection, Vectors.scaled(direction, step), none()));
  }

  private ParameterSelection none() {
    return ParameterSelection
        .of(layout(), layout().blocks().stream().map(block -> new int[0]).toList());
  }

  /** Of the sample's users with some items, user by user. */
  float[] scores(DifferentiableModel at) {
    int[] items = sample.someItems(ITEMS_SCORED);
    int[] users = sample.users();
    float[] scores = new float[users.length * items.length];
    float[] row = new float[items.length];
    for (int k = 0; k < users.length; k++) {
      at.score(users[k], items, row);
      System.arraycopy(row, 0, scores, k * items.length, items.length);
    }
    return scores;
  }

  double loss(DifferentiableModel at) {
    return at.on(sample.view()).loss();
  }
}
