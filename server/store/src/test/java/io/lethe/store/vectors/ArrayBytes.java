package io.lethe.store.vectors;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files of arrays, byte by byte as NumPy and safetensors write them. */
final class ArrayBytes {

  private ArrayBytes() {}

  /** An {@code .npy} with a header as given. */
  static byte[] npy(String header, byte[] numbers) {
    byte[] text = (header + "\n").getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(10 + text.length + numbers.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[]{(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
        .putShort((short) text.length)
        .put(text)
        .put(numbers)
        .array();
  }

  static byte[] npy(String descr, String shape, byte[] numbers) {
    return npy(
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(descr, shape),
        numbers);
  }

  static byte[] npy(String shape, float... numbers) {
    return npy("<f4", shape, floats(ByteOrder.LITTLE_ENDIAN, numbers));
  }

  static byte[] floats(ByteOrder order, float... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * numbers.length).order(order);
    for (float number : numbers) {
      bytes.putFloat(number);
    }
    return bytes.array();
  }

  static byte[] doubles(ByteOrder order, double... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * numbers.length).order(order);
    for (double number : numbers) {
      bytes.putDouble(number);
    }
    return bytes.array();
  }

  static byte[] halves(ByteOrder order, float... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(Short.BYTES * numbers.length).order(order);
    for (float number : numbers) {
      bytes.putShort(Float.floatToFloat16(number));
    }
    return bytes.array();
  }

  static void npz(Path file, Map<String, byte[]> arrays) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
        zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
        zip.write(array.getValue());
      }
    }
  }

  static void safetensors(Path file, String header, byte[] numbers) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    Files.write(
        file,
        ByteBuffer.allocate(Long.BYTES + text.length + numbers.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(text.length)
            .put(text)
            .put(numbers)
            .array());
  }
}
