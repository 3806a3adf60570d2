package io.lethe.engine.popularity;

import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/**
 * A version's items by how many interactions they have as of now: the version's own ranking, which
 * stays, and beside it the items whose number has changed since. A change costs O(log items), and a
 * walk what it visits. Readers take no lock and may miss a change of the same moment; writers take
 * turns.
 */
public final class CurrentPopularity {

  private final ItemPopularity.Ranking own;
  /** Of items whose number has changed, the number; and all of them in order. */
  private final Map<Integer, Integer> counts = new ConcurrentHashMap<>();
  private final NavigableSet<Long> order = new ConcurrentSkipListSet<>();

  /** With nothing changed. Costs what the version's ranking does. */
  public CurrentPopularity(ItemPopularity own) {
    this.own = own.ranking();
  }

  /**
   * Counts interactions that came or went. An item's number may fall only before the first walk.
   *
   * @param item index
   * @param by how many
   */
  public void change(int item, int by) {
    int before = counts.getOrDefault(item, own.counts()[item]);
    int after = before + by;
    // In this order, so that a walk meets the item at least once.
    order.add(ItemPopularity.key(after, item));
    boolean known = counts.put(item, after) != null;
    if (known && by != 0) {
      order.remove(ItemPopularity.key(before, item));
    }
  }

  /** Visits the items, those with the most interactions first, of equal ones the lower index. */
  public Walk walk() {
    return new Walk();
  }

  /** A walk over the items; each occurs once. Confined to one thread. */
  public final class Walk {

    private final Iterator<Long> changed = order.iterator();
    /** Of items whose number has changed: only they can be met twice. */
    private final Set<Integer> visited = new HashSet<>();
    private @Nullable Long next = changed.hasNext() ? changed.next() : null;
    private int rank;
    private int item;
    private int count;

    private Walk() {}

    /** Goes on to the next item; false at the end. */
    public boolean next() {
      skip();
      int rest = own.items().length - rank;
      Long first = next;
      if (rest == 0 && first == null) {
        return false;
      }
      long unchanged = rest == 0 ? Long.MAX_VALUE : ownKey(own.items()[rank]);
      if (first != null && first < unchanged) {
        item = ItemPopularity.item(first);
        count = ItemPopularity.count(first);
        next = changed.hasNext() ? changed.next() : null;
        visited.add(item);
      } else {
        item = own.items()[rank++];
        count = own.counts()[item];
        if (counts.containsKey(item)) {
          visited.add(item);
        }
      }
      return true;
    }

    /** Past what was visited, and past the places of items that have fewer interactions by now. */
    private void skip() {
      while (next != null && visited.contains(ItemPopularity.item(next))) {
        next = changed.hasNext() ? changed.next() : null;
      }
      while (rank < own.items().length && !counts(own.items()[rank])) {
        rank++;
      }
    }

    private boolean counts(int candidate) {
      int before = own.counts()[candidate];
      return !visited.contains(candidate) && counts.getOrDefault(candidate, before) >= before;
    }

    private long ownKey(int candidate) {
      return ItemPopularity.key(own.counts()[candidate], candidate);
    }

    /** Index of the item that the walk is at. */
    public int item() {
      return item;
    }

    /** How many interactions it has. */
    public int count() {
      return count;
    }
  }
}
