package io.lethe.store.checkpoint;

import io.lethe.engine.data.EntityIds;
import io.lethe.engine.model.Checkpoint;
import io.lethe.engine.model.StoredCheckpoint;
import io.lethe.engine.model.VersionId;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.Tensor;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.FileDigest;
import io.lethe.store.disk.FileGroup;
import io.lethe.store.disk.FileInput;
import io.lethe.store.disk.FilePatch;
import io.lethe.store.disk.PagedSha256;
import io.lethe.store.format.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The files of one checkpoint. */
final class CheckpointFiles {

  static final String MODEL = "model.safetensors";
  static final String IDS = "ids.bin";
  static final String STATE = "unlearning-state.bin";

  /** Largest unlearning state that is read, bytes. */
  private static final int MAX_STATE_BYTES = Integer.MAX_VALUE - 8;

  private CheckpointFiles() {}

  /**
   * Writes all files into an empty folder, and syncs them and the folder.
   *
   * @param committed the digest the version was committed with when it was a delta; null for a new
   *     one
   * @param linkedIds hashes of the pages of ids that are there already; null to write them
   * @param disk runs writes and syncs, so that they overlap
   * @return the version's digest: that one, else the SHA-256 of the manifest
   */
  static String write(
      Path folder, Checkpoint checkpoint, @Nullable String committed, byte @Nullable [] linkedIds,
      Executor disk) throws IOException {
    try (FileGroup group = new FileGroup(folder, disk)) {
      Added added = new Added(group, new TreeMap<>(), new TreeMap<>());
      added.add(MODEL, out -> Safetensors.write(out, checkpoint.artifact().tensors()));
      if (linkedIds == null) {
        added.add(IDS, out -> EntityIdsFile.write(out, checkpoint.ids()));
      } else {
        added.linked(IDS, Files.size(folder.resolve(IDS)), linkedIds);
      }
      byte[] state = checkpoint.unlearningState();
      if (state.length > 0) {
        added.add(STATE, out -> out.write(state));
      }
      CheckpointManifest manifest = new CheckpointManifest(
          true, checkpoint.manifest(), checkpoint.artifact().plugin(),
          checkpoint.artifact().formatVersion(), checkpoint.artifact().properties(), added.files(),
          committed);
      var _ = group.add(CheckpointPages.NAME, new CheckpointPages(added.hashes())::write);
      byte[] bytes = manifest.toBytes();
      String digest = group.add(CheckpointManifest.NAME, out -> out.write(bytes)).sha256();
      group.awaitSynced();
      return committed == null ? digest : committed;
    }
  }

  /**
   * Files that were added to a folder.
   *
   * @param files what a manifest says of them
   * @param hashes of their pages
   */
  private record Added(
      FileGroup group, SortedMap<String, FileDigest> files, SortedMap<String, byte[]> hashes) {

    void add(String name, FileGroup.Content content) throws IOException {
      PagedSha256 pages = new PagedSha256();
      files.put(name, group.add(name, pages, content));
      hashes.put(name, pages.hashes());
    }

    void linked(String name, long bytes, byte[] pages) {
      files.put(name, CheckpointPages.digest(bytes, pages));
      hashes.put(name, pages);
    }
  }

  /**
   * Reads and verifies all files of a folder.
   *
   * @param patch what counts instead of what stands in them
   */
  static StoredCheckpoint read(Path folder, VersionId id, FilePatch patch)
      throws IOException, DamagedFileException {
    Manifest read = manifest(folder, patch);
    CheckpointManifest manifest = read.manifest();
    check(manifest, names(folder), id);
    if (manifest.paged()) {
      var _ = pages(folder, manifest, patch);
    }
    List<Tensor> tensors = read(folder, MODEL, manifest, patch, Safetensors::read);
    EntityIds ids = read(folder, IDS, manifest, patch, EntityIdsFile::read);
    byte[] state = manifest.files().containsKey(STATE)
        ? read(folder, STATE, manifest, patch, CheckpointFiles::readState)
        : new byte[0];
    ModelArtifact artifact = new ModelArtifact(
        manifest.artifactPlugin(), manifest.artifactFormat(), manifest.properties(), tensors);
    return new StoredCheckpoint(
        new Checkpoint(manifest.facts(), artifact, ids, state, null, null), read.digest());
  }

  /**
   * A folder's manifest.
   *
   * @param digest the version's
   */
  record Manifest(CheckpointManifest manifest, String digest) {}

