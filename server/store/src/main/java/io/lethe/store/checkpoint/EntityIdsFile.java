package io.lethe.store.checkpoint;

import io.lethe.engine.data.EntityIds;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.FileInput;
import io.lethe.store.disk.FileOutput;
import io.lethe.store.format.IdList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The ids of a version: magic, format version, counts, users, items. */
final class EntityIdsFile {

  static final int FORMAT = 1;

  private static final byte[] MAGIC = "LETHEIDS".getBytes(StandardCharsets.US_ASCII);

  private EntityIdsFile() {}

  static void write(FileOutput out, EntityIds ids) throws IOException {
    out.write(MAGIC);
    out.writeInt(FORMAT);
    out.writeInt(ids.users().size());
    out.writeInt(ids.items().size());
    IdList.write(out, ids.users());
    IdList.write(out, ids.items());
  }

  static EntityIds read(FileInput in) throws IOException, DamagedFileException {
    if (!Arrays.equals(in.readBytes(MAGIC.length), MAGIC)) {
      throw in.damaged("it is no file of ids");
    }
    int format = in.readInt();
    if (format != FORMAT) {
      throw in.damaged("it has format %d; this server reads %d".formatted(format, FORMAT));
    }
    int users = in.readInt();
    int items = in.readInt();
    List<String> userIds = IdList.read(in, users);
    List<String> itemIds = IdList.read(in, items);
    if (in.remaining() != 0) {
      throw in.damaged("%d bytes follow the last id".formatted(in.remaining()));
    }
    return new EntityIds(userIds, itemIds);
  }
}
