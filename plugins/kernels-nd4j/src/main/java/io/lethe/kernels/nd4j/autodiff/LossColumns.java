package io.lethe.kernels.nd4j.autodiff;

/**
 * Loss terms as columns, sampled negatives included: each interaction's own, then those drawn against
 * it, the same number for all. Nobody writes to the arrays.
 *
 * @param users per term its user
 * @param items per term its item
 * @param labels per term 1 for positive, 0 for negative
 */
public record LossColumns(int[] users, int[] items, float[] labels) {

  public LossColumns {
    if (users.length != items.length || users.length != labels.length) {
      throw new IllegalArgumentException(
          "columns of %d users, %d items, %d labels"
              .formatted(users.length, items.length, labels.length));
    }
  }

  /** Number of terms. */
  int size() {
    return users.length;
  }
}
