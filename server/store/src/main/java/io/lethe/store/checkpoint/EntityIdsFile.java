package io.lethe.store.checkpoint;

import io.lethe.engine.data.EntityIds;
import io.lethe.spi.items.ItemFeatures;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.FileInput;
import io.lethe.store.disk.FileOutput;
import io.lethe.store.disk.FilePatch;
import io.lethe.store.disk.FileScan;
import io.lethe.store.format.IdList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The ids of a version: magic, format version, counts, users, items, features of items if any, and where each
 * {@value #BLOCK_IDS} ids begin, so that one is overwritten without all before it being read.
 */
final class EntityIdsFile {

  /** Of ids alone; of earlier servers. */
  private static final int FORMAT_WITHOUT_FEATURES = 1;
  /** Of ids with features of items behind them; of earlier servers. */
  private static final int FORMAT_WITHOUT_PLACES = 2;
  private static final int FORMAT = 3;
  private static final int BLOCK_IDS = 256;
  private static final byte[] MAGIC = "LETHEIDS".getBytes(StandardCharsets.US_ASCII);

  private EntityIdsFile() {}

  static void write(FileOutput out, EntityIds ids) throws IOException {
    out.write(MAGIC);
    out.writeInt(FORMAT);
    out.writeInt(ids.users().size());
    out.writeInt(ids.items().size());
    out.writeInt(ids.features().count());
    long[] users = writeBlocks(out, ids.users());
    long[] items = writeBlocks(out, ids.items());
    if (ids.features().count() > 0) {
      ItemFeaturesPart.write(out, ids.features());
    }
    out.write(users, users.length);
    out.write(items, items.length);
  }

  private static long[] writeBlocks(FileOutput out, List<String> ids) throws IOException {
    long[] places = new long[Math.ceilDiv(ids.size(), BLOCK_IDS)];
    for (int block = 0; block < places.length; block++) {
      places[block] = out.position();
      int first = block * BLOCK_IDS;
      IdList.write(out, ids.subList(first, Math.min(first + BLOCK_IDS, ids.size())));
    }
    return places;
  }

  static EntityIds read(FileInput in) throws IOException, DamagedFileException {
    if (!Arrays.equals(in.readBytes(MAGIC.length), MAGIC)) {
      throw in.damaged("it is no file of ids");
    }
    int format = in.readInt();
    if (format < FORMAT_WITHOUT_FEATURES || format > FORMAT) {
      throw in.damaged(
          "it has format %d; this server reads %d to %d"
              .formatted(format, FORMAT_WITHOUT_FEATURES, FORMAT));
    }
    int users = in.readInt();
    int items = in.readInt();
    int count = format == FORMAT ? in.readInt() : 0;
    Blocks userIds = Blocks.read(in, users);
    Blocks itemIds = Blocks.read(in, items);
    ItemFeatures features = count > 0 || format == FORMAT_WITHOUT_PLACES
        ? ItemFeaturesPart.read(in)
        : ItemFeatures.NONE;
    if (format == FORMAT) {
      if (features.count() != count) {
        throw in.damaged("%d features where %d are told".formatted(features.count(), count));
      }
      userIds.checkPlaces(in);
      itemIds.checkPlaces(in);
    }
    if (in.remaining() != 0) {
      throw in.damaged("%d bytes follow the last id".formatted(in.remaining()));
    }
    if (features.rows() > items) {
      throw in.damaged("features of %d items where there are %d".formatted(features.rows(), items));
    }
    return new EntityIds(userIds.ids(), itemIds.ids(), features);
  }

  /**
   * One side's ids.
   *
   * @param places where each block of them begins
   */
  private record Blocks(List<String> ids, long[] places) {

    static Blocks read(FileInput in, int count) throws IOException, DamagedFileException {
      if (count < 0 || (long) count * Short.BYTES > in.remaining()) {
        throw in.damaged("%d ids are due where %d bytes are left".formatted(count, in.remaining()));
      }
      List<String> ids = new ArrayList<>(count);
      long[] places = new long[Math.ceilDiv(count, BLOCK_IDS)];
      for (int block = 0; block < places.length; block++) {
        places[block] = in.length() - in.remaining();
        ids.addAll(IdList.readErasable(in, Math.min(BLOCK_IDS, count - block * BLOCK_IDS)));
      }
      return new Blocks(ids, places);
    }

    void checkPlaces(FileInput in) throws IOException, DamagedFileException {
      if (!Arrays.equals(in.readLongs(places.length), places)) {
        throw in.damaged("its ids are not where it says");
      }
    }
  }

  /** A file of the present format, in which ids are to be found. Confined to one thread. */
  static final class Places {

    private final FileScan file;
    private final int users;
    private final int items;
    private final boolean hasFeatures;

    private Places(FileScan file, int users, int items, boolean hasFeatures) {
      this.file = file;
      this.users = users;
      this.items = items;
      this.hasFeatures = hasFeatures;
    }

    /** Reads the head; empty if an earlier server wrote the file. */
    static Optional<Places> of(FileScan file) throws IOException, DamagedFileException {
      file.seek(MAGIC.length);
      return file.readInt() == FORMAT
          ? Optional.of(new Places(file, file.readInt(), file.readInt(), file.readInt() > 0))
          : Optional.empty();
    }

    int users() {
      return users;
    }

    int items() {
      return items;
    }

    boolean hasFeatures() {
      return hasFeatures;
    }

    /** What overwrites a user's id. */
    FilePatch.Write erasedUser(int user) throws IOException, DamagedFileException {
      return erased(user, 0);
    }

    /** What overwrites an item's id. */
    FilePatch.Write erasedItem(int item) throws IOException, DamagedFileException {
      return erased(item, Math.ceilDiv(users, BLOCK_IDS));
    }

    /**
     * What overwrites an id.
     *
     * @param index of it on its side
     * @param blocks of the side before
     */
    private FilePatch.Write erased(int index, int blocks) throws IOException, DamagedFileException {
      int all = Math.ceilDiv(users, BLOCK_IDS) + Math.ceilDiv(items, BLOCK_IDS);
      long place = file.length() - (long) (all - blocks - index / BLOCK_IDS) * Long.BYTES;
      file.seek(place);
      file.seek(file.readLong());
      for (int before = index % BLOCK_IDS; before > 0; before--) {
        file.skip(file.readUnsignedShort());
      }
      int bytes = file.readUnsignedShort();
      return new FilePatch.Write(file.position(), IdList.erased(bytes));
    }
  }
}
