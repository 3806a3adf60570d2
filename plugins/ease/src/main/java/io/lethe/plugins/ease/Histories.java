package io.lethe.plugins.ease;

import io.lethe.kernels.Workers;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * All users' histories: columns made once, and the histories that changed since beside them, so that a
 * change costs the changed users. Of a pair that occurs several times the largest weight counts.
 * Immutable.
 */
final class Histories {

  private static final int CHUNKS = 8;

  private final int users;
  private final int[] starts;
  private final int[] items;
  private final float[] weights;
  private final Map<Integer, History> changed;
  private final int[] counts;

  /** Users without a start have what {@code changed} says, or nothing. */
  private Histories(
      int users, int[] starts, int[] items, float[] weights, Map<Integer, History> changed,
      int[] counts) {
    this.users = users;
    this.starts = starts;
    this.items = items;
    this.weights = weights;
    this.changed = changed;
    this.counts = counts;
  }

  /** The histories in a view. O(n log n) in its interactions. */
  static Histories of(InteractionView view, WeightRule rule) {
    Interactions all = view.all();
    int[] positions = view.positions();
    int users = all.keys().userCount();
    int[] starts = new int[users + 1];
    for (int position : positions) {
      starts[all.user(position) + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    long[] keys = new long[positions.length];
    int[] next = starts.clone();
    for (int position : positions) {
      keys[next[all.user(position)]++] = History
          .key(all.item(position), rule.of(all.value(position)));
    }
    for (int user = 0; user < users; user++) {
      Arrays.sort(keys, starts[user], starts[user + 1]);
    }
    History columns = History.of(keys);
    Histories histories = new Histories(
        users, starts, columns.items(), columns.weights(), Map.of(),
        new int[all.keys().itemCount()]);
    histories.count();
    return histories;
  }

  private void count() {
    for (int user = 0; user < users(); user++) {
      History history = of(user).distinct();
      for (int k = history.from(); k < history.to(); k++) {
        counts[history.items()[k]]++;
      }
    }
  }

  int users() {
    return users;
  }

  int itemCount() {
    return counts.length;
  }

  /** Pairs of a user and an item, repeats not counted. */
  long size() {
    return Arrays.stream(counts).asLongStream().sum();
  }

  /** How many users have an item. */
  int count(int item) {
    return counts[item];
  }

  /** A user's interactions, repeats included. */
  History of(int user) {
    History other = changed.get(user);
    if (other != null) {
      return other;
    }
    return user + 1 < starts.length
        ? new History(items, weights, starts[user], starts[user + 1])
        : History.NONE;
  }

  /** Whether nothing is held that no longer counts. */
  boolean compact() {
    return changed.isEmpty();
  }

  /** The same histories in columns of their own. O(interactions). */
  Histories compacted() {
    if (compact()) {
      return this;
    }
    int[] ownStarts = new int[users + 1];
    for (int user = 0; user < users; user++) {
      ownStarts[user + 1] = ownStarts[user] + of(user).size();
    }
    int[] ownItems = new int[ownStarts[users]];
    float[] ownWeights = new float[ownItems.length];
    for (int user = 0; user < users(); user++) {
      History history = of(user);
      System.arraycopy(history.items(), history.from(), ownItems, ownStarts[user], history.size());
      System.arraycopy(
          history.weights(), history.from(), ownWeights, ownStarts[user], history.size());
    }
    return new Histories(users, ownStarts, ownItems, ownWeights, Map.of(), counts);
  }

  /** With other histories of some users. O(changed users and items). */
  Histories with(Map<Integer, History> histories) {
    Map<Integer, History> all = new HashMap<>(changed);
    int[] newCounts = counts.clone();
    histories.forEach((user, history) -> {
      add(newCounts, of(user).distinct(), -1);
      add(newCounts, history.distinct(), 1);
      all.put(user, history);
    });
    return new Histories(users, starts, items, weights, all, newCounts);
  }

  /** With more users and items, which have nothing yet. O(items). */
  Histories grown(int userCount, int itemCount) {
    return new Histories(
        userCount, starts, items, weights, changed, Arrays.copyOf(counts, itemCount));
  }

  private static void add(int[] counts, History history, int amount) {
    for (int k = history.from(); k < history.to(); k++) {
      counts[history.items()[k]] += amount;
    }
  }

  /**
   * {@code X'X z}. O(interactions); the same bits whatever the number of threads.
   *
   * @param z of each item; only read
   */
  double[] gramProduct(Workers workers, double[] z) {
    double[][] parts = new double[CHUNKS][z.length];
    workers.run(CHUNKS, 1, (from, to) -> {
      for (int chunk = from; chunk < to; chunk++) {
        int end = (int) ((long) users() * (chunk + 1) / CHUNKS);
        for (int user = (int) ((long) users() * chunk / CHUNKS); user < end; user++) {
          addGramProduct(of(user).distinct(), z, parts[chunk]);
        }
      }
    });
    double[] sum = parts[0];
    for (int chunk = 1; chunk < CHUNKS; chunk++) {
      for (int k = 0; k < sum.length; k++) {
        sum[k] += parts[chunk][k];
      }
    }
    return sum;
  }

  private static void addGramProduct(History history, double[] z, double[] out) {
    int[] of = history.items();
    float[] x = history.weights();
    // Four sums at once: one alone waits for each addition before it.
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int k = history.from();
    for (; k + 3 < history.to(); k += 4) {
      a += x[k] * z[of[k]];
      b += x[k + 1] * z[of[k + 1]];
      c += x[k + 2] * z[of[k + 2]];
      d += x[k + 3] * z[of[k + 3]];
    }
    for (; k < history.to(); k++) {
      a += x[k] * z[of[k]];
    }
    double dot = a + b + (c + d);
    for (k = history.from(); k < history.to(); k++) {
      out[of[k]] += x[k] * dot;
    }
  }

  /** The array that holds weights of users, for wiping. */
  float[] weightColumn() {
    return weights;
  }
}
