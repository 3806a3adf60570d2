package io.lethe.training.negatives;

/**
 * The negatives that some interactions draw in an epoch, on average over all draws: user u meets item
 * j with weight {@code userWeights[u] * itemShares[j]}, a user's weight being the number of draws of
 * its positive interactions. A sum over interactions. Immutable; nobody writes to the arrays.
 *
 * @param users with draws, ascending
 * @param userWeights draws of each of these users
 * @param itemShares per item the probability that a draw gives it
 */
public record ExpectedNegatives(int[] users, float[] userWeights, float[] itemShares) {
  /**
   * Counts draws. O(positive interactions + users among them).
   *
   * @param positives user of each positive interaction, any order; only read
   * @param draws of each
   * @param userCount bound of users
   */
  public static ExpectedNegatives of(
      int[] positives, int draws, int userCount, float[] itemShares) {
    int[] counts = new int[userCount];
    int active = 0;
    for (int user : positives) {
      active += counts[user]++ == 0 ? 1 : 0;
    }
    int[] users = new int[active];
    float[] weights = new float[active];
    int next = 0;
    for (int user = 0; user < userCount; user++) {
      if (counts[user] > 0) {
        users[next] = user;
        weights[next++] = (float) draws * counts[user];
      }
    }
    return new ExpectedNegatives(users, weights, itemShares);
  }

  /** Draws of all users. */
  public double draws() {
    double draws = 0;
    for (float weight : userWeights) {
      draws += weight;
    }
    return draws;
  }
}
