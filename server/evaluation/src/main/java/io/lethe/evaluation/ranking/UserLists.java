package io.lethe.evaluation.ranking;

import java.util.Arrays;
import java.util.List;

/**
 * The lists of some users. Lists are taken over: nobody may modify them.
 *
 * @param items per user item ids, best first
 * @param users ids of users, one per list
 */
public record UserLists(List<String> users, List<List<String>> items) {

  public UserLists {
    users = List.copyOf(users);
    items = List.copyOf(items);
  }

  /** Mean share of the ten best that both have, of the same users in the same order. */
  double overlap(UserLists other) {
    double sum = 0;
    for (int k = 0; k < items.size(); k++) {
      List<String> mine = best(items.get(k));
      List<String> theirs = best(other.items.get(k));
      long shared = mine.stream().filter(theirs::contains).count();
      sum += mine.isEmpty() ? 1 : (double) shared / mine.size();
    }
    return sum / items.size();
  }

  private static List<String> best(List<String> list) {
    return list.subList(0, Math.min(list.size(), RankingMeter.SHOWN));
  }

  /** Counts only: ids stay out of logs. */
  @Override
  public String toString() {
    return "UserLists[%d users]".formatted(users.size());
  }

  static List<String> named(int[] list, List<String> ids) {
    return Arrays.stream(list).mapToObj(ids::get).toList();
  }
}
