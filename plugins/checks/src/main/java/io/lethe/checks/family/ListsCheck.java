package io.lethe.checks.family;

import io.lethe.checks.Measure;
import io.lethe.checks.Promise;
import io.lethe.spi.RecommenderModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Whether a model's lists are those of its scores, and whether it refuses indices that are not there. */
public final class ListsCheck {

  private static final double ROUNDING = 1e-5;

  /** More than go into one step of a kernel, and no multiple of it. */
  private static final int USERS_TOGETHER = 11;

  private ListsCheck() {}

  /** Measures. Costs a whole list for some five hundred users. */
  public static List<Measure> measures(RecommenderModel model) {
    int[] excluded = IntStream.of(0, 3, model.itemCount() - 1)
        .filter(item -> item < model.itemCount())
        .distinct()
        .sorted()
        .toArray();
    Faults worst = Faults.NONE;
    int row = -1;
    for (int user : Grid.users(model, 0)) {
      Faults found = faults(model, user, excluded);
      if (found.sum() > worst.sum()) {
        worst = found;
        row = user;
      }
    }
    return List.of(
        places(
            row, "places of a user's list that hold an excluded item or none", worst.excluded,
            "topItems() does not leave out what it is told to, or fills fewer or more places than"
                + " there are items"),
        places(
            row, "places of a user's list that are out of order", worst.unsorted,
            "topItems() does not sort by score, best first, ties by the lower index"),
        places(
            row, "places of a user's list whose score is another one by score()", worst.differing,
            "topItems() and score() compute differently"),
        new Measure(
            Promise.LISTS, "user", -1,
            "number of users whose list differs by a bit when several are asked for at once",
            together(model, excluded), 0, 0,
            "topItems() of several users does not give each what topItems() of one does"),
        new Measure(
            Promise.INDICES, "none", -1,
            "number of indices out of range that score() answers, or refuses otherwise than by"
                + " IndexOutOfBoundsException",
            accepted(model), 0, 0, "score() does not check its indices"));
  }

  private record Faults(int excluded, int unsorted, int differing) {

    static final Faults NONE = new Faults(0, 0, 0);

    int sum() {
      return excluded + unsorted + differing;
    }
  }

  private static Faults faults(RecommenderModel model, int user, int[] excluded) {
    int[] items = new int[model.itemCount()];
    float[] scores = new float[items.length];
    int filled = model.topItems(user, excluded, items, scores);
    int wanted = items.length - excluded.length;
    if (filled != wanted) {
      return new Faults(Math.abs(filled - wanted), 0, 0);
    }
    float[] expected = new float[filled];
    model.score(user, Arrays.copyOf(items, filled), expected);
    int forbidden = 0;
    int unsorted = 0;
    int differing = 0;
    for (int k = 0; k < filled; k++) {
      forbidden += Arrays.binarySearch(excluded, items[k]) >= 0 ? 1 : 0;
      differing += Math.abs(expected[k] - scores[k]) <= ROUNDING
          * Math.max(1, Math.abs(expected[k])) ? 0 : 1;
      boolean sorted = k == 0 || scores[k - 1] > scores[k]
          || (scores[k - 1] == scores[k] && items[k - 1] < items[k]);
      unsorted += sorted ? 0 : 1;
    }
    return new Faults(forbidden, unsorted, differing);
  }

  /** Users, one of them twice and each with a length of its own, whose list is another one alone. */
  private static int together(RecommenderModel model, int[] excluded) {
    int[] some = Arrays.stream(Grid.users(model, 0)).limit(USERS_TOGETHER - 1).toArray();
    int[] users = IntStream.concat(IntStream.of(some), IntStream.of(some).limit(1)).toArray();
    int[][] left = new int[users.length][];
    int[][] items = new int[users.length][];
    float[][] scores = new float[users.length][];
    for (int k = 0; k < users.length; k++) {
      left[k] = k % 2 == 0 ? excluded : new int[0];
      items[k] = new int[Math.min(model.itemCount(), 1 + 5 * k)];
      scores[k] = new float[items[k].length];
    }
    int[] filled = model.topItems(users, left, items, scores);
    int differing = Math.abs(users.length - filled.length);
    for (int k = 0; k < Math.min(users.length, filled.length); k++) {
      int[] alone = new int[items[k].length];
      float[] scored = new float[alone.length];
      int count = model.topItems(users[k], left[k], alone, scored);
      boolean same = filled[k] == count && Arrays.equals(items[k], 0, count, alone, 0, count)
          && Arrays.equals(scores[k], 0, count, scored, 0, count);
      differing += same ? 0 : 1;
    }
    return differing;
  }

  private static int accepted(RecommenderModel model) {
    return accepted(model, 0, model.itemCount()) + accepted(model, 0, -1)
        + accepted(model, model.userCount(), 0) + accepted(model, -1, 0);
  }

  private static int accepted(RecommenderModel model, int user, int item) {
    try {
      model.score(user, new int[]{item}, new float[1]);
      return 1;
    } catch (IndexOutOfBoundsException refusal) {
      return 0;
    } catch (RuntimeException other) {
      return 1;
    }
  }

  private static Measure places(int row, String what, int found, String cause) {
    return new Measure(
        Promise.LISTS, "user", found == 0 ? -1 : row, "number of " + what, found, 0, 0, cause);
  }
}
