package io.lethe.store.interaction;

import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.FilePatch;
import io.lethe.store.disk.FileScan;
import io.lethe.store.disk.SealedChanges;
import io.lethe.store.format.IdList;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;

/**
 * Looks through one segment's file of the newest format without reading it into memory, and says which
 * of its bytes change when rows and ids go. Confined to one thread.
 */
final class SegmentScan implements Closeable {

  private static final int CHUNK_ROWS = 1 << 14;
  /** Rows, then of users and of items the first number and how many. */
  private static final int HEADER_INTS = 5;
  private static final byte[] PURGED = {-1, -1, -1, -1};
  /** No value, time or event type. */
  private static final byte[] NOTHING = new byte[Long.BYTES];

  private final LogSegmentFile file;
  private final FileScan scan;
  private final int rows;
  private final int[] chunk = new int[CHUNK_ROWS];
  private final boolean timed;
  /** Of the first row's event type; 0 where no row has any. */
  private final long eventsAt;
  private final Side users;
  private final Side items;
  private final long usersIdsAt;
  /** 0 until it was looked for. */
  private long itemsIdsAt;

  /**
   * Ids that rows of this segment named first.
   *
   * @param first number of the first one
   */
  private record Side(int first, int count) {

    boolean holds(int number) {
      return number >= first && number < first + count;
    }
  }

  /** Told of rows by their place in the segment. */
  interface Rows {
    void row(int k, int number) throws IOException, DamagedFileException;
  }

  SegmentScan(LogSegmentFile file) throws IOException, DamagedFileException {
    this.file = file;
    this.scan = new FileScan(file.path());
    this.rows = file.end() - file.firstRow();
    int[] header = new int[HEADER_INTS];
    scan.seek(LogSegmentFile.HEADER_BYTES - (long) HEADER_INTS * Integer.BYTES);
    scan.readInts(header, HEADER_INTS);
    scan.skip(3L * Integer.BYTES * rows);
    int times = scan.readInt();
    this.timed = times > 0;
    scan.skip(timed ? (long) rows * Long.BYTES : 0);
    int names = scan.readInt();
    pass(names);
    this.eventsAt = names == 0 ? 0 : scan.position();
    scan.skip(names == 0 ? 0 : rows);
    if (header[0] != rows || (timed && times != rows) || Math.min(header[2], header[4]) < 0) {
      throw scan.damaged("its numbers of rows and ids do not go together");
    }
    this.users = new Side(header[1], header[2]);
    this.items = new Side(header[3], header[4]);
    this.usersIdsAt = scan.position() + (long) users.count() * Integer.BYTES;
  }

  private void pass(int ids) throws IOException, DamagedFileException {
    for (int k = 0; k < ids; k++) {
      scan.skip(scan.readUnsignedShort());
    }
  }

  /** Place of the first item's id, behind all users'. */
  private long itemsIdsAt() throws IOException, DamagedFileException {
    if (itemsIdsAt == 0) {
      scan.seek(usersIdsAt);
      pass(users.count());
      itemsIdsAt = scan.position() + (long) items.count() * Integer.BYTES;
    }
    return itemsIdsAt;
  }

  void findUsers(WantedIds wanted) throws IOException, DamagedFileException {
    if (!wanted.allFound()) {
      find(users, usersIdsAt, wanted);
    }
  }

  void findItems(WantedIds wanted) throws IOException, DamagedFileException {
    if (!wanted.allFound()) {
      find(items, itemsIdsAt(), wanted);
    }
  }

  private void find(Side side, long idsAt, WantedIds wanted)
      throws IOException, DamagedFileException {
    scan.seek(idsAt);
    for (int k = 0; k < side.count() && !wanted.allFound(); k++) {
      int length = scan.readUnsignedShort();
      long place = scan.position();
      if (wanted.mayBe(length, scan.passTail(length))) {
        wanted.meet(scan.bytesAt(place, length), side.first() + k);
      }
    }
  }

  /** Tells of the rows of some users. */
  void rowsOfUsers(BitSet numbers, Rows visitor) throws IOException, DamagedFileException {
    rowsOf(usersAt(), numbers, visitor);
  }

  /** Tells of the rows of some items. */
  void rowsOfItems(BitSet numbers, Rows visitor) throws IOException, DamagedFileException {
    rowsOf(itemsAt(), numbers, visitor);
  }