  static Manifest manifest(Path folder, FilePatch patch) throws IOException, DamagedFileException {
    if (!DurableFiles.isThere(folder.resolve(CheckpointManifest.NAME))) {
      throw new DamagedFileException(CheckpointManifest.NAME, "it is missing");
    }
    try (FileInput in = open(folder, CheckpointManifest.NAME, FileDigest.newSha256(), patch)) {
      CheckpointManifest manifest = CheckpointManifest.read(in);
      String committed = manifest.committed();
      return new Manifest(manifest, committed == null ? FileDigest.hex(in.sha256()) : committed);
    }
  }

  /** The hashes of a folder's pages, as the manifest vouches for them. */
  static CheckpointPages pages(Path folder, CheckpointManifest manifest, FilePatch patch)
      throws IOException, DamagedFileException {
    try (FileInput in = open(folder, CheckpointPages.NAME, FileDigest.newSha256(), patch)) {
      return CheckpointPages.read(in, manifest.files());
    }
  }

  /** Refuses a folder whose files are not, byte for byte, what its manifest says. */
  static void verify(Path folder, FilePatch patch) throws IOException, DamagedFileException {
    CheckpointManifest manifest = manifest(folder, patch).manifest();
    check(manifest, names(folder), manifest.facts().id());
    if (manifest.paged()) {
      var _ = pages(folder, manifest, patch);
    }
    for (Map.Entry<String, FileDigest> file : manifest.files().entrySet()) {
      try (FileInput in = open(folder, file.getKey(), digest(manifest), patch)) {
        in.verify(file.getValue());
      }
    }
  }

  private static MessageDigest digest(CheckpointManifest manifest) {
    return manifest.paged() ? new PagedSha256() : FileDigest.newSha256();
  }

  private static void check(CheckpointManifest manifest, Set<String> names, VersionId id)
      throws DamagedFileException {
    if (!manifest.facts().id().equals(id)) {
      throw new DamagedFileException(
          CheckpointManifest.NAME, "it is the manifest of " + manifest.facts().id());
    }
    Set<String> known = Set.of(MODEL, IDS, STATE);
    for (String name : known) {
      boolean listed = manifest.files().containsKey(name);
      if (!listed && !name.equals(STATE)) {
        throw new DamagedFileException(CheckpointManifest.NAME, "it does not list " + name);
      }
      if (listed && !names.contains(name)) {
        throw new DamagedFileException(name, "it is missing");
      }
    }
    if (manifest.paged() && !names.contains(CheckpointPages.NAME)) {
      throw new DamagedFileException(CheckpointPages.NAME, "it is missing");
    }
    for (String name : names) {
      boolean tellsOfOthers = name.equals(CheckpointManifest.NAME)
          || (manifest.paged() && name.equals(CheckpointPages.NAME));
      if (!tellsOfOthers && !manifest.files().containsKey(name)) {
        throw new DamagedFileException(name, "it does not belong to the checkpoint");
      }
    }
    if (!known.containsAll(manifest.files().keySet())) {
      throw new DamagedFileException(CheckpointManifest.NAME, "it lists unknown files");
    }
  }

  private static Set<String> names(Path folder) throws IOException {
    Set<String> names = new TreeSet<>();
    for (Path child : DurableFiles.children(folder)) {
      names.add(child.getFileName().toString());
    }
    return names;
  }

  private static FileInput open(Path folder, String name, MessageDigest digest, FilePatch patch)
      throws IOException, DamagedFileException {
    Path file = folder.resolve(name);
    if (!DurableFiles.isFile(file)) {
      throw new DamagedFileException(name, "it is no regular file");
    }
    return new FileInput(file, digest, patch.of(name));
  }

  private static <T> T read(
      Path folder, String name, CheckpointManifest manifest, FilePatch patch, Reader<T> reader)
      throws IOException, DamagedFileException {
    FileDigest expected = manifest.files().get(name);
    if (expected == null) {
      throw new DamagedFileException(CheckpointManifest.NAME, "it does not list " + name);
    }
    try (FileInput in = open(folder, name, digest(manifest), patch)) {
      in.checkLength(expected);
      T content = parsed(in, reader, expected);
      in.verify(expected);
      return content;
    }
  }

  /** Bytes that make no sense are damaged; whether they are also changed is the better reason. */
  private static <T> T parsed(FileInput in, Reader<T> reader, FileDigest expected)
      throws IOException, DamagedFileException {
    try {
      return reader.read(in);
    } catch (DamagedFileException malformed) {
      in.verify(expected);
      throw malformed;
    }
  }

  /** What comes out of a file. */
  private interface Reader<T> {
    T read(FileInput in) throws IOException, DamagedFileException;
  }

  private static byte[] readState(FileInput in) throws IOException, DamagedFileException {
    if (in.remaining() > MAX_STATE_BYTES) {
      throw in.damaged("%d bytes are more than can be read".formatted(in.remaining()));
    }
    return in.readBytes((int) in.remaining());
  }
}
