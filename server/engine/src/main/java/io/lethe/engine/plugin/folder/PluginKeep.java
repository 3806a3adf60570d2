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
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where code runs from: copies of plugins' jars, in a folder each that their digest names. What happens
 * to the plugin folder then reaches no plugin that is in use, and a version finds the plugin that made
 * it after a restart. A copy is synced before it has its name. Thread-safe in what differs by digest;
 * callers take turns otherwise.
 */
public final class PluginKeep implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PluginKeep.class);
  private static final String TEMPORARY = ".tmp-";

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
  Path newFolder() throws IOException {
    return Files.createTempDirectory(Files.createDirectories(root), TEMPORARY);
  }

  /**
   * Jars where code may run from.
   *
   * @return the jars that have the digest
   */
  List<Path> taken(List<Path> jars, String digest) throws IOException, UnusableException {
    if (!copies) {
      return jars;
    }
    Path kept = root.resolve(digest);
    if (!Files.isDirectory(kept)) {
      Path folder = newFolder();
      for (Path jar : jars) {
        Path _ = Files.copy(jar, folder.resolve(PluginHome.name(jar)));
      }
      if (!PluginDigest.of(PluginHome.in(folder)).equals(digest)) {
        delete(folder);
        throw new UnusableException("changed while it was copied");
      }
      named(folder, digest);
    }
    return PluginHome.in(kept);
  }

  /** Gives a folder of jars its name; the jars that have it. */
  List<Path> named(Path folder, String digest) throws IOException {
    Path kept = root.resolve(digest);
    if (Files.isDirectory(kept)) {
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
  Optional<Path> find(String digest) throws IOException {
    Path kept = root.resolve(digest);
    if (!copies || digest.isEmpty() || !Files.isDirectory(kept)) {
      return Optional.empty();
    }
    if (!PluginDigest.of(PluginHome.in(kept)).equals(digest)) {
      LOG.warn("{} is damaged: it is not what its name says; deleted", kept);
      delete(kept);
      return Optional.empty();
    }
    return Optional.of(kept);
  }

  /** Deletes what is of no use any more, other servers' copies included. */
  void retain(Set<String> digests) throws IOException {
    Path hosts = root.resolveSibling("");
    if (!Files.isDirectory(hosts)) {
      return;
    }
    for (Path other : PluginHome.list(hosts, path -> !path.equals(root))) {
      delete(other);
    }
    if (Files.isDirectory(root)) {
      for (Path kept : PluginHome.list(root, path -> !digests.contains(PluginHome.name(path)))) {
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
