package io.lethe.training.ranking;

import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A user with relevant held-out items.
 *
 * @param row of the user
 * @param seen items in training, ascending and distinct; left out of lists
 * @param relevant held-out items, ascending and distinct
 * @param popular the list by popularity, without those seen
 */
record RankedUser(int row, int[] seen, int[] relevant, int[] popular) {

  private static final long FIBONACCI = 0x9E3779B97F4A7C15L;

  /** Users with relevant held-out items, ascending; the first by hash if there are more than most. */
  static List<RankedUser> of(
      InteractionView training, InteractionView heldOut, float relevantFrom, int most) {
    int userCount = training.all().keys().userCount();
    boolean[] chosen = new boolean[userCount];
    int[] sought = relevantUsers(heldOut, relevantFrom, userCount);
    Interactions all = training.all();
    Arrays.stream(sought)
        .boxed()
        .sorted(
            Comparator.<Integer>comparingLong(user -> all.keys().user(user) * FIBONACCI)
                .thenComparing(Comparator.naturalOrder()))
        .limit(most)
        .forEach(user -> chosen[user] = true);
    int[][] seen = itemsOf(training, Float.NEGATIVE_INFINITY, chosen);
    int[][] relevant = itemsOf(heldOut, relevantFrom, chosen);
    int[] byPopularity = byPopularity(training, relevantFrom);
    List<RankedUser> users = new ArrayList<>();
    for (int user = 0; user < userCount; user++) {
      if (chosen[user]) {
        int[] own = seen[user];
        int[] popular = IntStream.of(byPopularity)
            .filter(item -> Arrays.binarySearch(own, item) < 0)
            .limit(HeldOutRanking.CUT)
            .toArray();
        users.add(new RankedUser(user, own, relevant[user], popular));
      }
    }
    return users;
  }

  private static int[] relevantUsers(InteractionView heldOut, float from, int userCount) {
    boolean[] found = new boolean[userCount];
    for (int position : heldOut.positions()) {
      found[heldOut.all().user(position)] |= heldOut.all().value(position) >= from;
    }
    return IntStream.range(0, userCount).filter(user -> found[user]).toArray();
  }

  /** Per chosen user its items of at least a value, ascending and distinct; none for others. */
  private static int[][] itemsOf(InteractionView view, float from, boolean[] chosen) {
    Interactions all = view.all();
    IntStream.Builder[] builders = new IntStream.Builder[chosen.length];
    Arrays.setAll(builders, user -> IntStream.builder());
    for (int position : view.positions()) {
      if (chosen[all.user(position)] && all.value(position) >= from) {
        builders[all.user(position)].add(all.item(position));
      }
    }
    return Arrays.stream(builders)
        .map(builder -> builder.build().sorted().distinct().toArray())
        .toArray(int[][]::new);
  }

  private static int[] byPopularity(InteractionView training, float from) {
    int[] counts = new int[training.all().keys().itemCount()];
    for (int position : training.positions()) {
      counts[training.all().item(position)] += training.all().value(position) >= from ? 1 : 0;
    }
    return IntStream.range(0, counts.length)
        .boxed()
        .sorted(
            Comparator.<Integer>comparingInt(item -> -counts[item])
                .thenComparing(Comparator.naturalOrder()))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Discounted gain of a list over the best possible one. */
  double gain(int[] list, int filled) {
    double gain = 0;
    double best = 0;
    for (int k = 0; k < filled; k++) {
      gain += Arrays.binarySearch(relevant, list[k]) >= 0 ? HeldOutRanking.gain(k) : 0;
    }
    for (int k = 0; k < Math.min(HeldOutRanking.CUT, relevant.length); k++) {
      best += HeldOutRanking.gain(k);
    }
    return gain / best;
  }

  /** Which part of a list is in the list by popularity. */
  double popularPart(int[] list, int filled) {
    long shared = IntStream.range(0, filled)
        .filter(k -> IntStream.of(popular).anyMatch(item -> item == list[k]))
        .count();
    return filled == 0 ? 0 : shared / (double) filled;
  }
}
