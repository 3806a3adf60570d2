package io.lethe.store.checkpoint;

import io.lethe.engine.data.EntityIds;
import io.lethe.spi.items.ItemFeatures;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.FileInput;
import io.lethe.store.disk.FileOutput;
import io.lethe.store.format.IdList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The ids of a version: magic, format version, counts, users, items, and features of items if any. */
final class EntityIdsFile {

  /** Of ids alone. */
  static final int FORMAT = 1;

  /** Of ids with features of items behind them. */
  static final int FORMAT_WITH_FEATURES = 2;

  private static final byte[] MAGIC = "LETHEIDS".getBytes(StandardCharsets.US_ASCII);

  private EntityIdsFile() {}

  static void write(FileOutput out, EntityIds ids) throws IOException {
    out.write(MAGIC);
    boolean features = ids.features().count() > 0;
    out.writeInt(features ? FORMAT_WITH_FEATURES : FORMAT);
    out.writeInt(ids.users().size());
    out.writeInt(ids.items().size());
    IdList.write(out, ids.users());
    IdList.write(out, ids.items());
    if (features) {
      ItemFeaturesPart.write(out, ids.features());
    }
  }

  static EntityIds read(FileInput in) throws IOException, DamagedFileException {
    if (!Arrays.equals(in.readBytes(MAGIC.length), MAGIC)) {
      throw in.damaged("it is no file of ids");
    }
    int format = in.readInt();
    if (format != FORMAT && format != FORMAT_WITH_FEATURES) {
      throw in.damaged(
          "it has format %d; this server reads %d and %d"
              .formatted(format, FORMAT, FORMAT_WITH_FEATURES));
    }
    int users = in.readInt();
    int items = in.readInt();
    List<String> userIds = IdList.read(in, users);
    List<String> itemIds = IdList.read(in, items);
    ItemFeatures features = format == FORMAT ? ItemFeatures.NONE : ItemFeaturesPart.read(in);
    if (in.remaining() != 0) {
      throw in.damaged("%d bytes follow the last id".formatted(in.remaining()));
    }
    if (features.rows() > items) {
      throw in.damaged("features of %d items where there are %d".formatted(features.rows(), items));
    }
    return new EntityIds(userIds, itemIds, features);
  }
}
