package io.lethe.store.interaction;

import io.lethe.store.disk.DamagedFileException;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Looks through the files of a log, at the memory's speed. Confined to one thread. */
final class LogScan implements Closeable {

  private final List<SegmentScan> segments = new ArrayList<>();
  private final boolean searchable;

  /**
   * A row that was found.
   *
   * @param user its number
   * @param item likewise
   */
  record Row(int user, int item) {}

  /** Over the files that count, in order. */
  LogScan(List<LogSegmentFile> files) throws IOException, DamagedFileException {
    boolean newest = true;
    for (LogSegmentFile file : files) {
      newest &= file.format() == LogSegmentFile.FORMAT;
    }
    searchable = newest;
    try {
      for (LogSegmentFile file : newest ? files : List.<LogSegmentFile>of()) {
        segments.add(new SegmentScan(file));
      }
    } catch (IOException | DamagedFileException failure) {
      close();
      throw failure;
    }
  }

  /** Whether all files are of the newest format; where not, it sees none. */
  boolean searchable() {
    return searchable;
  }

  List<SegmentScan> segments() {
    return segments;
  }

  long rows() {
    return segments.stream().mapToLong(SegmentScan::rows).sum();
  }

  /** The rows of a segment that are there and that targets name, by their place in it. */
  static SortedMap<Integer, Row> named(SegmentScan segment, LogTargets targets)
      throws IOException, DamagedFileException {
    SortedMap<Integer, Row> named = new TreeMap<>();
    BitSet users = (BitSet) targets.users().clone();
    users.or(targets.usersOfPairs());
    segment.rowsOfUsers(users, (k, user) -> {
      int item = segment.item(k);
      if (targets.name(user, item)) {
        named.put(k, new Row(user, item));
      }
    });
    segment.rowsOfItems(targets.items(), (k, item) -> {
      if (!named.containsKey(k)) {
        named.put(k, new Row(segment.user(k), item));
      }
    });
    return named;
  }

  @Override
  public void close() throws IOException {
    for (SegmentScan segment : segments) {
      segment.close();
    }
  }
}
