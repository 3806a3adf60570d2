package io.lethe.evaluation;

import io.lethe.kernels.AreaUnderCurve;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.RecommenderModel;
import java.util.Arrays;

/**
 * Measures models on held-out interactions. Ranking goes over the whole catalogue without what a
 * user had in training; an interaction is positive if its value is above the threshold. Immutable
 * and safe for concurrent use.
 */
public final class QualityMeter {

  private static final int TOP = 10;
  private static final int LONG_TOP = 20;

  private final UserGroups seen;
  private final UserGroups heldOut;
  private final Interactions seenColumns;
  private final Interactions columns;
  private final float[] labels;
  private final int interactions;

  /**
   * Groups the interactions once for many measurements.
   *
   * @param trained what users are not recommended again
   * @param heldOut what models are measured on, over the same users and items
   * @param threshold values above it are positive
   */
  public QualityMeter(InteractionView trained, InteractionView heldOut, float threshold) {
    this.seen = new UserGroups(trained);
    this.seenColumns = trained.all();
    this.heldOut = new UserGroups(heldOut);
    this.columns = heldOut.all();
    this.interactions = heldOut.size();
    this.labels = new float[interactions];
    for (int k = 0; k < interactions; k++) {
      labels[k] = columns.value(this.heldOut.position(k)) > threshold ? 1 : 0;
    }
  }

  /** Measures one model: O(held-out * width + users * items * width). */
  public ModelQuality measure(RecommenderModel model) {
    double gains = 0;
    double recalls = 0;
    int hits = 0;
    int users = 0;
    for (int user = 0; user < heldOut.users(); user++) {
      int positives = positives(user);
      if (positives > 0) {
        int[] top = top(model, user);
        double gain = gain(user, top, positives);
        gains += gain;
        hits += gain > 0 ? 1 : 0;
        recalls += (double) found(user, top) / positives;
        users++;
      }
    }
    // Without users all three are 0/0, not a number.
    double over = users;
    return new ModelQuality(
        areaUnderCurve(model), gains / over, hits / over, recalls / over, interactions, users);
  }

  /** Area under the ROC curve alone: O(held-out * width). NaN if one kind is missing. */
  public double areaUnderCurve(RecommenderModel model) {
    float[] scores = new float[interactions];
    for (int user = 0; user < heldOut.users(); user++) {
      int count = heldOut.count(user);
      int[] items = new int[count];
      float[] some = new float[count];
      for (int k = 0; k < count; k++) {
        items[k] = columns.item(heldOut.position(heldOut.start(user) + k));
      }
      model.score(user, items, some);
      System.arraycopy(some, 0, scores, heldOut.start(user), count);
    }
    return AreaUnderCurve.of(scores, labels);
  }

  private int positives(int user) {
    int positives = 0;
    for (int k = heldOut.start(user); k < heldOut.start(user) + heldOut.count(user); k++) {
      positives += labels[k] > 0 ? 1 : 0;
    }
    return positives;
  }

  private int[] top(RecommenderModel model, int user) {
    int[] top = new int[LONG_TOP];
    int filled = model.topItems(user, seen.items(user, seenColumns), top, new float[LONG_TOP]);
    return Arrays.copyOf(top, filled);
  }

  /** Normalized discounted cumulative gain of the best ten (Jarvelin and Kekalainen 2002). */
  private double gain(int user, int[] top, int positives) {
    double gain = 0;
    double ideal = 0;
    for (int rank = 0; rank < Math.min(top.length, TOP); rank++) {
      gain += isPositive(user, top[rank]) ? discount(rank) : 0;
    }
    for (int rank = 0; rank < Math.min(positives, TOP); rank++) {
      ideal += discount(rank);
    }
    return gain / ideal;
  }

  private long found(int user, int[] top) {
    return Arrays.stream(top).filter(item -> isPositive(user, item)).count();
  }

  private static double discount(int rank) {
    return Math.log(2) / Math.log(rank + 2.0);
  }

  private boolean isPositive(int user, int item) {
    for (int k = heldOut.start(user); k < heldOut.start(user) + heldOut.count(user); k++) {
      if (columns.item(heldOut.position(k)) == item) {
        return labels[k] > 0;
      }
    }
    return false;
  }
}
