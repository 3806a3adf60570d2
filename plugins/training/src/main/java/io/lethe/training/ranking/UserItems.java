package io.lethe.training.ranking;

import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import java.util.Arrays;

/** What some users have in a view. */
final class UserItems {

  private UserItems() {}

  /**
   * Per user of a selection its items of at least a value, ascending and distinct. O(view).
   *
   * @param users ascending
   */
  static int[][] of(InteractionView view, float from, int[] users) {
    Interactions all = view.all();
    int[] numbers = new int[all.keys().userCount()];
    for (int k = 0; k < users.length; k++) {
      numbers[users[k]] = k + 1;
    }
    int[] counts = new int[users.length];
    for (int position : view.positions()) {
      int number = numbers[all.user(position)] - 1;
      if (number >= 0 && all.value(position) >= from) {
        counts[number]++;
      }
    }
    int[][] items = Arrays.stream(counts).mapToObj(int[]::new).toArray(int[][]::new);
    for (int position : view.positions()) {
      int number = numbers[all.user(position)] - 1;
      if (number >= 0 && all.value(position) >= from) {
        items[number][--counts[number]] = all.item(position);
      }
    }
    return Arrays.stream(items)
        .map(each -> Arrays.stream(each).sorted().distinct().toArray())
        .toArray(int[][]::new);
  }
}
