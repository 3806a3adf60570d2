package io.lethe.benchmarks.load;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Interactions as a shop sees them come: of users it knows, and one in {@value #NEWCOMER_ONE_IN} of a
 * new one, with items of its catalogue, each as often as the ratings have it. Safe for concurrent use.
 */
final class ArrivingRows {

  private static final int NEWCOMER_ONE_IN = 200;

  private final List<String> users;
  private final List<String> rated;
  private final SplittableRandom random = new SplittableRandom(7);

  ArrivingRows(Ratings ratings) {
    this.users = List.copyOf(ratings.itemsByUser().keySet());
    this.rated = ratings.itemsByUser().values().stream().flatMap(List::stream).toList();
  }

  /** Some rows, made of a user and an item each. */
  <T> List<T> next(int count, BiFunction<String, String, T> row) {
    return endless(row).limit(count).toList();
  }

  /** Rows without end. */
  <T> Stream<T> endless(BiFunction<String, String, T> row) {
    SplittableRandom own;
    synchronized (random) {
      own = random.split();
    }
    return IntStream.iterate(0, k -> k + 1).mapToObj(k -> {
      String user = own.nextInt(NEWCOMER_ONE_IN) == 0
          ? "new-" + Long.toHexString(own.nextLong())
          : users.get(own.nextInt(users.size()));
      return row.apply(user, rated.get(own.nextInt(rated.size())));
    });
  }
}
