package io.lethe.training.ranking;

import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * How high relevant held-out items stand in the lists of their users: NDCG over the whole catalogue but
 * what a user is known to have, the mean over users with a relevant item. Of many users a sample counts,
 * drawn by a hash of their keys, so that leavers change nothing for the rest. Immutable.
 */
public final class HeldOutRanking {

  private static final int CHUNK_USERS = 16;
  private static final long FIBONACCI = 0x9E3779B97F4A7C15L;

  private final int[] users;
  private final int[][] relevant;
  private final double[] gains;

  /**
   * What counts.
   *
   * @param length of the lists, at least 1
   * @param usersMax of more users with relevant items so many count, at least 1
   * @param relevantFrom held-out items of at least this value are relevant
   */
  public record Rule(int length, int usersMax, float relevantFrom) {
    public Rule {
      if (length < 1 || usersMax < 1 || Float.isNaN(relevantFrom)) {
        throw new IllegalArgumentException(
            "lists of %d items for %d users, relevant from %s: at least 1, 1 and a number"
                .formatted(length, usersMax, relevantFrom));
      }
    }
  }

  /** Gives a user's best items; {@code RecommenderModel::topItems} is one. */
  @FunctionalInterface
  public interface Lists {
    /**
     * Writes the best items and their scores, best first.
     *
     * @param excluded items that must not occur, ascending
     * @return how many it wrote
     */
    int topItems(int user, int[] excluded, int[] items, float[] scores);
  }

  /** Runs {@code work} once for each of {@code 0 .. chunks - 1}. */
  @FunctionalInterface
  public interface Team {
    /** Returns when all have run. */
    void run(int chunks, IntConsumer work);
  }

  /** Looks at one user's list. */
  @FunctionalInterface
  interface Visitor {
    void visit(int number, int[] list, int filled);
  }

  private HeldOutRanking(int[] users, int[][] relevant, double[] gains) {
    this.users = users;
    this.relevant = relevant;
    this.gains = gains;
  }

  /** Looks which users have relevant held-out items. O(view + users * log users). */
  public static HeldOutRanking of(InteractionView heldOut, Rule rule) {
    Interactions all = heldOut.all();
    boolean[] found = new boolean[all.keys().userCount()];
    for (int position : heldOut.positions()) {
      found[all.user(position)] |= all.value(position) >= rule.relevantFrom();
    }
    int[] users = sample(
        IntStream.range(0, found.length).filter(user -> found[user]).toArray(), all.keys(),
        rule.usersMax());
    int[][] relevant = UserItems.of(heldOut, rule.relevantFrom(), users);
    double[] gains = new double[rule.length()];
    for (int place = 0; place < gains.length; place++) {
      gains[place] = Math.log(2) / Math.log(place + 2.0);
    }
    return new HeldOutRanking(users, relevant, gains);
  }

  private static int[] sample(int[] users, EntityKeys keys, int most) {
    return IntStream.of(users)
        .boxed()
        .sorted(
            Comparator.<Integer>comparingLong(user -> keys.user(user) * FIBONACCI)
                .thenComparing(Comparator.naturalOrder()))
        .limit(most)
        .mapToInt(user -> user)
        .sorted()
        .toArray();
  }

  /** The mean value of a view's interactions, a rule for what is relevant; 0 for none. */
  public static float meanValue(InteractionView view) {
    return (float) Arrays.stream(view.positions())
        .mapToDouble(view.all()::value)
        .average()
        .orElse(0);
  }

  /** Whether no user has a relevant item. */
  public boolean isEmpty() {
    return users.length == 0;
  }

  /** The users that count, ascending; a copy. */
  public int[] users() {
    return users.clone();
  }

  /**
   * The mean over users; NaN without users. One list a user, on the team; the same bits for any team.
   *
   * @param excluded per user (index in the view) the items that lists leave out, ascending
   */
  public double ndcg(Lists lists, IntFunction<int[]> excluded, Team team) {
    double[] each = new double[users.length];
    visit(
        lists, excluded, team, (number, list, filled) -> each[number] = gain(number, list, filled));
    return Arrays.stream(each).average().orElse(Double.NaN);
  }

  /** Makes the lists and shows each, by the user's number in {@link #users}. */
  void visit(Lists lists, IntFunction<int[]> excluded, Team team, Visitor visitor) {
    team.run(Math.ceilDiv(users.length, CHUNK_USERS), chunk -> {
      int[] list = new int[gains.length];
      float[] scores = new float[gains.length];
      int end = Math.min(users.length, (chunk + 1) * CHUNK_USERS);
      for (int k = chunk * CHUNK_USERS; k < end; k++) {
        int filled = lists.topItems(users[k], excluded.apply(users[k]), list, scores);
        visitor.visit(k, list, filled);
      }
    });
  }

  /** Discounted gain of a list over the best possible one. */
  double gain(int number, int[] list, int filled) {
    double gain = 0;
    double best = 0;
    for (int place = 0; place < filled; place++) {
      gain += Arrays.binarySearch(relevant[number], list[place]) >= 0 ? gains[place] : 0;
    }
    for (int place = 0; place < Math.min(gains.length, relevant[number].length); place++) {
      best += gains[place];
    }
    return gain / best;
  }
}
