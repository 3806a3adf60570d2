package io.lethe.plugins.sasrec;

import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.training.objective.LossTerms;
import java.util.Arrays;
import java.util.stream.IntStream;

/** What each user chose, in order, of the interactions that a model reflects. Immutable. */
final class Sequences {

  private final Interactions all;
  /** All rows of each user in order, those that do not count included. */
  private final Grouped rows;
  private final Grouped choices;

  /** Positions user after user, each user's the oldest first. */
  private record Grouped(int[] positions, int[] starts) {

    static Grouped of(Interactions all, int[] positions) {
      int[] starts = new int[all.keys().userCount() + 1];
      for (int position : positions) {
        starts[all.user(position) + 1]++;
      }
      for (int user = 0; user + 1 < starts.length; user++) {
        starts[user + 1] += starts[user];
      }
      return new Grouped(positions, starts);
    }

    IntStream of(int user) {
      return IntStream.range(starts[user], starts[user + 1]).map(place -> positions[place]);
    }

    int count(int user) {
      return starts[user + 1] - starts[user];
    }
  }

  private Sequences(Interactions all, Grouped rows, Grouped choices) {
    this.all = all;
    this.rows = rows;
    this.choices = choices;
  }

  /** Of the interactions of a view that count. O(all), and what sorting by time costs. */
  static Sequences of(InteractionView view, LossTerms terms) {
    Interactions all = view.all();
    int[] ordered = InteractionView.of(all).sequences();
    int[] counted = Arrays.stream(ordered)
        .filter(position -> view.contains(position) && terms.counts(all.value(position)))
        .toArray();
    return new Sequences(all, Grouped.of(all, ordered), Grouped.of(all, counted));
  }

  /** The same, which knows nothing of the rows that its view leaves out. */
  Sequences withoutLeftOut() {
    return new Sequences(all, choices, choices);
  }

  Interactions all() {
    return all;
  }

  int userCount() {
    return choices.starts.length - 1;
  }

  /** Number of all interactions that count. */
  int size() {
    return choices.positions.length;
  }

  /** Number of a user's. */
  int count(int user) {
    return choices.count(user);
  }

  /** A user's items, oldest first. */
  int[] items(int user) {
    return choices.of(user).map(all::item).toArray();
  }

  /** Their last ones, at most so many. */
  int[] lastItems(int user, int most) {
    return choices.of(user).skip(Math.max(0, choices.count(user) - most)).map(all::item).toArray();
  }

  /**
   * How many of a user's interactions that count came before another one, which is found by its item among
   * the user's rows here, also among those that a view leaves out: what is forgotten keeps its place. Of an
   * item that is not there, those that are older, or as old; all of them if its time is not known.
   */
  int before(Interactions others, int position) {
    int user = others.user(position);
    int own = others == all ? position : find(others, position);
    return own >= 0 ? place(user, own) : olderThan(user, others.time(position));
  }

  /** By halving: a view of everything asks this of every row. */
  private int place(int user, int position) {
    int low = choices.starts[user];
    int high = choices.starts[user + 1];
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (all.compareOrder(choices.positions[middle], position) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - choices.starts[user];
  }

  private int olderThan(int user, long time) {
    return time == Interactions.UNKNOWN_TIME
        ? choices.count(user)
        : (int) choices.of(user)
            .takeWhile(own -> Interactions.compareTimes(all.time(own), time) <= 0)
            .count();
  }

  /**
   * The row of an item that counts, else the last one that is the same in value and time, too: a host's
   * purged rows stand in the columns as first user, first item and value 0. -1 if there is none.
   */
  private int find(Interactions others, int position) {
    int user = others.user(position);
    int item = others.item(position);
    int[] found = choices.of(user).filter(own -> all.item(own) == item).toArray();
    return found.length > 0
        ? found[0]
        : rows.of(user)
            .filter(own -> all.item(own) == item && all.time(own) == others.time(position))
            .filter(own -> all.value(own) == others.value(position))
            .reduce(-1, (one, later) -> later);
  }
}
