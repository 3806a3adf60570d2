package io.lethe.testkit;

import io.lethe.spi.Addition;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Interactions as a host logs them: rows come one after another, of new users and items, too, and a
 * later row of a pair takes the place of the one before. Mutable; confined to a test.
 */
public final class GrowingLog {

  private final List<double[]> rows = new ArrayList<>();
  private final Map<Long, Integer> last = new HashMap<>();
  private final List<Integer> leftOut = new ArrayList<>();
  private int users;
  private int items;

  /** A log of nothing. */
  public GrowingLog() {}

  /** A log of what a view counts, in its order. */
  public static GrowingLog of(InteractionView view) {
    GrowingLog log = new GrowingLog();
    log.grow(view.all().keys().userCount(), view.all().keys().itemCount());
    for (int position : view.positions()) {
      log.add(view.all().user(position), view.all().item(position), view.all().value(position));
    }
    return log;
  }

  /** Makes room for users and items that need have no interaction. */
  public void grow(int userCount, int itemCount) {
    users = Math.max(users, userCount);
    items = Math.max(items, itemCount);
  }

  /** Adds a row; a user or item beyond those known is new. */
  public void add(int user, int item, float value) {
    grow(user + 1, item + 1);
    Integer before = last.put((long) user << Integer.SIZE | item, rows.size());
    if (before != null) {
      leftOut.add(before);
    }
    rows.add(new double[]{user, item, value});
  }

  /** What counts now, with the keys of {@link SyntheticRatings}. */
  public InteractionView view() {
    Interactions all = new Interactions(
        new EntityKeys(
            IntStream.range(0, users).mapToLong(SyntheticRatings::userKey).toArray(),
            IntStream.range(0, items).mapToLong(SyntheticRatings::itemKey).toArray()),
        rows.stream().mapToInt(row -> (int) row[0]).toArray(),
        rows.stream().mapToInt(row -> (int) row[1]).toArray(), values());
    return new InteractionView(all, leftOut.stream().mapToInt(k -> k).sorted().toArray());
  }

  private float[] values() {
    float[] values = new float[rows.size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) rows.get(k)[2];
    }
    return values;
  }

  /** What came since an earlier view of this log. */
  public Addition since(InteractionView before) {
    return new Addition(before, view());
  }
}
