package io.lethe.engine.data;

import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows of the log that a version's data takes in after it was made. Used once. */
final class LaterRows {

  private final VersionData data;
  private final InteractionColumns rows;
  private final int[] counted;
  private final EntityIndex index;

  LaterRows(VersionData data, InteractionColumns rows, IntPredicate excluded) {
    this.data = data;
    this.rows = rows;
    this.counted = IntStream.range(0, rows.size())
        .filter(row -> rows.users()[row] != InteractionColumns.PURGED && !excluded.test(row))
        .toArray();
    Set<String> users = new LinkedHashSet<>();
    Set<String> items = new LinkedHashSet<>();
    for (int row : counted) {
      users.add(userOf(row));
      items.add(itemOf(row));
    }
    users.removeIf(id -> data.index().user(id) != EntityIndex.UNKNOWN);
    items.removeIf(id -> data.index().item(id) != EntityIndex.UNKNOWN);
    this.index = data.index().with(users.stream().toList(), items.stream().toList());
  }

  private String userOf(int row) {
    return rows.userIds().get(rows.users()[row]);
  }

  private String itemOf(int row) {
    return rows.itemIds().get(rows.items()[row]);
  }

  VersionData added() {
    int[] users = new int[rows.size()];
    int[] items = new int[rows.size()];
    boolean[] counts = new boolean[rows.size()];
    for (int row : counted) {
      users[row] = index.user(userOf(row));
      items[row] = index.item(itemOf(row));
      counts[row] = true;
    }
    int[] holes = IntStream.range(0, counts.length).filter(row -> !counts[row]).toArray();
    InteractionTable table = data.table()
        .with(new Interactions(index.keys(), users, items, rows.values(), rows.times()), holes);
    int from = data.table().interactions().size();
    int[] gone = Stream.of(superseded(users, items), Arrays.stream(holes).map(row -> from + row))
        .flatMapToInt(each -> each)
        .toArray();
    InteractionView live = grown(data.live(), table, gone);
    int[] notTrained = IntStream.concat(
        Arrays.stream(gone).filter(position -> position >= from || isTrained(position)),
        Arrays.stream(counted)
            .filter(row -> isHeldOut(users[row], items[row]))
            .map(row -> from + row))
        .toArray();
    return data
        .grown(index, table, live, grown(data.trained(), table, notTrained), seen(users, items));
  }

  /** Live positions of pairs that come again. */
  private IntStream superseded(int[] users, int[] items) {
    return Arrays.stream(counted).map(row -> earlier(users[row], items[row])).filter(at -> at >= 0);
  }

  private int earlier(int user, int item) {
    boolean known = user < data.index().userCount() && item < data.index().itemCount();
    int position = known ? data.table().find(user, item) : -1;
    return position >= 0 && data.live().contains(position) ? position : -1;
  }

  private boolean isTrained(int position) {
    return data.trained().contains(position);
  }

  private boolean isHeldOut(int user, int item) {
    return data.split().heldOut(index.keys(), user, item);
  }

  private static InteractionView grown(InteractionView view, InteractionTable table, int[] gone) {
    return new InteractionView(table.interactions(), view.leftOut()).without(gone);
  }

  private long[] seen(int[] users, int[] items) {
    return Arrays.stream(counted)
        .mapToLong(row -> (long) users[row] << Integer.SIZE | items[row])
        .sorted()
        .toArray();
  }
}
