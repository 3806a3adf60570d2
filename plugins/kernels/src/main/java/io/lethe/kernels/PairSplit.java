package io.lethe.kernels;

import java.util.Arrays;

/** Deals grouped pairs out into batches: order within a batch follows from the order as a whole. */
final class PairSplit {

  private final PairGroups whole;
  private final int batches;

  /** Batch of each pair in user order. */
  private final int[] batch;

  private final int[] starts;

  PairSplit(PairGroups whole, int[] batchOf, int batches) {
    if (batchOf.length != whole.size()) {
      throw new IllegalArgumentException(
          "%d batch numbers for %d pairs".formatted(batchOf.length, whole.size()));
    }
    this.whole = whole;
    this.batches = batches;
    this.batch = new int[batchOf.length];
    for (int k = 0; k < batch.length; k++) {
      batch[k] = batchOf[whole.origin()[k]];
    }
    this.starts = CountingSort.starts(batch, batches);
  }

  PairGroups[] groups() {
    int size = whole.size();
    int[] userRow = rowOfEach(whole.byUser());
    int[] users = new int[size];
    int[] items = new int[size];
    int[] origin = new int[size];
    int[] placed = new int[size];
    int[] next = starts.clone();
    for (int k = 0; k < size; k++) {
      int at = next[batch[k]]++;
      placed[k] = at;
      users[at] = userRow[k];
      items[at] = whole.byUser().others()[k];
      origin[at] = whole.origin()[k];
    }
    int[] crossing = itemOrder(placed);
    PairGroups[] groups = new PairGroups[batches];
    for (int b = 0; b < batches; b++) {
      groups[b] = group(b, users, items, origin, crossing);
    }
    return groups;
  }

  /** Positions among the dealt-out pairs, batch after batch in item order. */
  private int[] itemOrder(int[] placed) {
    int[] next = starts.clone();
    int[] order = new int[placed.length];
    for (int k : whole.crossing()) {
      order[next[batch[k]]++] = placed[k];
    }
    return order;
  }

  private PairGroups group(int b, int[] users, int[] items, int[] origin, int[] crossing) {
    int from = starts[b];
    int to = starts[b + 1];
    int[] itemRows = new int[to - from];
    int[] itemOthers = new int[to - from];
    int[] local = new int[to - from];
    for (int k = from; k < to; k++) {
      itemRows[k - from] = items[crossing[k]];
      itemOthers[k - from] = users[crossing[k]];
      local[k - from] = crossing[k] - from;
    }
    PairSide byUser = CountingSort
        .side(Arrays.copyOfRange(users, from, to), Arrays.copyOfRange(items, from, to));
    PairSide byItem = CountingSort.side(itemRows, itemOthers);
    return new PairGroups(byUser, byItem, local, Arrays.copyOfRange(origin, from, to));
  }

  private static int[] rowOfEach(PairSide side) {
    int[] rows = new int[side.pairs()];
    for (int g = 0; g < side.groups(); g++) {
      Arrays.fill(rows, side.starts()[g], side.starts()[g + 1], side.rows()[g]);
    }
    return rows;
  }
}
