package io.lethe.evaluation.strategy;

import io.lethe.kernels.AreaUnderCurve;
import io.lethe.spi.Interactions;
import io.lethe.spi.PluginException;
import io.lethe.spi.RecommenderModel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Area under the ROC curve on held-out interactions, asked again and again. Immutable. */
final class ValidationAuc {

  /** Per user with interactions where theirs begin in {@link #items}, and the end of the last. */
  private final int[] starts;

  private final int[] users;
  private final int[] items;
  private final float[] labels;

  private ValidationAuc(int[] starts, int[] users, int[] items, float[] labels) {
    this.starts = starts;
    this.users = users;
    this.items = items;
    this.labels = labels;
  }

  /**
   * Groups the interactions by user.
   *
   * @param threshold values above it are positive
   * @throws PluginException of kind {@code INVALID_ARGUMENT} if all are positive or none is
   */
  static ValidationAuc of(Interactions heldOut, float threshold) {
    int[] order = IntStream.range(0, heldOut.size())
        .boxed()
        .sorted(Comparator.comparingInt(heldOut::user))
        .mapToInt(position -> position)
        .toArray();
    int[] items = new int[order.length];
    float[] labels = new float[order.length];
    int[] starts = new int[order.length + 1];
    int[] users = new int[order.length];
    int groups = 0;
    int positives = 0;
    for (int k = 0; k < order.length; k++) {
      int user = heldOut.user(order[k]);
      if (groups == 0 || users[groups - 1] != user) {
        users[groups] = user;
        starts[groups++] = k;
      }
      items[k] = heldOut.item(order[k]);
      labels[k] = heldOut.value(order[k]) > threshold ? 1 : 0;
      positives += labels[k] > 0 ? 1 : 0;
    }
    if (positives == 0 || positives == order.length) {
      throw new PluginException(
          PluginException.Kind.INVALID_ARGUMENT,
          "%d of %d validation values are above %s; the best iterate is told by validation AUC,"
              .formatted(positives, order.length, threshold) + " which needs values on both sides");
    }
    starts[groups] = order.length;
    return new ValidationAuc(
        Arrays.copyOf(starts, groups + 1), Arrays.copyOf(users, groups), items, labels);
  }

  /** The model's area: O(held-out * cost of a score). */
  double of(RecommenderModel model) {
    float[] scores = new float[items.length];
    for (int g = 0; g < users.length; g++) {
      int[] some = Arrays.copyOfRange(items, starts[g], starts[g + 1]);
      float[] their = new float[some.length];
      model.score(users[g], some, their);
      System.arraycopy(their, 0, scores, starts[g], their.length);
    }
    return AreaUnderCurve.of(scores, labels);
  }
}
