package io.lethe.store.interaction;

import io.lethe.engine.subject.ErasureTarget;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.FilePatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Takes targets out of a log where they stand: their rows, and the ids that no row names any more, are
 * overwritten and nothing else is written but the hashes of their pages.
 *
 * @param patch what is overwritten
 * @param purged how many rows go
 */
record PlacedPurge(FilePatch patch, long purged) {

  /** Beyond so many rows, and this share of the log, writing files anew costs less. */
  private static final long ROWS_MAX = 1 << 14;
  private static final int SHARE = 64;

  /**
   * Works it out; empty where files are to be written anew.
   *
   * @param scan of files of the newest format
   */
  static Optional<PlacedPurge> of(LogScan scan, List<ErasureTarget> targets)
      throws IOException, DamagedFileException {
    LogTargets named = find(scan, targets);
    List<SortedMap<Integer, LogScan.Row>> going = new ArrayList<>();
    long purged = 0;
    for (SegmentScan segment : scan.segments()) {
      SortedMap<Integer, LogScan.Row> rows = LogScan.named(segment, named);
      going.add(rows);
      purged += rows.size();
      if (segment.losesEventType(rows) || purged > Math.max(ROWS_MAX, scan.rows() / SHARE)) {
        return Optional.empty();
      }
    }
    BitSet deadUsers = new BitSet();
    BitSet deadItems = new BitSet();
    going.forEach(rows -> rows.values().forEach(row -> {
      deadUsers.set(row.user());
      deadItems.set(row.item());
    }));
    deadUsers.andNot(named.users());
    deadItems.andNot(named.items());
    keepLiving(scan, going, deadUsers, deadItems);
    deadUsers.or(named.users());
    deadItems.or(named.items());
    SortedMap<String, List<FilePatch.Write>> files = new TreeMap<>();
    for (int s = 0; s < going.size(); s++) {
      SegmentScan segment = scan.segments().get(s);
      if (!going.get(s).isEmpty() || segment.holds(deadUsers, deadItems)) {
        files.put(segment.name(), segment.without(going.get(s).keySet(), deadUsers, deadItems));
      }
    }
    return Optional.of(new PlacedPurge(new FilePatch(files), purged));
  }

  private static LogTargets find(LogScan scan, List<ErasureTarget> targets)
      throws IOException, DamagedFileException {
    Set<String> userIds = new HashSet<>();
    Set<String> itemIds = new HashSet<>();
    LogTargets.collectIds(targets, userIds, itemIds);
    WantedIds users = new WantedIds(userIds);
    WantedIds items = new WantedIds(itemIds);
    for (SegmentScan segment : scan.segments()) {
      segment.findUsers(users);
      segment.findItems(items);
    }
    return new LogTargets(targets, users.numbers(), items.numbers());
  }

  /** Takes away what rows name that stay. */
  private static void keepLiving(
      LogScan scan, List<SortedMap<Integer, LogScan.Row>> going, BitSet users, BitSet items)
      throws IOException, DamagedFileException {
    for (int s = 0; s < going.size(); s++) {
      SegmentScan segment = scan.segments().get(s);
      SortedMap<Integer, LogScan.Row> rows = going.get(s);
      segment.rowsOfUsers(users, (k, user) -> {
        if (!rows.containsKey(k)) {
          users.clear(user);
        }
      });
      segment.rowsOfItems(items, (k, item) -> {
        if (!rows.containsKey(k)) {
          items.clear(item);
        }
      });
    }
  }
}
