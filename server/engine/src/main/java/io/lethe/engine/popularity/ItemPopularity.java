package io.lethe.engine.popularity;

import io.lethe.spi.InteractionView;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The items of some interactions by how many they have. Costs nothing until it is asked, then
 * O(interactions + items * log items) time once, and two numbers for each item from then on.
 * Thread-safe: of several threads that ask first, one counts and the others wait for it.
 */
public final class ItemPopularity {

  /** An item's index, below its rank in a word that is sorted. */
  private static final int ITEM_BITS = Integer.SIZE;

  private final InteractionView interactions;
  private volatile @Nullable Ranking ranking;

  /** Of interactions, whose items without any are counted as well. */
  public ItemPopularity(InteractionView interactions) {
    this.interactions = interactions;
  }

  /**
   * The items in order. Its arrays are shared: only read.
   *
   * @param items all item indices; the ones with the most interactions first, of equal ones the lower
   *     index
   * @param counts by item index, how many interactions it has
   */
  public record Ranking(int[] items, int[] counts) {}

  /** The ranking; the same object at each call. */
  public Ranking ranking() {
    Ranking known = ranking;
    if (known == null) {
      synchronized (this) {
        known = ranking;
        if (known == null) {
          known = ranked(counts(interactions));
          ranking = known;
        }
      }
    }
    return known;
  }

  /** All of the columns, less those left out: no list of what stays is made. */
  private static int[] counts(InteractionView view) {
    int[] counts = new int[view.all().keys().itemCount()];
    for (int position = 0; position < view.all().size(); position++) {
      counts[view.all().item(position)]++;
    }
    for (int position : view.leftOut()) {
      counts[view.all().item(position)]--;
    }
    return counts;
  }

  /** A word that is the smaller, the earlier an item stands. */
  static long key(int count, int item) {
    return ((long) (Integer.MAX_VALUE - count) << ITEM_BITS) | item;
  }

  static int item(long key) {
    return (int) key;
  }

  static int count(long key) {
    return Integer.MAX_VALUE - (int) (key >>> ITEM_BITS);
  }

  private static Ranking ranked(int[] counts) {
    long[] keys = new long[counts.length];
    for (int item = 0; item < keys.length; item++) {
      keys[item] = key(counts[item], item);
    }
    Arrays.sort(keys);
    int[] items = new int[keys.length];
    for (int rank = 0; rank < items.length; rank++) {
      items[rank] = item(keys[rank]);
    }
    return new Ranking(items, counts);
  }
}
