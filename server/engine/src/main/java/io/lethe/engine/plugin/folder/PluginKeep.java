package io.lethe.engine.plugin.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where code runs from: copies of plugins' jars, in a folder each that their digest names. What happens
 * to the plugin folder then reaches no plugin that is in use, and a version finds the plugin that made
 * it after a restart. A copy is synced before it has its name, and read before it is used: one that is
 * not what its name says is deleted. Thread-safe.
 */
public final class PluginKeep implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PluginKeep.class);
  private static final String TEMPORARY = ".tmp-";
  /** Beside the jars of a copy: the stamps of those that it was taken from. */
  private static final String SOURCE = "source";

  private final Path root;
  private final boolean copies;

  private PluginKeep(Path root, boolean copies) {
    this.root = root;
    this.copies = copies;
  }

  /**
   * A server's.
   *
   * @param root of the keep; made when the first plugin comes in
   * @param host what the server's own part of a plugin's code is of: another one's copies are not used,
   *     as they were compiled against what may have changed
   */
  public static PluginKeep in(Path root, String host) {
    return new PluginKeep(root.resolve(host), true);
  }

  /** For a process that ends before the plugin folder changes: only zips need a place. */
  public static PluginKeep temporary() throws IOException {
    return new PluginKeep(Files.createTempDirectory("lethe-plugins"), false);
  }

  /** A place for jars that are not named yet. */
  synchronized Path newFolder() throws IOException {
    return Files.createTempDirectory(Files.createDirectories(root), TEMPORARY);
  }

  /**
   * Jars where code may run from.
   *
   * @param stamps of the jars, by which they are known again
   * @return the jars that have the digest
   */
  synchronized List<Path> taken(List<Path> jars, String stamps, String digest)
      throws IOException, UnusableException {
    if (!copies) {
      return jars;
    }
    Path kept = root.resolve(digest);
    List<Path> taken = isWhole(kept) ? PluginHome.in(kept) : copied(jars, digest);
    Path _ = Files.writeString(kept.resolve(SOURCE), stamps);
    return taken;
  }

  /** The digest of the copy that was taken from jars with these stamps; null if there is none. */
  synchronized @Nullable String takenFrom(String stamps) throws IOException {
    if (!copies || !Files.isDirectory(root)) {
      return null;
    }
    for (Path kept : PluginHome.list(root, path -> Files.isRegularFile(path.resolve(SOURCE)))) {
      if (Files.readString(kept.resolve(SOURCE)).equals(stamps)) {
        return PluginHome.name(kept);
      }
    }
    return null;
  }

  synchronized boolean has(String digest) {
    return copies && Files.isDirectory(root.resolve(digest));
  }

  private List<Path> copied(List<Path> jars, String digest) throws IOException, UnusableException {
    Path folder = newFolder();
    try {
      for (Path jar : jars) {
        Path _ = Files.copy(jar, folder.resolve(PluginHome.name(jar)));
      }
      if (!PluginDigest.ofFolder(folder).equals(digest)) {
        throw new UnusableException("was changed while it was copied");
      }
      return named(folder, digest);
    } catch (IOException | UnusableException failed) {
      if (Files.isDirectory(folder)) {
        delete(folder);
      }
      throw failed;
    }
  }

  /** Gives a folder of jars its name; the jars that have it. */
  synchronized List<Path> named(Path folder, String digest) throws IOException {
    Path kept = root.resolve(digest);
    if (isWhole(kept)) {
      delete(folder);
    } else {
      for (Path jar : PluginHome.in(folder)) {
        try (FileChannel file = FileChannel.open(jar, StandardOpenOption.WRITE)) {
          file.force(true);
        }
      }
      Path _ = Files.move(folder, kept, StandardCopyOption.ATOMIC_MOVE);
    }
    return PluginHome.in(kept);
  }

  /** The folder of a digest, if it is here and whole. Reads it. */
  synchronized Optional<Path> find(String digest) throws IOException {
    Path kept = root.resolve(digest);
    return copies && !digest.isEmpty() && isWhole(kept) ? Optional.of(kept) : Optional.empty();
  }

  /** Whether a copy is here and what its name says. Reads it; deletes it if it is not. */
  private static boolean isWhole(Path kept) throws IOException {
    if (!Files.isDirectory(kept)) {
      return false;
    }
    boolean whole = PluginDigest.ofFolder(kept).equals(PluginHome.name(kept));
    if (!whole) {
      LOG.warn("{} is damaged: it is not what its name says; deleted", kept);
      delete(kept);
    }
    return whole;
  }

  /** Deletes what other versions of the server kept, and what was cut short. Before anything is taken. */
  synchronized void begin() throws IOException {
    Path hosts = root.resolveSibling("");
    if (copies && Files.isDirectory(hosts)) {
      for (Path other : PluginHome.list(hosts, path -> !path.equals(root))) {
        delete(other);
      }
      delete(path -> PluginHome.name(path).startsWith(TEMPORARY));
    }
  }

  /** Deletes the copies of all other digests. */
  synchronized void retain(Set<String> digests) throws IOException {
    delete(path -> {
      String name = PluginHome.name(path);
      return !digests.contains(name) && !name.startsWith(TEMPORARY);
    });
  }

  private void delete(Predicate<Path> which) throws IOException {
    if (Files.isDirectory(root)) {
      for (Path kept : PluginHome.list(root, which)) {
        delete(kept);
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (!copies) {
      delete(root);
    }
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
