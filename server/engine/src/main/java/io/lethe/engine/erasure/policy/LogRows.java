package io.lethe.engine.erasure.policy;

import io.lethe.engine.model.InteractionColumns;
import io.lethe.engine.model.PairIndex;
import io.lethe.engine.subject.ErasureTarget.Pair;

/** What a log holds of subjects, purged rows left out. Confined. */
final class LogRows {

  private final InteractionColumns rows;
  private final PairIndex pairs = new PairIndex();
  private long size;

  private LogRows(InteractionColumns rows) {
    this.rows = rows;
  }

  /** Looks through all rows once. O(rows). */
  static LogRows of(InteractionColumns rows) {
    LogRows held = new LogRows(rows);
    for (int row = 0; row < rows.size(); row++) {
      if (rows.users()[row] != InteractionColumns.PURGED) {
        held.pairs.number(rows.users()[row], rows.items()[row]);
        held.size++;
      }
    }
    return held;
  }

  /** Rows, repeated pairs counted each time. */
  long size() {
    return size;
  }

  /** Rows of a user. O(rows). */
  long ofUser(String id) {
    return count(rows.users(), rows.userIds().indexOf(id));
  }

  /** Rows of an item. O(rows). */
  long ofItem(String id) {
    return count(rows.items(), rows.itemIds().indexOf(id));
  }

  private static long count(int[] column, int wanted) {
    long found = 0;
    for (int index : column) {
      found += wanted >= 0 && index == wanted ? 1 : 0;
    }
    return found;
  }

  /** Whether a pair occurs. O(ids). */
  boolean has(Pair pair) {
    int user = rows.userIds().indexOf(pair.user());
    int item = rows.itemIds().indexOf(pair.item());
    return user >= 0 && item >= 0 && pairs.find(user, item) != PairIndex.ABSENT;
  }
}
