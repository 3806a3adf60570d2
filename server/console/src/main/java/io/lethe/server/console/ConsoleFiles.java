package io.lethe.server.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the console is made of, in memory: a path that is not in this table leads nowhere.
 *
 * @param byPath by the path that the gateway serves it at
 */
record ConsoleFiles(Map<String, ServedFile> byPath) {

  /** Path of the one page. */
  static final String INDEX = "/";
  /** What the paths of all other files begin with. */
  static final String PREFIX = "/console";

  private static final String FOLDER = "web/";
  /** Written by the build: the name of each file, a line each. */
  private static final String LIST = FOLDER + "files.txt";
  private static final String INDEX_FILE = "index.html";

  /**
   * A file.
   *
   * @param gzipped the same, compressed
   */
  record ServedFile(String name, byte[] plain, byte[] gzipped) {}

  ConsoleFiles {
    byPath = Map.copyOf(byPath);
  }

  /** Those that the build put beside this class; empty if it put none. */
  static Optional<ConsoleFiles> ofClassPath() {
    byte[] list = read(LIST);
    if (list == null) {
      return Optional.empty();
    }
    Map<String, ServedFile> files = new HashMap<>();
    new String(list, StandardCharsets.UTF_8).lines().forEach(name -> {
      byte[] plain = Objects.requireNonNull(read(FOLDER + name), name);
      String path = name.equals(INDEX_FILE) ? INDEX : PREFIX + "/" + name;
      files.put(path, new ServedFile(name, plain, gzipped(plain)));
    });
    return Optional.of(new ConsoleFiles(files));
  }

  private static byte @Nullable [] read(String name) {
    try (InputStream file = ConsoleFiles.class.getResourceAsStream(name)) {
      return file == null ? null : file.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static byte[] gzipped(byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(plain);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }
}
