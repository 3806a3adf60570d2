package io.lethe.evaluation.experiment;

import io.lethe.evaluation.UserGroups;
import io.lethe.spi.InteractionView;
import io.lethe.spi.RecommenderModel;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Where an item stands in the lists of users who do not have it. Immutable. */
final class TargetRank {

  private final int target;
  private final int[] users;
  private final int[][] seen;
  private final int[] items;

  /**
   * Lists to look at.
   *
   * @param users whose lists; those who have the item are left out
   */
  TargetRank(int target, int[] users, InteractionView trained) {
    UserGroups groups = new UserGroups(trained);
    this.target = target;
    this.users = Arrays.stream(users)
        .filter(user -> Arrays.binarySearch(groups.items(user, trained.all()), target) < 0)
        .toArray();
    this.seen = Arrays.stream(this.users)
        .mapToObj(user -> groups.items(user, trained.all()))
        .toArray(int[][]::new);
    this.items = IntStream.range(0, trained.all().keys().itemCount()).toArray();
  }

  /** Median over users of the rank among all items that a user does not have, from 1. */
  double median(RecommenderModel model) {
    double[] ranks = new double[users.length];
    float[] scores = new float[items.length];
    for (int k = 0; k < users.length; k++) {
      model.score(users[k], items, scores);
      int better = 0;
      for (int item : items) {
        better += scores[item] > scores[target] && Arrays.binarySearch(seen[k], item) < 0 ? 1 : 0;
      }
      ranks[k] = 1.0 + better;
    }
    return Stopwatch.median(ranks);
  }
}
