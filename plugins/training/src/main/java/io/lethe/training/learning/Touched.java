package io.lethe.training.learning;

import io.lethe.spi.Addition;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The users and items of an addition, and all that they did: enough to solve their rows anew beside
 * all others. Of other users and items the two views hold what they have in common with those, no
 * more. Both are over the same columns.
 *
 * @param users of interactions that were added or replaced, ascending; shared, not to be written to
 * @param items likewise
 * @param before interactions of these users and of these items that counted before
 * @param after those that count now
 */
public record Touched(int[] users, int[] items, InteractionView before, InteractionView after) {

  /** Goes over the columns of all interactions once, O(interactions); the rest costs what it finds. */
  public static Touched of(Addition addition) {
    Interactions all = addition.after().all();
    BitSet users = new BitSet();
    BitSet items = new BitSet();
    for (int[] positions : new int[][]{addition.added(), addition.replaced()}) {
      for (int position : positions) {
        users.set(all.user(position));
        items.set(all.item(position));
      }
    }
    int[] kept = new int[1024];
    int count = 0;
    for (int position = 0; position < all.size() && !users.isEmpty(); position++) {
      if (users.get(all.user(position)) || items.get(all.item(position))) {
        kept = count == kept.length ? Arrays.copyOf(kept, 2 * count) : kept;
        kept[count++] = position;
      }
    }
    kept = Arrays.copyOf(kept, count);
    Interactions own = all.at(kept);
    return new Touched(
        users.stream().toArray(), items.stream().toArray(),
        within(own, kept, addition.before()), within(own, kept, addition.after()));
  }

  /** The kept interactions without those that a view does not count. */
  private static InteractionView within(Interactions own, int[] kept, InteractionView view) {
    int[] leftOut = new int[kept.length];
    int count = 0;
    for (int k = 0; k < kept.length; k++) {
      if (kept[k] >= view.all().size() || !view.contains(kept[k])) {
        leftOut[count++] = k;
      }
    }
    return new InteractionView(own, Arrays.copyOf(leftOut, count));
  }

  /** Whether nothing was added. */
  public boolean isEmpty() {
    return users.length == 0;
  }

  /** All users and items that the interactions index, new ones included. */
  public EntityKeys keys() {
    return after.all().keys();
  }
}
