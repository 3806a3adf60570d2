package io.lethe.store.format;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.FileInput;
import io.lethe.store.disk.FileOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** External ids in a file: two bytes of length, then the id in UTF-8, for each. */
public final class IdList {

  /** Longest id on disk, bytes; what may be named is shorter. */
  private static final int MAX_BYTES = 0xFFFF;

  private static final byte ERASED = (byte) 0xFF;

  private IdList() {}

  /** Writes ids, one after the other. */
  public static void write(FileOutput out, List<String> ids) throws IOException {
    CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
    for (String id : ids) {
      byte[] bytes = encode(encoder, id);
      out.writeShort(bytes.length);
      out.write(bytes);
    }
  }

  private static byte[] encode(CharsetEncoder encoder, String id) {
    if (id.length() <= MAX_BYTES && isAscii(id)) {
      return id.getBytes(StandardCharsets.US_ASCII);
    }
    try {
      ByteBuffer bytes = encoder.encode(CharBuffer.wrap(id));
      if (bytes.remaining() <= MAX_BYTES) {
        byte[] exact = new byte[bytes.remaining()];
        bytes.get(exact);
        return exact;
      }
    } catch (CharacterCodingException notText) {
      throw new LetheException(
          ErrorKind.ID_MALFORMED, "an id holds half a surrogate pair", notText);
    }
    throw new LetheException(
        ErrorKind.ID_MALFORMED, "an id has more than %d bytes of UTF-8".formatted(MAX_BYTES));
  }

  /** Reads as many ids as are due. */
  public static List<String> read(FileInput in, int count)
      throws IOException, DamagedFileException {
    return read(in, count, /* erasable= */ false);
  }

  /** Likewise, the empty string where an id was overwritten with {@link #erased}. */
  public static List<String> readErasable(FileInput in, int count)
      throws IOException, DamagedFileException {
    return read(in, count, /* erasable= */ true);
  }

  /** What takes the place of an erased id's bytes: no UTF-8 begins with it, so it is no id. */
  public static byte[] erased(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, ERASED);
    return bytes;
  }

  /** Whether these bytes take the place of an erased id. */
  private static boolean isErased(byte[] bytes) {
    return bytes.length > 0 && bytes[0] == ERASED && Arrays.equals(bytes, erased(bytes.length));
  }

  private static List<String> read(FileInput in, int count, boolean erasable)
      throws IOException, DamagedFileException {
    if (count < 0 || (long) count * Short.BYTES > in.remaining()) {
      throw in.damaged("%d ids are due where %d bytes are left".formatted(count, in.remaining()));
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
    List<String> ids = new ArrayList<>(count);
    for (int k = 0; k < count; k++) {
      byte[] bytes = in.readBytes(in.readUnsignedShort());
      if (erasable && isErased(bytes)) {
        ids.add("");
        continue;
      }
      try {
        ids.add(
            isAscii(bytes)
                ? new String(bytes, StandardCharsets.US_ASCII)
                : decoder.decode(ByteBuffer.wrap(bytes)).toString());
      } catch (CharacterCodingException notText) {
        throw new DamagedFileException(in.name(), "id number %d is no UTF-8".formatted(k), notText);
      }
    }
    return ids;
  }

  /** Most ids are plain: they take a path that copies and checks nothing else. */
  private static boolean isAscii(String id) {
    for (int k = 0; k < id.length(); k++) {
      if (id.charAt(k) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte one : bytes) {
      if (one < 0) {
        return false;
      }
    }
    return true;
  }
}