  /** Ends early where the visitor clears the last number. */
  private void rowsOf(long column, BitSet numbers, Rows visitor)
      throws IOException, DamagedFileException {
    scan.seek(column);
    for (int start = 0; start < rows && !numbers.isEmpty(); start += CHUNK_ROWS) {
      int count = Math.min(CHUNK_ROWS, rows - start);
      scan.readInts(chunk, count);
      for (int k = 0; k < count; k++) {
        if (chunk[k] >= 0 && numbers.get(chunk[k])) {
          visitor.row(start + k, chunk[k]);
        }
      }
    }
  }

  /** The user of a row that is there. */
  int user(int k) throws IOException, DamagedFileException {
    return number(usersAt() + (long) k * Integer.BYTES, users);
  }

  /** The item of a row that is there. */
  int item(int k) throws IOException, DamagedFileException {
    return number(itemsAt() + (long) k * Integer.BYTES, items);
  }

  private int number(long place, Side side) throws IOException, DamagedFileException {
    int number = scan.intAt(place);
    if (number < 0 || number >= side.first() + side.count()) {
      throw scan
          .damaged("a row names id number %d of %d".formatted(number, side.first() + side.count()));
    }
    return number;
  }

  private long usersAt() {
    return LogSegmentFile.HEADER_BYTES;
  }

  private long itemsAt() {
    return usersAt() + (long) rows * Integer.BYTES;
  }

  private long valuesAt() {
    return itemsAt() + (long) rows * Integer.BYTES;
  }

  private long timesAt() {
    return valuesAt() + (long) rows * Integer.BYTES + Integer.BYTES;
  }

  int rows() {
    return rows;
  }

  String name() {
    return file.name();
  }

  /** Whether some event type is of these rows alone: its name would stay where they are purged. */
  boolean losesEventType(SortedMap<Integer, LogScan.Row> going)
      throws IOException, DamagedFileException {
    if (eventsAt == 0) {
      return false;
    }
    BitSet types = new BitSet();
    for (int k : going.keySet()) {
      types.set(Byte.toUnsignedInt(scan.bytesAt(eventsAt + k, 1)[0]));
    }
    types.clear(0);
    scan.seek(eventsAt);
    for (int start = 0; start < rows && !types.isEmpty(); start += CHUNK_ROWS) {
      byte[] some = scan.readBytes(Math.min(CHUNK_ROWS, rows - start));
      for (int k = 0; k < some.length; k++) {
        if (types.get(Byte.toUnsignedInt(some[k])) && !going.containsKey(start + k)) {
          types.clear(Byte.toUnsignedInt(some[k]));
        }
      }
    }
    return !types.isEmpty();
  }

  /** What is overwritten when these rows and ids go. */
  List<FilePatch.Write> without(Iterable<Integer> going, BitSet deadUsers, BitSet deadItems)
      throws IOException, DamagedFileException {
    SealedChanges changes = new SealedChanges(scan);
    for (int k : going) {
      changes.put(usersAt() + (long) k * Integer.BYTES, PURGED);
      changes.put(itemsAt() + (long) k * Integer.BYTES, PURGED);
      changes.put(valuesAt() + (long) k * Integer.BYTES, nothing(Float.BYTES));
      if (timed) {
        changes.put(timesAt() + (long) k * Long.BYTES, nothing(Long.BYTES));
      }
      if (eventsAt > 0) {
        changes.put(eventsAt + k, nothing(Byte.BYTES));
      }
    }
    if (users.holds(deadUsers.nextSetBit(users.first()))) {
      erase(users, usersIdsAt, deadUsers, changes);
    }
    if (items.holds(deadItems.nextSetBit(items.first()))) {
      erase(items, itemsIdsAt(), deadItems, changes);
    }
    return changes.sealed();
  }

  private void erase(Side side, long idsAt, BitSet dead, SealedChanges changes)
      throws IOException, DamagedFileException {
    int next = side.first();
    scan.seek(idsAt);
    for (int number = dead.nextSetBit(next); side.holds(number); number = dead.nextSetBit(next)) {
      pass(number - next);
      int length = scan.readUnsignedShort();
      if (length > 0) {
        changes.put(scan.position(), IdList.erased(length));
      }
      scan.skip(length);
      next = number + 1;
    }
  }

  /** Whether one of these was named here first. */
  boolean holds(BitSet deadUsers, BitSet deadItems) {
    return users.holds(deadUsers.nextSetBit(users.first()))
        || items.holds(deadItems.nextSetBit(items.first()));
  }

  private static byte[] nothing(int bytes) {
    return Arrays.copyOf(NOTHING, bytes);
  }

  @Override
  public void close() throws IOException {
    scan.close();
  }
}
