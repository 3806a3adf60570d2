package io.lethe.kernels;

/**
 * The best n of a stream of (index, score), kept as a heap in the caller's arrays with the worst
 * entry on top. Higher scores are better, of equal scores the lower index; NaN is never kept.
 * Confined to one thread.
 */
public final class TopN {

  private final int[] items;
  private final float[] scores;
  private int size;

  /**
   * Keeps as many entries as the arrays are long.
   *
   * @param items overwritten with indices
   * @param scores overwritten with scores, as long as {@code items}
   */
  public TopN(int[] items, float[] scores) {
    if (items.length != scores.length) {
      throw new IllegalArgumentException(
          "%d places for items, %d for scores".formatted(items.length, scores.length));
    }
    this.items = items;
    this.scores = scores;
  }

  /**
   * A score that an entry must exceed to be kept if its index is higher than all seen so far; minus
   * infinity while there is room.
   */
  public float threshold() {
    if (size < items.length) {
      return Float.NEGATIVE_INFINITY;
    }
    return size == 0 ? Float.POSITIVE_INFINITY : scores[0];
  }

  /** Offers one entry. O(log n) if it is kept. */
  public void offer(int item, float score) {
    if (Float.isNaN(score) || items.length == 0) {
      return;
    }
    if (size < items.length) {
      siftUp(size++, item, score);
    } else if (worse(items[0], scores[0], item, score)) {
      siftDown(item, score);
    }
  }

  /** Sorts the kept entries, best first, and returns how many there are. The heap is used up. */
  public int finish() {
    int kept = size;
    while (size > 0) {
      int item = items[0];
      float score = scores[0];
      size--;
      siftDown(items[size], scores[size]);
      items[size] = item;
      scores[size] = score;
    }
    return kept;
  }

  private static boolean worse(int item, float score, int otherItem, float otherScore) {
    return score < otherScore || (score == otherScore && item > otherItem);
  }

  private void siftUp(int start, int item, float score) {
    int at = start;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (!worse(item, score, items[parent], scores[parent])) {
        break;
      }
      put(at, items[parent], scores[parent]);
      at = parent;
    }
    put(at, item, score);
  }

  private void siftDown(int item, float score) {
    int at = 0;
    int child = 1;
    while (child < size) {
      int right = child + 1;
      if (right < size && worse(items[right], scores[right], items[child], scores[child])) {
        child = right;
      }
      if (!worse(items[child], scores[child], item, score)) {
        break;
      }
      put(at, items[child], scores[child]);
      at = child;
      child = 2 * at + 1;
    }
    put(at, item, score);
  }

  private void put(int at, int item, float score) {
    items[at] = item;
    scores[at] = score;
  }
}
