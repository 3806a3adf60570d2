package io.lethe.store.vectors;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of an {@code .npy} (NumPy's {@code lib.format}, versions 1 to 3): six bytes of magic, a
 * version, a length, and a Python dictionary of three keys.
 *
 * @param bytes of it, magic included
 */
record NpyHeader(ArrayInfo array, long bytes) {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int HEADER_BYTES_MAX = 1 << 16;

  private static final Pattern DICTIONARY = Pattern.compile(
      "\\{\\s*'descr'\\s*:\\s*'([^']{1,32})'\\s*,\\s*'fortran_order'\\s*:\\s*(True|False)\\s*,"
          + "\\s*'shape'\\s*:\\s*\\(([0-9L, ]*)\\)\\s*,?\\s*\\}\\s*");

  private static final Pattern SHAPE = Pattern.compile("[0-9]{1,18}");

  static NpyHeader read(Path file, String name, InputStream in) throws IOException {
    byte[] start = bytes(in, MAGIC.length + 2);
    int version = start[MAGIC.length];
    if (!Arrays.equals(MAGIC, Arrays.copyOf(start, MAGIC.length)) || version < 1 || version > 3) {
      throw ArrayFile.bad(file, "array %s is no .npy of version 1, 2 or 3".formatted(name));
    }
    byte[] length = bytes(in, version == 1 ? Short.BYTES : Integer.BYTES);
    long headerBytes = 0;
    for (int k = length.length - 1; k >= 0; k--) {
      headerBytes = headerBytes << Byte.SIZE | (length[k] & 0xff);
    }
    if (headerBytes > HEADER_BYTES_MAX) {
      throw ArrayFile.bad(
          file, "array %s has a header of %d bytes; at most %d"
              .formatted(name, headerBytes, HEADER_BYTES_MAX));
    }
    String text = new String(bytes(in, (int) headerBytes), StandardCharsets.UTF_8);
    return new NpyHeader(array(file, name, text), start.length + length.length + headerBytes);
  }

  private static byte[] bytes(InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException();
    }
    return bytes;
  }

  private static ArrayInfo array(Path file, String name, String text) {
    Matcher header = DICTIONARY.matcher(text);
    if (!header.matches()) {
      throw ArrayFile.bad(
          file,
          "array %s has a header that is not of descr, fortran_order and shape".formatted(name));
    }
    List<Long> shape = new ArrayList<>();
    Matcher lengths = SHAPE.matcher(header.group(3));
    while (lengths.find()) {
      shape.add(Long.parseLong(lengths.group()));
    }
    String type = header.group(1);
    // One row or one column is the same in either order.
    boolean byColumns = header.group(2).equals("True") && shape.size() == 2 && !shape.contains(1L);
    ByteOrder order = type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return new ArrayInfo(name, type, type(type), order, shape, byColumns);
  }

  private static Optional<NumberType> type(String descr) {
    return switch (descr) {
      case "<f2", ">f2" -> Optional.of(NumberType.F16);
      case "<f4", ">f4" -> Optional.of(NumberType.F32);
      case "<f8", ">f8" -> Optional.of(NumberType.F64);
      default -> Optional.empty();
    };
  }
}
