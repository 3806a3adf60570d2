package io.lethe.spi;

/**
 * One immutable set of parameters that ranks items for users. Safe for concurrent use.
 *
 * <p>What a score means is said by {@link #scoreScale}: a logit unless the model says otherwise.
 */
public interface RecommenderModel {

  /** What a score is. */
  default ScoreScale scoreScale() {
    return ScoreScale.LOGIT;
  }

  /** Numbers that training chose; 0 if the model does not say. */
  default long parameterCount() {
    return 0;
  }

  /** Number of user rows; valid user indices are {@code 0 .. userCount() - 1}. */
  int userCount();

  /** Number of item rows; valid item indices are {@code 0 .. itemCount() - 1}. */
  int itemCount();

  /**
   * Scores of given items for one user.
   *
   * @param items item indices; only read
   * @param scores caller's array, at least as long as {@code items}; {@code scores[k]} becomes the
   *     score of {@code items[k]}
   * @throws IndexOutOfBoundsException if an index is out of range
   */
  void score(int user, int[] items, float[] scores);

  /**
   * The best items for a user in one pass over all items, best first; ties go to the lower index.
   *
   * @param excluded item indices that must not appear, ascending and distinct; only read
   * @param items caller's array; its length is the number of items asked for
   * @param scores caller's array as long as {@code items}
   * @return how many entries were filled: fewer than asked only if too few items remain
   */
  int topItems(int user, int[] excluded, int[] items, float[] scores);
}
