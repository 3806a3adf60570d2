package io.lethe.engine.tiny;

import io.lethe.engine.data.InteractionColumns;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** 400 ratings by 40 users of 25 items, in which there is something to learn. */
public final class TinyRatings {

  private static final int USERS = 40;
  private static final int ITEMS = 25;
  private static final int ROWS = 400;

  private TinyRatings() {}

  /**
   * Makes some; the same arguments give the same.
   *
   * @param userPrefix before the numbers of the users' ids; items are {@code item-0} and so on
   */
  public static InteractionColumns of(long seed, String userPrefix) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] pairs = random.ints(0, USERS * ITEMS).distinct().limit(ROWS).toArray();
    int[] users = new int[pairs.length];
    int[] items = new int[pairs.length];
    float[] values = new float[pairs.length];
    for (int k = 0; k < pairs.length; k++) {
      users[k] = pairs[k] / ITEMS;
      items[k] = pairs[k] % ITEMS;
      values[k] = (users[k] + items[k]) % 2 == 0 ? 5 : 1 + random.nextInt(3);
    }
    return new InteractionColumns(
        names(userPrefix, USERS), names("item-", ITEMS), users, items, values);
  }

  private static List<String> names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(k -> prefix + k).toList();
  }
}
