package io.lethe.evaluation.experiment;

import io.lethe.evaluation.KnownItems;
import io.lethe.spi.Interactions;
import java.util.List;

/**
 * Interactions in three parts over the same users and items, with labels of 0 and 1.
 *
 * @param name in tables
 * @param training with true labels
 * @param wrong positions in training whose labels are turned round for the forget set of wrong
 *     labels; copied
 * @param validation for early stopping and calibration
 * @param test what models are measured on
 * @param known what is known of the items beside their interactions
 * @param itemIds by index, for what is known of them
 */
public record Dataset(
    String name, Interactions training, int[] wrong, Interactions validation, Interactions test,
    KnownItems known, List<String> itemIds) {

  /** Labels above it are positive. */
  public static final float THRESHOLD = 0.5f;

  public Dataset {
    wrong = wrong.clone();
    itemIds = List.copyOf(itemIds);
  }

  /** Of items of which nothing else is known. */
  public Dataset(
      String name, Interactions training, int[] wrong, Interactions validation, Interactions test) {
    this(name, training, wrong, validation, test, KnownItems.NOTHING, List.of());
  }

  /** A copy of the positions. */
  @Override
  public int[] wrong() {
    return wrong.clone();
  }

  /** The training part as a model sees it that learns the wrong labels, too. */
  public Interactions trainingWithWrongLabels() {
    return turned(training, wrong);
  }

  /** The same pairs with all labels turned round. */
  static Interactions turned(Interactions pairs) {
    int[] all = new int[pairs.size()];
    java.util.Arrays.setAll(all, k -> k);
    return turned(pairs, all);
  }

  private static Interactions turned(Interactions pairs, int[] positions) {
    float[] labels = new float[pairs.size()];
    for (int k = 0; k < labels.length; k++) {
      labels[k] = pairs.value(k);
    }
    for (int position : positions) {
      labels[position] = labels[position] > THRESHOLD ? 0 : 1;
    }
    return pairs.withValues(labels);
  }
}
