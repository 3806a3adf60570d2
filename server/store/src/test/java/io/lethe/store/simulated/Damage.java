package io.lethe.store.simulated;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Damages files, and looks at what is left of them. */
public final class Damage {

  private Damage() {}

  public static void flip(Path file, int position, int mask) throws IOException {
    // In place: cutting a file to nothing first makes some file systems sync it.
    try (FileChannel channel = FileChannel
        .open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer single = ByteBuffer.allocate(1);
      channel.read(single, position);
      single.put(0, (byte) (single.get(0) ^ mask)).flip();
      channel.write(single, position);
    }
  }

  public static void cut(Path file, int bytes) throws IOException {
    replace(file, Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) - bytes));
  }

  public static void replace(Path file, byte[] bytes) throws IOException {
    Files.deleteIfExists(file);
    Files.write(file, bytes);
  }

  /** Whether a file holds some text anywhere, as UTF-8. */
  public static boolean holds(Path file, String text) throws IOException {
    String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
    return bytes
        .contains(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
  }

  /** What is left of a file under no name any more. */
  public static byte[] remains(FileChannel open) throws IOException {
    ByteBuffer content = ByteBuffer.allocate((int) open.size());
    while (content.hasRemaining() && open.read(content, content.position()) >= 0) {
      // read on
    }
    return content.array();
  }
}
