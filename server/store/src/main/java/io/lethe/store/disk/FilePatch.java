package io.lethe.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is to be overwritten in files of one folder, as a file of its own. When that file is synced the
 * change is made: readers read through it, and it is applied, once or more often with the same end,
 * until it can go. No file becomes longer or shorter.
 *
 * @param files what is written where, by name
 */
public record FilePatch(SortedMap<String, List<Write>> files) {

  /** Nothing is to be overwritten. */
  public static final FilePatch NONE = new FilePatch(new TreeMap<>());

  private static final byte[] MAGIC = "LETHEPAT".getBytes(StandardCharsets.US_ASCII);
  private static final int FORMAT = 1;

  /**
   * Bytes that take the place of others.
   *
   * @param offset of the first one in the file
   * @param bytes at least one; not to be changed
   */
  public record Write(long offset, byte[] bytes) {}

  /** Told after each file that a patch was applied to. */
  public interface Progress {
    void applied();
  }

  public FilePatch {
    files = new TreeMap<>(files);
  }

  /** What is to be overwritten in one file. */
  public List<Write> of(String name) {
    return files.getOrDefault(name, List.of());
  }

  /** Writes and syncs the patch as a new file. */
  public void write(Path file) throws IOException {
    try (FileOutput out = new FileOutput(file)) {
      out.write(MAGIC);
      out.writeInt(FORMAT);
      out.writeInt(files.size());
      for (Map.Entry<String, List<Write>> each : files.entrySet()) {
        byte[] name = each.getKey().getBytes(StandardCharsets.UTF_8);
        out.writeShort(name.length);
        out.write(name);
        out.writeInt(each.getValue().size());
        for (Write write : each.getValue()) {
          out.writeLong(write.offset());
          out.writeInt(write.bytes().length);
          out.write(write.bytes());
        }
      }
      out.write(HexFormat.of().parseHex(out.digest().sha256()));
      out.sync();
    }
  }

  /** Reads and verifies a patch. */
  public static FilePatch read(Path file) throws IOException, DamagedFileException {
    try (FileInput in = new FileInput(file)) {
      if (!Arrays.equals(in.readBytes(MAGIC.length), MAGIC) || in.readInt() != FORMAT) {
        throw in.damaged("it is no patch of format %d".formatted(FORMAT));
      }
      SortedMap<String, List<Write>> files = new TreeMap<>();
      int count = in.readInt();
      for (int k = 0; k < count; k++) {
        String name = new String(in.readBytes(in.readUnsignedShort()), StandardCharsets.UTF_8);
        files.put(name, writes(in));
      }
      byte[] digest = in.sha256();
      if (in.remaining() != FileDigest.SHA256_BYTES
          || !Arrays.equals(in.readBytes(FileDigest.SHA256_BYTES), digest)) {
        throw in.damaged("its SHA-256 is not the one at its end");
      }
      return new FilePatch(files);
    }
  }

  private static List<Write> writes(FileInput in) throws IOException, DamagedFileException {
    List<Write> writes = new ArrayList<>();
    int count = in.readInt();
    for (int k = 0; k < count; k++) {
      long offset = in.readLong();
      writes.add(new Write(offset, in.readBytes(in.readInt())));
    }
    return writes;
  }

  /** Overwrites, and syncs each file. */
  public void apply(Path folder, Progress progress) throws IOException, DamagedFileException {
    for (Map.Entry<String, List<Write>> each : files.entrySet()) {
      Path file = folder.resolve(each.getKey());
      if (!DurableFiles.isFile(file)) {
        throw new DamagedFileException(each.getKey(), "it is missing");
      }
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        long length = channel.size();
        for (Write write : each.getValue()) {
          if (write.offset() < 0 || write.offset() + write.bytes().length > length) {
            throw new DamagedFileException(
                each.getKey(), "it is shorter than when its change was begun");
          }
          overwrite(channel, write);
        }
        channel.force(true);
      }
      progress.applied();
    }
  }

  private static void overwrite(FileChannel channel, Write write) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(write.bytes());
    while (bytes.hasRemaining()) {
      channel.write(bytes, write.offset() + bytes.position());
    }
  }
}
