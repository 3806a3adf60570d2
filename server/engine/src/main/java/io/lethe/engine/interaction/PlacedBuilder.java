package io.lethe.engine.interaction;

import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.event.EventColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Columns made of rows that come in any order, each with its place. Confined. */
final class PlacedBuilder {

  private final long first;
  private final List<String> userIds = new ArrayList<>();
  private final List<String> itemIds = new ArrayList<>();
  private final Map<String, Integer> itemNumbers = new HashMap<>();
  private final int[] users;
  private final int[] items;
  private final float[] values;
  private final long[] times;
  private final EventColumn.Builder events;

  /** For the places from the first one to before the end. */
  PlacedBuilder(long first, long end) {
    this.first = first;
    this.users = new int[Math.toIntExact(end - first)];
    this.items = new int[users.length];
    this.values = new float[users.length];
    this.times = new long[users.length];
    this.events = new EventColumn.Builder(users.length);
    Arrays.fill(users, InteractionColumns.PURGED);
    Arrays.fill(items, InteractionColumns.PURGED);
  }

  /** Takes a user's rows; those at the end and after it came too late. All of a user together. */
  UserRows.Visitor of(String user) {
    int number = userIds.size();
    return (place, item, what) -> {
      int row = Math.toIntExact(place - first);
      if (row < users.length) {
        if (userIds.size() == number) {
          userIds.add(user);
        }
        users[row] = number;
        items[row] = itemNumbers.computeIfAbsent(item, absent -> {
          itemIds.add(item);
          return itemIds.size() - 1;
        });
        values[row] = what.value();
        times[row] = what.time();
        events.set(row, what.event());
      }
    };
  }

  Append.Placed build() {
    return new Append.Placed(
        first, new InteractionColumns(userIds, itemIds, users, items, values).at(times)
            .with(events.build()));
  }
}
