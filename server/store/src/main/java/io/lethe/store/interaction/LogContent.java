package io.lethe.store.interaction;

import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.event.EventColumn;
import io.lethe.store.disk.DamagedFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A whole log in memory: its segments, and the ids of all of them by number. A row that names a
 * purged id counts as purged: a crash in the middle of a purge leaves such rows, nothing else does.
 */
final class LogContent {

  private final List<LogSegment> segments;
  private final List<String> users = new ArrayList<>();
  private final List<String> items = new ArrayList<>();

  /**
   * Puts segments together.
   *
   * @param segments in order and without gaps
   */
  LogContent(List<LogSegment> segments) throws DamagedFileException {
    this.segments = List.copyOf(segments);
    for (LogSegment segment : segments) {
      if (segment.users().first() != users.size() || segment.items().first() != items.size()) {
        throw new DamagedFileException(
            "rows-%010d-%010d.bin".formatted(segment.firstRow(), segment.end()),
            "its ids do not follow those of the file before");
      }
      users.addAll(segment.users().ids());
      items.addAll(segment.items().ids());
    }
  }

  List<LogSegment> segments() {
    return segments;
  }

  List<String> users() {
    return users;
  }

  List<String> items() {
    return items;
  }

  int end() {
    return segments.isEmpty() ? 0 : segments.getLast().end();
  }

  /** Whether a row of a segment is there, by its place within the segment. */
  boolean isPresent(LogSegment segment, int k) {
    int user = segment.userColumn()[k];
    return user != InteractionColumns.PURGED && !users.get(user).isEmpty()
        && !items.get(segment.itemColumn()[k]).isEmpty();
  }

  /** The first rows as columns, with the ids that these rows named, purged or not. */
  InteractionColumns columns(int end) {
    int[] userColumn = new int[end];
    int[] itemColumn = new int[end];
    float[] values = new float[end];
    long[] times = new long[isTimed() ? end : 0];
    EventColumn.Builder events = new EventColumn.Builder(end);
    Arrays.fill(userColumn, InteractionColumns.PURGED);
    Arrays.fill(itemColumn, InteractionColumns.PURGED);
    boolean[] usersGone = gone(users);
    boolean[] itemsGone = gone(items);
    int userCount = 0;
    int itemCount = 0;
    for (LogSegment segment : segments) {
      if (segment.firstRow() >= end) {
        break;
      }
      for (int k = 0; k < segment.rows() && segment.firstRow() + k < end; k++) {
        int user = segment.userColumn()[k];
        int item = segment.itemColumn()[k];
        if (user != InteractionColumns.PURGED && !usersGone[user] && !itemsGone[item]) {
          userColumn[segment.firstRow() + k] = user;
          itemColumn[segment.firstRow() + k] = item;
          values[segment.firstRow() + k] = segment.values()[k];
          if (segment.isTimed()) {
            times[segment.firstRow() + k] = segment.times()[k];
          }
          events.set(segment.firstRow() + k, segment.events(), k);
        }
      }
      userCount = segment.users().first() + namedBefore(segment.users(), end);
      itemCount = segment.items().first() + namedBefore(segment.items(), end);
    }
    return new InteractionColumns(
        users.subList(0, userCount), items.subList(0, itemCount), userColumn, itemColumn, values,
        times, events.build());
  }

  /** By number: a look at an id for every row would read all of memory. */
  private static boolean[] gone(List<String> ids) {
    boolean[] gone = new boolean[ids.size()];
    for (int number = 0; number < gone.length; number++) {
      gone[number] = ids.get(number).isEmpty();
    }
    return gone;
  }

  private boolean isTimed() {
    return segments.stream().anyMatch(LogSegment::isTimed);
  }

  private static int namedBefore(LogSegment.Ids ids, int end) {
    int place = Arrays.binarySearch(ids.firstRows(), end);
    return place >= 0 ? place : -place - 1;
  }

  /** One segment with the rows of all. */
  LogSegment merged() {
    int end = end();
    int[] userColumn = new int[end];
    int[] itemColumn = new int[end];
    float[] values = new float[end];
    long[] times = new long[isTimed() ? end : 0];
    EventColumn.Builder events = new EventColumn.Builder(end);
    int[] userRows = new int[users.size()];
    int[] itemRows = new int[items.size()];
    for (LogSegment segment : segments) {
      int at = segment.firstRow();
      System.arraycopy(segment.userColumn(), 0, userColumn, at, segment.rows());
      System.arraycopy(segment.itemColumn(), 0, itemColumn, at, segment.rows());
      System.arraycopy(segment.values(), 0, values, at, segment.rows());
      if (segment.isTimed()) {
        System.arraycopy(segment.times(), 0, times, at, segment.rows());
      }
      for (int k = 0; k < segment.events().end(); k++) {
        events.set(at + k, segment.events(), k);
      }
      copyRows(segment.users(), userRows);
      copyRows(segment.items(), itemRows);
    }
    return new LogSegment(
        0, new LogSegment.Ids(0, users, userRows), new LogSegment.Ids(0, items, itemRows),
        userColumn, itemColumn, values, times, events.build());
  }

  private static void copyRows(LogSegment.Ids ids, int[] rows) {
    System.arraycopy(ids.firstRows(), 0, rows, ids.first(), ids.ids().size());
  }
}
