package io.lethe.store.backup;

import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.FileDigest;
import io.lethe.store.disk.FileInput;
import io.lethe.store.folder.StoreLayout;
import io.lethe.store.format.Json;
import io.lethe.store.format.SealedJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A backup's {@code manifest.json}, written last: a folder without one is no backup.
 *
 * @param created when
 * @param build of the server that made it
 * @param files length and SHA-256 of every file, by its path from the data folder, with slashes
 */
public record BackupManifest(Instant created, String build, SortedMap<String, FileDigest> files) {

  public static final String NAME = "manifest.json";
  static final int FORMAT = 1;
  static final int MAX_BYTES = 1 << 28;

  /** Names that stay within the folder they are resolved against. */
  private static final Pattern PATH = Pattern
      .compile("[A-Za-z0-9_-][A-Za-z0-9._-]*" + "(/[A-Za-z0-9_-][A-Za-z0-9._-]*){0,7}");

  public BackupManifest {
    files = new TreeMap<>(files);
    for (String path : files.keySet()) {
      if (!PATH.matcher(path).matches()) {
        throw new IllegalArgumentException("a file's path is none of a backup");
      }
    }
  }

  /**
   * The folder that holds this manifest, of a backup's own folder or of the data in it. A data
   * folder that a server ever had is none, whatever lies beside it: it has a lock, which no backup
   * takes along.
   *
   * @return empty if the folder is of no backup
   */
  public static Optional<Path> home(Path folder) throws IOException {
    Path absolute = folder.toAbsolutePath().normalize();
    if (DurableFiles.isThere(new StoreLayout(absolute).lock())) {
      return Optional.empty();
    }
    StoreLayout below = new StoreLayout(absolute.resolve(StoreLayout.IN_BACKUP));
    boolean unfinished = DurableFiles.isThere(below.ledger())
        && !DurableFiles.isThere(below.lock());
    if (unfinished || DurableFiles.isThere(absolute.resolve(NAME))) {
      return Optional.of(absolute);
    }
    Path above = absolute.getParent();
    return absolute.endsWith(StoreLayout.IN_BACKUP) && above != null
        && DurableFiles.isThere(above.resolve(NAME)) ? Optional.of(above) : Optional.empty();
  }

  byte[] toBytes() {
    ObjectNode json = Json.object()
        .put("format", FORMAT)
        .put("created", created.toString())
        .put("build", build);
    ObjectNode digests = Json.object();
    files.forEach(
        (name, digest) -> digests
            .set(name, Json.object().put("bytes", digest.bytes()).put("sha256", digest.sha256())));
    json.set("files", digests);
    return SealedJson.toBytes(json);
  }

  /** Reads the manifest of a backup. */
  public static BackupManifest read(Path backup) throws IOException, DamagedFileException {
    Path file = backup.resolve(NAME);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new DamagedFileException(NAME, "it is missing: the folder is no finished backup");
    }
    try (FileInput in = new FileInput(file)) {
      return SealedJson.read(in, MAX_BYTES, BackupManifest::fromJson);
    }
  }

  private static BackupManifest fromJson(JsonNode json) {
    long format = Json.integer(json, "format");
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "format %d; this server reads %d".formatted(format, FORMAT));
    }
    JsonNode digests = Json.child(json, "files");
    SortedMap<String, FileDigest> files = new TreeMap<>();
    for (String name : digests.propertyNames()) {
      JsonNode digest = Json.child(digests, name);
      files.put(name, new FileDigest(Json.integer(digest, "bytes"), Json.string(digest, "sha256")));
    }
    return new BackupManifest(Json.instant(json, "created"), Json.string(json, "build"), files);
  }

  /**
   * Holds what lies in a backup's data folder against what was written there.
   *
   * @param found length and SHA-256 of every file, by its path from the data folder, with slashes
   * @return what is wrong, by path; empty if all is as it was written
   */
  public SortedMap<String, String> faults(SortedMap<String, FileDigest> found) {
    SortedMap<String, String> faults = new TreeMap<>();
    found.keySet()
        .stream()
        .filter(name -> !files.containsKey(name))
        .forEach(name -> faults.put(name, "it does not belong to the backup"));
    files.forEach((name, digest) -> {
      if (!digest.equals(found.get(name))) {
        faults.put(name, "it is missing or not as it was written");
      }
    });
    return faults;
  }

  /** What its files hold together, bytes. */
  long bytes() {
    return files.values().stream().mapToLong(FileDigest::bytes).sum();
  }
}
