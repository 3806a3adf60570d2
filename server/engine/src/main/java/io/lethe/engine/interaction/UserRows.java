package io.lethe.engine.interaction;

import io.lethe.engine.data.Repeats.Dated;
import io.lethe.engine.subject.TargetSet;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One user's interactions that a version may not have learned, one per item. What comes in is a run
 * of its own, and runs are joined once they are of similar size, as in a log-structured merge tree
 * (O'Neil and others, 1996): n interactions that come one by one cost O(n log n), where a sorted
 * whole would be copied n times. Who reads joins them all, once for each change. To its users
 * immutable, and thread-safe. Contains personal data: never logged.
 */
final class UserRows {

  /** No interactions. */
  static final UserRows NONE = new UserRows(List.of(), Integer.MAX_VALUE, -1, 0);

  private final long revision;
  private final int firstPlace;
  private final int lastPlace;
  /** The oldest first, each more than twice as long as the next one; joined to one by a reader. */
  private volatile List<PlacedRun> runs;
  private volatile @Nullable RecentItems shown;
  private volatile @Nullable Counted counted;

  /** How many are of new pairs, of those that a version has not learned. */
  private record Counted(long learned, long fresh) {}

  private UserRows(List<PlacedRun> runs, int firstPlace, int lastPlace, long revision) {
    this.runs = runs;
    this.firstPlace = firstPlace;
    this.lastPlace = lastPlace;
    this.revision = revision;
  }

  private static UserRows of(PlacedRun run, long revision) {
    return run.size() == 0
        ? NONE
        : new UserRows(List.of(run), firstPlace(run), lastPlace(run), revision);
  }

  private static int firstPlace(PlacedRun run) {
    return Arrays.stream(run.places()).min().orElse(Integer.MAX_VALUE);
  }

  private static int lastPlace(PlacedRun run) {
    return Arrays.stream(run.places()).max().orElse(-1);
  }

  /** All of them, ascending by the item's id. O(size) the first time. */
  private PlacedRun all() {
    List<PlacedRun> now = runs;
    PlacedRun all = now.isEmpty() ? PlacedRun.NONE : now.getLast();
    for (int k = now.size() - 2; k >= 0; k--) {
      all = now.get(k).with(all);
    }
    if (now.size() > 1) {
      // Whoever comes first: what others join at the same time is the same.
      runs = List.of(all);
    }
    return all;
  }

  /** How many. O(size) the first time. */
  int size() {
    return all().size();
  }

  /** How many a version has not learned. O(size) the first time, and where it has learned some. */
  long count(long learned) {
    if (lastPlace < learned) {
      return 0;
    }
    return firstPlace >= learned
        ? size()
        : Arrays.stream(all().places()).filter(place -> place >= learned).count();
  }

  /**
   * How many a version has not learned that are no repeats of what it has. O(size) the first time.
   *
   * @param isNew whether the version has nothing of the user and an item; the same for all versions whose
   *     trainings read so many rows
   */
  long count(long learned, Predicate<String> isNew) {
    Counted known = counted;
    if (known == null || known.learned() != learned) {
      PlacedRun all = all();
      long fresh = IntStream.range(0, all.size())
          .filter(k -> all.places()[k] >= learned && isNew.test(all.items()[k]))
          .count();
      known = new Counted(learned, fresh);
      counted = known;
    }
    return known.fresh();
  }

  /** The item of one, by its number. */
  String item(int k) {
    return all().items()[k];
  }

  /** For readers. O(size) the first time. */
  RecentItems items() {
    RecentItems known = shown;
    if (known == null) {
      PlacedRun all = all();
      known = all.size() == 0
          ? RecentItems.EMPTY
          : new RecentItems(
              List.of(all.items()), all.values(), all.times(), all.places(), revision);
      shown = known;
    }
    return known;
  }

  /**
   * An item's interaction that a version has not learned; null if there is none. O(log size), squared at
   * worst.
   */
  @Nullable
  Dated find(String item, long learned) {
    List<PlacedRun> now = runs;
    for (int k = now.size() - 1; k >= 0; k--) {
      PlacedRun run = now.get(k);
      int at = run.find(item);
      if (at >= 0) {
        return run.places()[at] < learned ? null : run.what(at);
      }
    }
    return null;
  }

  /** Whether there is an interaction with an item that a version has not learned. */
  boolean has(String item, long learned) {
    return find(item, learned) != null;
  }

  /** Those of rows that a version has not learned whose training read so many rows of the log. */
  UserRows since(long learned) {
    if (firstPlace >= learned) {
      return this;
    }
    PlacedRun all = all();
    return changed(all, all.only(k -> all.places()[k] >= learned), revision);
  }

  /** Tells each of those at a place and after it. O(size) if there is one. */
  void from(long place, Visitor visitor) {
    if (lastPlace < place) {
      return;
    }
    PlacedRun all = all();
    for (int k = 0; k < all.size(); k++) {
      if (all.places()[k] >= place) {
        visitor.row(all.places()[k], all.items()[k], all.what(k));
      }
    }
  }

  /** Is told of rows. */
  interface Visitor {
    void row(int place, String item, Dated what);
  }

  /** Those that no target names. */
  UserRows without(String user, TargetSet targets, long nextRevision) {
    PlacedRun all = all();
    return changed(all, all.only(k -> !targets.names(user, all.items()[k])), nextRevision);
  }

  private UserRows changed(PlacedRun before, PlacedRun after, long nextRevision) {
    return before.size() == after.size() ? this : of(after, nextRevision);
  }

  /** An interaction that comes in. */
  record Fresh(Dated what, int place) {}

  /** With more, each of which replaces an earlier one of its item. O(more * log size) on average. */
  UserRows with(NavigableMap<String, Fresh> more, long nextRevision) {
    List<PlacedRun> now = runs;
    PlacedRun last = PlacedRun.of(more);
    int first = Math.min(firstPlace, firstPlace(last));
    int end = Math.max(lastPlace, lastPlace(last));
    int kept = now.size();
    while (kept > 0 && now.get(kept - 1).size() <= 2 * last.size()) {
      last = now.get(--kept).with(last);
    }
    PlacedRun[] next = now.subList(0, kept).toArray(new PlacedRun[kept + 1]);
    next[kept] = last;
    return new UserRows(List.of(next), first, end, nextRevision);
  }

  /** Counts only: ids stay out of logs. */
  @Override
  public String toString() {
    return "UserRows[%d]".formatted(size());
  }
}
