package io.lethe.store.format;

import io.lethe.spi.Tensor;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.FileInput;
import io.lethe.store.disk.FileOutput;
import io.lethe.store.disk.FileScan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Tensors in the safetensors format (huggingface/safetensors, format description in its README, as
 * of version 0.8): eight bytes of header length, a JSON header, the numbers; little-endian, row
 * major, no holes. Files written here load in PyTorch and NumPy. Read are two-dimensional tensors
 * of 32-bit floats; anything else, and anything that does not fit together, is refused with its
 * reason.
 */
public final class Safetensors {

  /** Longest header that is written or read, bytes; room for about 150,000 tensors. */
  static final int MAX_HEADER_BYTES = 1 << 24;

  /** Floats in a chunk of a tensor read, at most, unless a single row is longer. */
  private static final int MAX_CHUNK_FLOATS = 1 << 20;

  private static final int ALIGNMENT_BYTES = 8;
  private static final JsonFactory JSON = new JsonFactory();

  private Safetensors() {}

  /** Writes the tensors in the order given. */
  public static void write(FileOutput out, List<Tensor> tensors) throws IOException {
    byte[] header = header(tensors);
    int padding = Math.floorMod(-header.length, ALIGNMENT_BYTES);
    if (header.length + padding > MAX_HEADER_BYTES) {
      throw new IllegalArgumentException(
          "a header of %d bytes for %d tensors; at most %d"
              .formatted(header.length, tensors.size(), MAX_HEADER_BYTES));
    }
    out.writeLong(header.length + padding);
    out.write(header);
    out.write(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
    for (Tensor tensor : tensors) {
      for (float[] chunk : tensor.chunks()) {
        out.write(chunk, chunk.length);
      }
    }
  }

  private static byte[] header(List<Tensor> tensors) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      long begin = 0;
      for (Tensor tensor : tensors) {
        long end = begin + (long) tensor.rows() * tensor.width() * Float.BYTES;
        json.writeObjectPropertyStart(tensor.name());
        json.writeStringProperty("dtype", SafetensorsHeader.FLOAT32);
        json.writeArrayPropertyStart("shape");
        json.writeNumber(tensor.rows());
        json.writeNumber(tensor.width());
        json.writeEndArray();
        json.writeArrayPropertyStart("data_offsets");
        json.writeNumber(begin);
        json.writeNumber(end);
        json.writeEndArray();
        json.writeEndObject();
        begin = end;
      }
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  /** Reads a whole file; tensors come in the header's order. */
  public static List<Tensor> read(FileInput in) throws IOException, DamagedFileException {
    if (in.remaining() < Long.BYTES) {
      throw in.damaged("it is shorter than the 8 bytes of a header length");
    }
    long headerBytes = in.readLong();
    if (headerBytes < 2 || headerBytes > MAX_HEADER_BYTES) {
      throw in.damaged(
          "a header of %s bytes; 2 to %d are allowed"
              .formatted(Long.toUnsignedString(headerBytes), MAX_HEADER_BYTES));
    }
    if (headerBytes > in.remaining()) {
      throw in
          .damaged("a header of %d bytes where %d are left".formatted(headerBytes, in.remaining()));
    }
    byte[] header = in.readBytes((int) headerBytes);
    List<SafetensorsHeader.Entry> entries = SafetensorsHeader
        .parse(in.name(), header, in.remaining());
    return readTensors(in, entries);
  }

  /**
   * Where a tensor's numbers stand.
   *
   * @param offset of the first one, bytes from the beginning of the file
   */
  public record Place(String name, int rows, int width, long offset) {}

  /** Where the tensors of a file stand, in the header's order. */
  public static List<Place> places(FileScan file) throws IOException, DamagedFileException {
    file.seek(0);
    long headerBytes = file.readLong();
    if (headerBytes < 2 || headerBytes > Math.min(MAX_HEADER_BYTES, file.length() - Long.BYTES)) {
      throw file.damaged("a header of %s bytes".formatted(Long.toUnsignedString(headerBytes)));
    }
    long data = Long.BYTES + headerBytes;
    byte[] header = file.readBytes((int) headerBytes);
    return SafetensorsHeader.parse(file.name(), header, file.length() - data)
        .stream()
        .map(each -> new Place(each.name(), each.rows(), each.width(), data + each.begin()))
        .toList();
  }

  private static List<Tensor> readTensors(FileInput in, List<SafetensorsHeader.Entry> entries)
      throws IOException, DamagedFileException {
    Tensor[] tensors = new Tensor[entries.size()];
    List<Integer> byOffset = new ArrayList<>();
    for (int k = 0; k < tensors.length; k++) {
      byOffset.add(k);
    }
    byOffset.sort(
        Comparator.<Integer>comparingLong(k -> entries.get(k).begin())
            .thenComparingLong(k -> entries.get(k).end()));
    for (int k : byOffset) {
      tensors[k] = readTensor(in, entries.get(k));
    }
    return List.of(tensors);
  }

  private static Tensor readTensor(FileInput in, SafetensorsHeader.Entry entry)
      throws IOException, DamagedFileException {
    int rowsPerChunk = Math.max(1, MAX_CHUNK_FLOATS / entry.width());
    List<float[]> chunks = new ArrayList<>();
    for (int row = 0; row < entry.rows(); row += rowsPerChunk) {
      int rows = Math.min(rowsPerChunk, entry.rows() - row);
      chunks.add(in.readFloats(Math.multiplyExact(rows, entry.width())));
    }
    return new Tensor(entry.name(), entry.rows(), entry.width(), chunks);
  }
}
