package io.lethe.spi;

/**
 * A model that can be asked for a history of interactions instead of for one of its users: a visitor,
 * a newcomer, a user with interactions that the model has not learned. It answers as it would for a
 * user of whom it had learned this history, everything else unchanged; nothing is kept.
 *
 * <p>A user's own history, as the model has learned it, gives the user's own scores: exactly in a
 * family whose users are nothing but their histories, else about, as the family's README says.
 */
public interface HistoryModel extends RecommenderModel {

  /**
   * Whether the order of a history counts. Then the host gives it the oldest interaction first: a user's
   * as {@link Interactions#compareOrder} has it, what the model has not learned in its own place among
   * what it has, and a caller's list in the caller's order. Else it gives any order.
   */
  default boolean readsOrder() {
    return false;
  }

  /**
   * Scores of given items for a history.
   *
   * @param history distinct item indices, at least one; only read
   * @param values the value of each interaction, as long as {@code history}; only read
   * @param items item indices; only read
   * @param scores caller's array, at least as long as {@code items}
   * @throws IndexOutOfBoundsException if an index is out of range
   * @throws IllegalArgumentException if the history is empty, names an item twice, differs from the
   *     values in length or has a value that is not finite
   */
  void score(int[] history, float[] values, int[] items, float[] scores);

  /**
   * The best items for a history, as {@link #topItems(int, int[], int[], float[])} for a user. Items of
   * the history are not left out unless they are excluded.
   *
   * @param history as {@link #score(int[], float[], int[], float[])}
   * @param values likewise
   * @param excluded item indices that must not appear, ascending and distinct; only read
   * @param items caller's array; its length is the number of items asked for
   * @param scores caller's array as long as {@code items}
   * @return how many entries were filled
   */
  int topItems(int[] history, float[] values, int[] excluded, int[] items, float[] scores);
}
