package io.lethe.engine.interaction;

import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.event.EventColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Columns one after another, as one. */
final class JoinedColumns {

  private JoinedColumns() {}

  /** All rows of all parts, in order; ids keep the order in which parts first have them. O(rows). */
  static InteractionColumns of(List<InteractionColumns> parts) {
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    int size = parts.stream().mapToInt(InteractionColumns::size).sum();
    Dictionary users = new Dictionary();
    Dictionary items = new Dictionary();
    int[] userColumn = new int[size];
    int[] itemColumn = new int[size];
    float[] values = new float[size];
    long[] times = new long[size];
    EventColumn.Builder events = new EventColumn.Builder(size);
    int next = 0;
    for (InteractionColumns part : parts) {
      int[] userNumbers = users.numbers(part.userIds());
      int[] itemNumbers = items.numbers(part.itemIds());
      for (int row = 0; row < part.size(); row++, next++) {
        boolean purged = part.users()[row] == InteractionColumns.PURGED;
        userColumn[next] = purged ? InteractionColumns.PURGED : userNumbers[part.users()[row]];
        itemColumn[next] = purged ? InteractionColumns.PURGED : itemNumbers[part.items()[row]];
        values[next] = part.values()[row];
        times[next] = part.time(row);
        events.set(next, part.events(), row);
      }
    }
    return new InteractionColumns(users.ids, items.ids, userColumn, itemColumn, values).at(times)
        .with(events.build());
  }

  /** The first rows of columns; ids that only later rows name stay. */
  static InteractionColumns first(InteractionColumns all, int rows) {
    return new InteractionColumns(
        all.userIds(), all.itemIds(), Arrays.copyOf(all.users(), rows),
        Arrays.copyOf(all.items(), rows), Arrays.copyOf(all.values(), rows),
        Arrays.copyOf(all.times(), Math.min(rows, all.times().length)),
        all.events().range(0, rows));
  }

  /** The rows from one on; ids that only earlier rows name stay. */
  static InteractionColumns from(InteractionColumns all, int row) {
    return new InteractionColumns(
        all.userIds(), all.itemIds(), Arrays.copyOfRange(all.users(), row, all.size()),
        Arrays.copyOfRange(all.items(), row, all.size()),
        Arrays.copyOfRange(all.values(), row, all.size()),
        Arrays.copyOfRange(all.times(), Math.min(row, all.times().length), all.times().length),
        all.events().range(row, all.size()));
  }

  /** Ids in the order in which they came; empty ones, of purged rows, keep places of their own. */
  private static final class Dictionary {

    private final List<String> ids = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    int[] numbers(List<String> added) {
      int[] found = new int[added.size()];
      for (int k = 0; k < found.length; k++) {
        String id = added.get(k);
        Integer known = id.isEmpty() ? null : numbers.get(id);
        found[k] = known == null ? ids.size() : known;
        if (known == null) {
          numbers.put(id, ids.size());
          ids.add(id);
        }
      }
      return found;
    }
  }
}
