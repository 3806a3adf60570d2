package io.lethe.evaluation.measure;

import io.lethe.evaluation.UserGroups;
import io.lethe.spi.InteractionView;
import io.lethe.spi.RecommenderModel;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Compares what models recommend with what one of them does. Immutable. */
public final class TopLists {

  private static final int TOP = 10;

  private final int[] users;
  private final int[][] seen;
  private final int[][] wanted;

  /**
   * Ranks once for many comparisons: O(users * items * width).
   *
   * @param trained what users are not recommended again
   * @param users whose lists are compared; copied
   * @param reference its lists are what the others are held against
   */
  public TopLists(InteractionView trained, int[] users, RecommenderModel reference) {
    UserGroups groups = new UserGroups(trained);
    this.users = users.clone();
    this.seen = Arrays.stream(users)
        .mapToObj(user -> groups.items(user, trained.all()))
        .toArray(int[][]::new);
    this.wanted = new int[users.length][];
    for (int k = 0; k < users.length; k++) {
      wanted[k] = top(reference, k);
    }
  }

  /** Mean share of the ten best that both recommend (overlap@10); NaN without users. */
  public double overlap(RecommenderModel model) {
    double sum = 0;
    for (int k = 0; k < users.length; k++) {
      Set<Integer> both = new HashSet<>();
      Arrays.stream(wanted[k]).forEach(both::add);
      long shared = Arrays.stream(top(model, k)).filter(both::contains).count();
      sum += wanted[k].length == 0 ? 1 : (double) shared / wanted[k].length;
    }
    return sum / users.length;
  }

  private int[] top(RecommenderModel model, int index) {
    int[] items = new int[TOP];
    int filled = model.topItems(users[index], seen[index], items, new float[TOP]);
    return Arrays.copyOf(items, filled);
  }
}
