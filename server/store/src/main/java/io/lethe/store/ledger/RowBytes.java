package io.lethe.store.ledger;

import io.lethe.engine.LetheException;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.data.Repeats.Dated;
import io.lethe.engine.event.EventTypes;
import io.lethe.engine.interaction.ColumnsBuilder;
import io.lethe.engine.subject.ErasureTarget;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A few interactions as bytes: their number, then user, item and value of each. Where some have
 * times, the number's complement instead, and each has its time behind the value. Where some have
 * event types, a mark and the names of these come first, and each row has the number of its own at
 * its end.
 */
final class RowBytes {

  private static final int BYTES_A_ROW = 32;
  /** Two ids of one byte, each with two of length, and a value. */
  private static final int BYTES_A_ROW_MIN = 10;

  /**
   * Where the number of rows is due: no number of rows, and no complement of one that is stored.
   */
  private static final int TYPED = Integer.MIN_VALUE;

  private RowBytes() {}

  /** Of rows without purged ones. */
  static byte[] of(InteractionColumns rows) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(BYTES_A_ROW * rows.size());
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      boolean timed = rows.times().length > 0;
      boolean typed = !rows.events().isEmpty();
      if (typed) {
        writeNames(out, rows.events().names());
      }
      out.writeInt(timed ? ~rows.size() : rows.size());
      for (int row = 0; row < rows.size(); row++) {
        out.writeUTF(rows.userIds().get(rows.users()[row]));
        out.writeUTF(rows.itemIds().get(rows.items()[row]));
        out.writeFloat(rows.values()[row]);
        if (timed) {
          out.writeLong(rows.time(row));
        }
        if (typed) {
          out.writeByte(rows.events().number(row));
        }
      }
    } catch (IOException impossible) {
      throw new IllegalStateException("memory refuses bytes", impossible);
    }
    return bytes.toByteArray();
  }

  private static void writeNames(DataOutputStream out, List<String> names) throws IOException {
    out.writeInt(TYPED);
    out.writeByte(names.size());
    for (String name : names) {
      out.writeUTF(name);
    }
  }

  /**
   * Reads what {@link #of} has written.
   *
   * @param expected how many rows the ledger says there are
   * @throws SQLException if they are other than {@link #of} would write them
   */
  static InteractionColumns read(byte[] bytes, long expected) throws SQLException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int start = in.readInt();
      List<String> names = start == TYPED ? names(in) : List.of();
      int number = start == TYPED ? in.readInt() : start;
      boolean timed = number < 0;
      int count = timed ? ~number : number;
      if (count != expected || count > bytes.length / BYTES_A_ROW_MIN) {
        throw new IOException("%d rows instead of %d".formatted(count, expected));
      }
      ColumnsBuilder rows = new ColumnsBuilder(count);
      for (int row = 0; row < count; row++) {
        rows.add(id(in), id(in), what(in, timed, names));
      }
      if (in.available() > 0) {
        throw new IOException("%d bytes behind the last row".formatted(in.available()));
      }
      return rows.build();
    } catch (IOException damaged) {
      throw new SQLException("appended rows cannot be read: " + damaged.getMessage(), damaged);
    }
  }

  private static List<String> names(DataInputStream in) throws IOException {
    List<String> names = new ArrayList<>();
    for (int left = in.readUnsignedByte(); left > 0; left--) {
      String name = in.readUTF();
      if (!EventTypes.isName(name)) {
        throw new IOException("an appended row has an event type without a name");
      }
      names.add(name);
    }
    return names;
  }

  private static Dated what(DataInputStream in, boolean timed, List<String> names)
      throws IOException {
    float value = value(in);
    long time = timed ? in.readLong() : InteractionColumns.UNKNOWN_TIME;
    int type = names.isEmpty() ? 0 : in.readUnsignedByte();
    if (type > names.size()) {
      throw new IOException(
          "an appended row has event type %d of %d".formatted(type, names.size()));
    }
    return new Dated(value, time, type == 0 ? EventTypes.NONE : names.get(type - 1));
  }

  private static String id(DataInputStream in) throws IOException {
    String id = in.readUTF();
    try {
      ErasureTarget.checkId("an appended row", id);
    } catch (LetheException noId) {
      throw new IOException(noId.getMessage(), noId);
    }
    return id;
  }

  private static float value(DataInputStream in) throws IOException {
    float value = in.readFloat();
    if (!Float.isFinite(value)) {
      throw new IOException("an appended row has the value " + value);
    }
    return value;
  }
}
