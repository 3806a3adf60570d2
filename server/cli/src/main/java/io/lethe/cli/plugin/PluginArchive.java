package io.lethe.cli.plugin;

import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** What an author hands over: a folder of jars, or a zip of them, as the build packs it. */
final class PluginArchive {

  private static final long UNPACKED_BYTES_MAX = 4L << 30;
  private static final String ZIP = ".zip";

  private PluginArchive() {}

  /**
   * The folder of jars.
   *
   * @param into a zip is unpacked into a new folder here, named as the zip
   * @throws CommandException with {@link ExitCode#UNREADABLE} if there is no such thing, a zip is
   *     damaged, or no jar is in it
   */
  static Path open(Path target, Path into) throws IOException {
    if (!Files.exists(target)) {
      throw unreadable("there is no %s".formatted(target));
    }
    Path home = Files.isDirectory(target) ? target.toRealPath() : unpacked(target, into);
    try (Stream<Path> files = Files.list(home)) {
      if (files.noneMatch(file -> file.toString().endsWith(".jar"))) {
        throw unreadable("%s holds no jar".formatted(target));
      }
    }
    return home;
  }

  private static Path unpacked(Path zip, Path into) throws IOException {
    String name = String.valueOf(zip.getFileName());
    if (!name.endsWith(ZIP)) {
      throw unreadable("%s is neither a folder nor a %s".formatted(zip, ZIP));
    }
    Path home = Files
        .createDirectories(into.resolve(name.substring(0, name.length() - ZIP.length())));
    try (ZipFile read = new ZipFile(zip.toFile())) {
      long left = UNPACKED_BYTES_MAX;
      Enumeration<? extends ZipEntry> entries = read.entries();
      while (entries.hasMoreElements()) {
        left -= unpack(read, entries.nextElement(), home, left);
      }
    } catch (IOException damaged) {
      throw unreadable("%s cannot be read as a zip (%s)".formatted(zip, damaged.getMessage()));
    }
    return home;
  }

  private static long unpack(ZipFile zip, ZipEntry entry, Path home, long left) throws IOException {
    Path file = home.resolve(entry.getName()).normalize();
    if (!file.startsWith(home)) {
      throw unreadable("an entry of the zip lies outside of it: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Path _ = Files.createDirectories(file);
      return 0;
    }
    Path _ = Files.createDirectories(file.resolveSibling(""));
    try (InputStream bytes = zip.getInputStream(entry); var out = Files.newOutputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      long written = 0;
      for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
        written += count;
        if (written > left) {
          throw unreadable("the zip unpacks to more than %d bytes".formatted(UNPACKED_BYTES_MAX));
        }
        out.write(buffer, 0, count);
      }
      return written;
    }
  }

  private static CommandException unreadable(String message) {
    return new CommandException(ExitCode.UNREADABLE, message);
  }
}
