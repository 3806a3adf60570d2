package io.lethe.store.interaction;

import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.subject.ErasureTarget;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Works out what is left of a log when targets are taken out, by reading all of it: where {@link
 * PlacedPurge} cannot be.
 */
final class LogPurge {

  private final LogContent log;
  private final LogTargets targets;
  private final BitSet liveUsers = new BitSet();
  private final BitSet liveItems = new BitSet();
  private final List<LogSegment> changed = new ArrayList<>();
  private final List<LogSegment> left = new ArrayList<>();
  private long purged;

  LogPurge(LogContent log, List<ErasureTarget> targets) {
    this.log = log;
    this.targets = LogTargets.in(log, targets);
    for (LogSegment segment : log.segments()) {
      markLive(segment);
    }
    for (LogSegment segment : log.segments()) {
      purge(segment);
    }
  }

  /** How many rows it takes out. */
  long purged() {
    return purged;
  }

  /** The segments that are no longer as they were. */
  List<LogSegment> changed() {
    return changed;
  }

  /** All segments, changed or not. */
  List<LogSegment> left() {
    return left;
  }

  private boolean stays(LogSegment segment, int k) {
    return log.isPresent(segment, k) && !targets.name(segment, k);
  }

  private void markLive(LogSegment segment) {
    for (int k = 0; k < segment.rows(); k++) {
      if (stays(segment, k)) {
        liveUsers.set(segment.userColumn()[k]);
        liveItems.set(segment.itemColumn()[k]);
      }
    }
  }

  private void purge(LogSegment segment) {
    int[] users = segment.userColumn().clone();
    int[] items = segment.itemColumn().clone();
    float[] values = segment.values().clone();
    long[] times = segment.times().clone();
    BitSet gone = new BitSet();
    for (int k = 0; k < users.length; k++) {
      if (users[k] != InteractionColumns.PURGED && !stays(segment, k)) {
        purged += log.isPresent(segment, k) ? 1 : 0;
        users[k] = InteractionColumns.PURGED;
        items[k] = InteractionColumns.PURGED;
        values[k] = 0;
        if (segment.isTimed()) {
          times[k] = InteractionColumns.UNKNOWN_TIME;
        }
        gone.set(k);
      }
    }
    LogSegment.Ids userIds = living(segment.users(), liveUsers);
    LogSegment.Ids itemIds = living(segment.items(), liveItems);
    if (gone.isEmpty() && userIds.equals(segment.users()) && itemIds.equals(segment.items())) {
      left.add(segment);
      return;
    }
    LogSegment after = new LogSegment(
        segment.firstRow(), userIds, itemIds, users, items, values, times,
        segment.events().without(gone));
    changed.add(after);
    left.add(after);
  }

  private static LogSegment.Ids living(LogSegment.Ids ids, BitSet live) {
    List<String> left = new ArrayList<>(ids.ids());
    for (int k = 0; k < left.size(); k++) {
      if (!live.get(ids.first() + k)) {
        left.set(k, "");
      }
    }
    return left.equals(ids.ids()) ? ids : new LogSegment.Ids(ids.first(), left, ids.firstRows());
  }
}
