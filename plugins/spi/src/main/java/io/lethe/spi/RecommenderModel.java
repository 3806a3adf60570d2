package io.lethe.spi;

import java.util.Optional;

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

  /**
   * For how many users {@link #topItems(int[], int[][], int[][], float[][])} costs far less than for as
   * many one after the other; 1 if it gains nothing. A host asks for no more of them at once, and then
   * allows the time of one call: a model that says more than 1 answers so many within it.
   */
  default int usersAtOnce() {
    return 1;
  }

  /**
   * The best items for several users, for each to the last bit as {@link #topItems(int, int[], int[],
   * float[])} gives them. Where scores are products of rows, one pass over the items serves all users.
   *
   * @param users user indices, also one twice; only read
   * @param excluded per user item indices that must not appear, ascending and distinct; only read
   * @param items per user an array of the caller's; its length is the number of items asked for
   * @param scores per user an array of the caller's, as long as its {@code items}
   * @return per user how many entries were filled
   * @throws IndexOutOfBoundsException if a user is out of range
   */
  default int[] topItems(int[] users, int[][] excluded, int[][] items, float[][] scores) {
    int[] filled = new int[users.length];
    for (int k = 0; k < users.length; k++) {
      filled[k] = topItems(users[k], excluded[k], items[k], scores[k]);
    }
    return filled;
  }

  /**
   * Which rows differ between this model and another one. A host that has it keeps answers from one
   * version to the next: those of users that did not move, with the items that did move scored again.
   *
   * <p>A model that gives anything here promises of both models: the score of a user and an item is a
   * function of the user's row and the item's row alone, and {@link #topItems} ranks by the very bits
   * that {@link #score} gives. Looking must cost no more than what the two models do not share, and
   * O(pages).
   *
   * @param earlier any model; often one that this one was made of
   * @return empty if the two cannot be compared so: then every score may differ
   */
  default Optional<MovedRows> movedSince(RecommenderModel earlier) {
    return Optional.empty();
  }

  /**
   * Rows whose bits differ, of those that both models have.
   *
   * @param users ascending and distinct; taken over, not copied
   * @param items ascending and distinct; taken over, not copied
   */
  record MovedRows(int[] users, int[] items) {

    public MovedRows {
      checkAscending("user", users);
      checkAscending("item", items);
    }

    private static void checkAscending(String side, int[] rows) {
      for (int k = 0; k < rows.length; k++) {
        if (rows[k] <= (k == 0 ? -1 : rows[k - 1])) {
          throw new IllegalArgumentException(
              "%s row %d at place %d is not above the one before".formatted(side, rows[k], k));
        }
      }
    }
  }
}
