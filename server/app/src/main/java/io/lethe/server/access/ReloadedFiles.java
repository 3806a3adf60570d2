package io.lethe.server.access;

import io.lethe.server.config.ConfigException;
import io.lethe.server.config.FileFaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was read from some files that belong together, and is read again when they change. Files that
 * became unreadable or wrong change nothing but the log. {@link #current} is for any thread, {@link
 * #refresh} for one.
 */
final class ReloadedFiles<T> {

  private static final long FILE_BYTES_MAX = 1 << 20;
  private static final Logger LOG = LoggerFactory.getLogger(ReloadedFiles.class);

  private final List<Path> files;
  private final Parser<T> parser;
  private List<byte[]> seen;
  private volatile T current;

  /** Makes sense of files. */
  interface Parser<T> {

    /**
     * What the files say.
     *
     * @param contents in the files' order
     * @throws ConfigException whose message goes on after the files' names
     */
    T parse(List<byte[]> contents);
  }

  /**
   * Reads them for the first time.
   *
   * @throws ConfigException if they cannot be read or are wrong
   */
  ReloadedFiles(List<Path> files, Parser<T> parser) {
    this.files = List.copyOf(files);
    this.parser = parser;
    this.seen = read();
    this.current = parsed(seen);
  }

  T current() {
    return current;
  }

  /** Reads them again; says whether something new is current. */
  boolean refresh() {
    try {
      List<byte[]> now = read();
      if (same(now, seen)) {
        return false;
      }
      // Remembered before it is understood: one warning for each wrong state is enough.
      seen = now;
      current = parsed(now);
      return true;
    } catch (ConfigException wrong) {
      LOG.warn("what was read before stays in force: {}", wrong.getMessage());
      return false;
    }
  }

  private T parsed(List<byte[]> contents) {
    try {
      return parser.parse(contents);
    } catch (ConfigException wrong) {
      throw new ConfigException(names() + " " + wrong.getMessage());
    }
  }

  private List<byte[]> read() {
    List<byte[]> contents = new ArrayList<>();
    for (Path file : files) {
      try {
        if (Files.size(file) > FILE_BYTES_MAX) {
          throw new ConfigException("%s has more than %d bytes".formatted(file, FILE_BYTES_MAX));
        }
        contents.add(Files.readAllBytes(file));
      } catch (IOException unreadable) {
        throw new ConfigException(
            "%s cannot be read: %s".formatted(file, FileFaults.of(unreadable)));
      }
    }
    return contents;
  }

  private static boolean same(List<byte[]> some, List<byte[]> others) {
    for (int k = 0; k < some.size(); k++) {
      if (!Arrays.equals(some.get(k), others.get(k))) {
        return false;
      }
    }
    return true;
  }

  private String names() {
    return String.join(" with ", files.stream().map(Path::toString).toList());
  }
}
