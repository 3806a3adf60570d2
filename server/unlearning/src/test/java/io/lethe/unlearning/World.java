package io.lethe.unlearning;

import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterSelection;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** A seeded small world of interactions and models fitted to them by plain gradient descent. */
final class World {

  static final int WIDTH = 4;
  private static final double DENSITY = 0.3;

  private final int users;
  private final int items;
  private final Interactions all;
  private final InteractionView trained;
  private final InteractionView heldOut;

  World(int users, int items, long seed) {
    this.users = users;
    this.items = items;
    SplittableRandom random = new SplittableRandom(seed);
    double[][] trueUsers = rows(random, users, 2.0);
    double[][] trueItems = rows(random, items, 1.0);
    BilinearModel truth = new BilinearModel(0, trueUsers, trueItems);
    int[] pairs = random.ints(0, users * items)
        .distinct()
        .limit((long) (users * items * DENSITY))
        .toArray();
    int[] u = new int[pairs.length];
    int[] i = new int[pairs.length];
    float[] values = new float[pairs.length];
    for (int k = 0; k < pairs.length; k++) {
      u[k] = pairs[k] / items;
      i[k] = pairs[k] % items;
      double p = BilinearModel.sigmoid(truth.logit(u[k], i[k]));
      values[k] = random.nextDouble() < p ? 1 : 0;
    }
    EntityKeys keys = new EntityKeys(
        LongStream.range(0, users).toArray(), LongStream.range(0, items).toArray());
    this.all = new Interactions(keys, u, i, values);
    int cut = pairs.length * 4 / 5;
    int[] last = java.util.stream.IntStream.range(cut, pairs.length).toArray();
    int[] first = java.util.stream.IntStream.range(0, cut).toArray();
    this.trained = InteractionView.of(all).without(last);
    this.heldOut = InteractionView.of(all).without(first);
  }

  InteractionView trained() {
    return trained;
  }

  InteractionView heldOut() {
    return heldOut;
  }

  /** Full-batch gradient descent on the sum loss from the same initial rows each time. */
  BilinearModel fit(InteractionView view, float l2, double rate, int steps) {
    SplittableRandom random = new SplittableRandom(7);
    BilinearModel model = new BilinearModel(l2, rows(random, users, 0.3), rows(random, items, 0.3));
    ParameterSelection every = ParameterSelection.all(model.layout());
    ParameterSelection none = Selections.none(model.layout());
    float[] gradient = new float[every.length()];
    float[] parameters = new float[every.length()];
    for (int step = 0; step < steps; step++) {
      model.on(view).gradient(every, gradient);
      model.parameters(every, parameters);
      float[] move = new float[gradient.length];
      for (int k = 0; k < move.length; k++) {
        move[k] = (float) (-rate * (gradient[k] + l2 * parameters[k]));
      }
      model = model.withDelta(new ParameterDelta(every, move, none));
    }
    return model;
  }

  private static double[][] rows(SplittableRandom random, int count, double scale) {
    double[][] rows = new double[count][WIDTH];
    for (double[] row : rows) {
      for (int k = 0; k < row.length; k++) {
        row[k] = scale * random.nextGaussian();
      }
    }
    return rows;
  }
}
