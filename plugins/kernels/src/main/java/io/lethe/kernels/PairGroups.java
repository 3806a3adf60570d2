package io.lethe.kernels;

/**
 * N (user, item) pairs, grouped once by user and once by item, so that derivatives write each row
 * once. Per-pair arrays of the passes are in <em>user order</em>: users ascending, within a user as
 * given; {@link #toUserOrder} brings values there. Only rows that have pairs are listed. Immutable.
 */
public final class PairGroups {

  private final PairSide byUser;
  private final PairSide byItem;

  /** Where the k-th pair in item order is in user order. */
  private final int[] crossing;

  /** Which of the pairs as given the k-th in user order is. */
  private final int[] origin;

  private final PairSelection active;

  PairGroups(PairSide byUser, PairSide byItem, int[] crossing, int[] origin) {
    this.byUser = byUser;
    this.byItem = byItem;
    this.crossing = crossing;
    this.origin = origin;
    this.active = new PairSelection(byUser.rows(), byItem.rows());
  }

  /**
   * Groups pairs by counting, O(N + rows), or a few pairs by comparing, O(N log N). Stable.
   *
   * @param users user row of each pair; only read
   * @param items item row of each pair; only read
   * @param userRows bound of user rows
   * @param itemRows bound of item rows
   */
  public static PairGroups of(int[] users, int[] items, int userRows, int itemRows) {
    if (users.length != items.length) {
      throw new IllegalArgumentException(
          "%d users for %d items".formatted(users.length, items.length));
    }
    int[] origin = CountingSort.order(users, userRows);
    int[] sortedUsers = gather(users, origin);
    int[] sortedItems = gather(items, origin);
    int[] crossing = CountingSort.order(sortedItems, itemRows);
    PairSide byUser = CountingSort.side(sortedUsers, sortedItems);
    PairSide byItem = CountingSort
        .side(gather(sortedItems, crossing), gather(sortedUsers, crossing));
    return new PairGroups(byUser, byItem, crossing, origin);
  }

  private static int[] gather(int[] values, int[] order) {
    int[] out = new int[order.length];
    for (int k = 0; k < order.length; k++) {
      out[k] = values[order[k]];
    }
    return out;
  }

  /** Number of pairs. */
  public int size() {
    return crossing.length;
  }

  /** The rows that have pairs. */
  public PairSelection activeRows() {
    return active;
  }

  /** For each pair in user order, which of the pairs as given it is; not to be written to. */
  public int[] origin() {
    return origin;
  }

  /** Values of the pairs as given, brought into user order. */
  public float[] toUserOrder(float[] values) {
    float[] out = new float[size()];
    for (int k = 0; k < out.length; k++) {
      out[k] = values[origin[k]];
    }
    return out;
  }

  /**
   * In how many pairs each selected row occurs.
   *
   * @param out caller's array, one number per selected row, users then items; overwritten
   */
  public void counts(PairSelection rows, float[] out) {
    counts(byUser, rows.users(), out, 0);
    counts(byItem, rows.items(), out, rows.users().length);
  }

  private static void counts(PairSide side, int[] rows, float[] out, int offset) {
    int[] groupOf = side.groupsOf(rows);
    for (int k = 0; k < rows.length; k++) {
      out[offset + k] = side.size(groupOf[k]);
    }
  }

  /** Brings the values of one group's pairs from user order into item order. */
  void toItemOrder(int group, float[] values, float[] out) {
    if (group >= 0) {
      for (int k = byItem.starts()[group]; k < byItem.starts()[group + 1]; k++) {
        out[k] = values[crossing[k]];
      }
    }
  }

  PairSide byUser() {
    return byUser;
  }

  PairSide byItem() {
    return byItem;
  }

  int[] crossing() {
    return crossing;
  }
}
