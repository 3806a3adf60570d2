package io.lethe.engine.plugin.folder;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A zip of jars, as a plugin's build packs it. */
public final class PluginArchive {

  static final String ZIP = ".zip";
  private static final long UNPACKED_BYTES_MAX = 4L << 30;
  private static final int BUFFER_BYTES = 1 << 16;

  private PluginArchive() {}

  /**
   * Unpacks.
   *
   * @param into a folder
   * @throws IOException that says whole what is wrong: the zip is damaged, an entry lies outside of it,
   *     or it is too large
   */
  public static void unpack(Path zip, Path into) throws IOException {
    try (ZipFile read = new ZipFile(zip.toFile())) {
      long left = UNPACKED_BYTES_MAX;
      Enumeration<? extends ZipEntry> entries = read.entries();
      while (entries.hasMoreElements()) {
        left -= unpack(read, entries.nextElement(), into, left);
      }
    } catch (IOException damaged) {
      throw new IOException(
          "%s cannot be read as a zip (%s)".formatted(PluginHome.name(zip), damaged.getMessage()),
          damaged);
    }
  }

  private static long unpack(ZipFile zip, ZipEntry entry, Path into, long left) throws IOException {
    Path file = into.resolve(entry.getName()).normalize();
    if (!file.startsWith(into)) {
      throw new IOException("an entry lies outside of it: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Path _ = Files.createDirectories(file);
      return 0;
    }
    Path _ = Files.createDirectories(file.resolveSibling(""));
    try (InputStream bytes = zip.getInputStream(entry);
        OutputStream out = Files.newOutputStream(file)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      long written = 0;
      for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
        written += count;
        if (written > left) {
          throw new IOException("it unpacks to more than %d bytes".formatted(UNPACKED_BYTES_MAX));
        }
        out.write(buffer, 0, count);
      }
      return written;
    }
  }
}
