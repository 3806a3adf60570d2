package io.lethe.plugins.sasrec;

import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.training.objective.LossTerms;
import java.util.Arrays;
import java.util.stream.IntStream;

/** What each user chose, in order, of the interactions that a model reflects. Immutable. */
final class Sequences {

  private final Interactions all;
  private final int[] positions;
  private final int[] starts;

  private Sequences(Interactions all, int[] positions, int[] starts) {
    this.all = all;
    this.positions = positions;
    this.starts = starts;
  }

  /** Of the interactions of a view that count. O(all), and what sorting by time costs. */
  static Sequences of(InteractionView view, LossTerms terms) {
    Interactions all = view.all();
    int[] positions = Arrays.stream(view.sequences())
        .filter(position -> terms.counts(all.value(position)))
        .toArray();
    int[] starts = new int[all.keys().userCount() + 1];
    for (int position : positions) {
      starts[all.user(position) + 1]++;
    }
    for (int user = 0; user + 1 < starts.length; user++) {
      starts[user + 1] += starts[user];
    }
    return new Sequences(all, positions, starts);
  }

  Interactions all() {
    return all;
  }

  int userCount() {
    return starts.length - 1;
  }

  /** Number of all interactions that count. */
  int size() {
    return positions.length;
  }

  /** Number of a user's. */
  int count(int user) {
    return starts[user + 1] - starts[user];
  }

  /** A user's items, oldest first. */
  int[] items(int user) {
    return IntStream.range(starts[user], starts[user + 1])
        .map(k -> all.item(positions[k]))
        .toArray();
  }

  /** Their last ones, at most so many. */
  int[] lastItems(int user, int most) {
    int from = Math.max(starts[user], starts[user + 1] - most);
    return IntStream.range(from, starts[user + 1]).map(k -> all.item(positions[k])).toArray();
  }

  /**
   * How many of a user's interactions came before another one: those before the same item, if it is among
   * them; else those that are older, or as old. Of rows from elsewhere whose time is not known, all.
   */
  int before(Interactions others, int position) {
    int from = starts[others.user(position)];
    int to = starts[others.user(position) + 1];
    return others == all
        ? place(from, to, position) - from
        : placeElsewhere(from, to, others, position) - from;
  }

  private int place(int from, int to, int position) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (all.compareOrder(positions[middle], position) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int placeElsewhere(int from, int to, Interactions others, int position) {
    long time = others.time(position);
    int place = to;
    for (int k = to - 1; k >= from; k--) {
      if (all.item(positions[k]) == others.item(position)) {
        return k;
      }
      if (time != Interactions.UNKNOWN_TIME
          && Interactions.compareTimes(all.time(positions[k]), time) > 0) {
        place = k;
      }
    }
    return place;
  }
}
