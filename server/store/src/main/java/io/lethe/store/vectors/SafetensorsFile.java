package io.lethe.store.vectors;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.format.SafetensorsHeader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A safetensors file of any types; numbers are little-endian. */
record SafetensorsFile(
    Path file, List<ArrayInfo> arrays, Map<String, Long> begins,
    SeekableByteChannel channel) implements ArrayFile {

  private static final int HEADER_BYTES_MAX = 1 << 24;

  static SafetensorsFile open(Path file) throws IOException {
    SeekableByteChannel channel = Files.newByteChannel(file);
    try {
      return read(file, channel);
    } catch (IOException | RuntimeException failure) {
      channel.close();
      throw failure;
    }
  }

  private static SafetensorsFile read(Path file, SeekableByteChannel channel) throws IOException {
    if (channel.size() < Long.BYTES) {
      throw ArrayFile.bad(file, "neither a .npz of NumPy nor a .safetensors file");
    }
    long length = bytes(file, channel, Long.BYTES).getLong();
    if (length < 2 || length > HEADER_BYTES_MAX || length > channel.size() - Long.BYTES) {
      throw ArrayFile.bad(
          file,
          "neither a .npz of NumPy nor a .safetensors file: it begins with a header of %s bytes, and 2"
              .formatted(Long.toUnsignedString(length))
              + " to %d are allowed in a file of %d bytes"
                  .formatted(HEADER_BYTES_MAX, channel.size()));
    }
    byte[] header = bytes(file, channel, (int) length).array();
    long base = Long.BYTES + length;
    List<ArrayInfo> arrays = new ArrayList<>();
    Map<String, Long> begins = new HashMap<>();
    try {
      for (SafetensorsHeader.Entry entry : SafetensorsHeader
          .parseForeign(file.getFileName().toString(), header, channel.size() - base)) {
        arrays.add(
            new ArrayInfo(
                entry.name(), entry.dtype(), type(entry.dtype()), ByteOrder.LITTLE_ENDIAN,
                entry.shape(), false));
        begins.put(entry.name(), base + entry.begin());
      }
    } catch (DamagedFileException damaged) {
      throw new LetheException(
          ErrorKind.ARGUMENT_INVALID, String.valueOf(damaged.getMessage()),
          Map.of("field", "tensors"), damaged);
    }
    return new SafetensorsFile(file, arrays, begins, channel);
  }

  private static ByteBuffer bytes(Path file, SeekableByteChannel channel, int count)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw ArrayFile.bad(file, "it became shorter while it was read");
      }
    }
    return bytes.flip();
  }

  private static Optional<NumberType> type(String dtype) {
    for (NumberType type : NumberType.values()) {
      if (type.name().equals(dtype)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  @Override
  public InputStream numbers(ArrayInfo array) throws IOException {
    channel.position(begins.getOrDefault(array.name(), 0L));
    return new FilterInputStream(Channels.newInputStream(channel)) {
      // The channel is the file's, for the next array.
      @Override
      public void close() {}
    };
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
