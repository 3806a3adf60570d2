package io.lethe.store;

import io.lethe.engine.interaction.ColumnsBuilder;
import io.lethe.engine.model.InteractionColumns;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.sql.SQLException;

/** A few interactions as bytes: their number, then user, item and value of each. */
final class RowBytes {

  private static final int BYTES_A_ROW = 24;

  private RowBytes() {}

  /** Of rows without purged ones. */
  static byte[] of(InteractionColumns rows) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(BYTES_A_ROW * rows.size());
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(rows.size());
      for (int row = 0; row < rows.size(); row++) {
        out.writeUTF(rows.userIds().get(rows.users()[row]));
        out.writeUTF(rows.itemIds().get(rows.items()[row]));
        out.writeFloat(rows.values()[row]);
      }
    } catch (IOException impossible) {
      throw new IllegalStateException("memory refuses bytes", impossible);
    }
    return bytes.toByteArray();
  }

  /** The inverse; the ledger's checks have told that the bytes are as written. */
  static InteractionColumns read(byte[] bytes) throws SQLException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      ColumnsBuilder rows = new ColumnsBuilder(in.readInt());
      int count = rows.size();
      for (int row = 0; row < count; row++) {
        rows.add(in.readUTF(), in.readUTF(), in.readFloat());
      }
      return rows.build();
    } catch (IOException damaged) {
      throw new SQLException("appended rows cannot be read", damaged);
    }
  }
}
