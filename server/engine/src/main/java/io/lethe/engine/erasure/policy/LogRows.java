package io.lethe.engine.erasure.policy;

import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.data.PairIndex;
import io.lethe.engine.subject.ErasureTarget.Pair;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a log holds of subjects: purged rows do not count, rows of one pair count once. Confined. */
final class LogRows {

  private final InteractionColumns rows;
  private final Map<String, Integer> users;
  private final Map<String, Integer> items;
  private final PairIndex pairs = new PairIndex();

  private LogRows(InteractionColumns rows) {
    this.rows = rows;
    this.users = numbers(rows.userIds());
    this.items = numbers(rows.itemIds());
  }

  private static Map<String, Integer> numbers(List<String> ids) {
    Map<String, Integer> numbers = HashMap.newHashMap(ids.size());
    for (int k = 0; k < ids.size(); k++) {
      numbers.put(ids.get(k), k);
    }
    return numbers;
  }

  /** Looks through all rows once. O(rows). */
  static LogRows of(InteractionColumns rows) {
    LogRows held = new LogRows(rows);
    for (int row = 0; row < rows.size(); row++) {
      if (rows.users()[row] != InteractionColumns.PURGED) {
        held.pairs.number(rows.users()[row], rows.items()[row]);
      }
    }
    return held;
  }

  /** Interactions: rows of one user and item count once. */
  long size() {
    return pairs.size();
  }

  /** Interactions of a user. O(rows). */
  long ofUser(String id) {
    return count(rows.users(), users.get(id), rows.items());
  }

  /** Interactions of an item. O(rows). */
  long ofItem(String id) {
    return count(rows.items(), items.get(id), rows.users());
  }

  private static long count(int[] column, @Nullable Integer wanted, int[] others) {
    BitSet found = new BitSet();
    for (int row = 0; wanted != null && row < column.length; row++) {
      if (column[row] == wanted) {
        found.set(others[row]);
      }
    }
    return found.cardinality();
  }

  /** Whether a pair occurs. */
  boolean has(Pair pair) {
    Integer user = users.get(pair.user());
    Integer item = items.get(pair.item());
    return user != null && item != null && pairs.find(user, item) != PairIndex.ABSENT;
  }
}
