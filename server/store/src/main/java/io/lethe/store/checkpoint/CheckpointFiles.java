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
import io.lethe.store.disk.Shredder;
import io.lethe.store.format.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
   * @param sharedIds at most one file of equal ids, with what it must be
   * @param disk runs writes and syncs, so that they overlap
   * @return the version's digest: that one, else the SHA-256 of the manifest
   */
  static String write(
      Path folder, Checkpoint checkpoint, @Nullable String committed,
      Map<Path, FileDigest> sharedIds, Executor disk) throws IOException {
    try (FileGroup group = new FileGroup(folder, disk)) {
      Map<String, FileDigest> files = new TreeMap<>();
      files.put(
          MODEL, group.add(MODEL, out -> Safetensors.write(out, checkpoint.artifact().tensors())));
      files.put(IDS, addIds(group, folder.resolve(IDS), checkpoint.ids(), sharedIds));
      byte[] state = checkpoint.unlearningState();
      if (state.length > 0) {
        files.put(STATE, group.add(STATE, out -> out.write(state)));
      }
      CheckpointManifest manifest = new CheckpointManifest(
          checkpoint.manifest(), checkpoint.artifact().plugin(),
          checkpoint.artifact().formatVersion(), checkpoint.artifact().properties(), files,
          committed);
      byte[] bytes = manifest.toBytes();
      String digest = group.add(CheckpointManifest.NAME, out -> out.write(bytes)).sha256();
      group.awaitSynced();
      return committed == null ? digest : committed;
    }
  }

  private static FileDigest addIds(
      FileGroup group, Path file, EntityIds ids, Map<Path, FileDigest> sharedIds)
      throws IOException {
    for (Map.Entry<Path, FileDigest> shared : sharedIds.entrySet()) {
      if (isLinked(shared.getKey(), file, shared.getValue())) {
        return shared.getValue();
      }
    }
    return group.add(IDS, out -> EntityIdsFile.write(out, ids));
  }

  /** Links a file of the right length; false where that cannot be, or could not be told later. */
  private static boolean isLinked(Path existing, Path link, FileDigest digest) {
    try {
      if (!Shredder.knowsNames(link) || Files.size(existing) != digest.bytes()) {
        return false;
      }
      Files.createLink(link, existing);
      return true;
    } catch (IOException | UnsupportedOperationException notShareable) {
      return false;
    }
  }

  /** Reads and verifies all files of a folder. */
  static StoredCheckpoint read(Path folder, VersionId id) throws IOException, DamagedFileException {
    Set<String> names = names(folder);
    if (!names.contains(CheckpointManifest.NAME)) {
      throw new DamagedFileException(CheckpointManifest.NAME, "it is missing");
    }
    CheckpointManifest manifest;
    String digest;
    try (FileInput in = open(folder, CheckpointManifest.NAME)) {
      manifest = CheckpointManifest.read(in);
      String committed = manifest.committed();
      digest = committed == null ? FileDigest.hex(in.sha256()) : committed;
    }
    check(manifest, names, id);
    List<Tensor> tensors = read(folder, MODEL, manifest, Safetensors::read);
    EntityIds ids = read(folder, IDS, manifest, EntityIdsFile::read);
    byte[] state = manifest.files().containsKey(STATE)
        ? read(folder, STATE, manifest, CheckpointFiles::readState)
        : new byte[0];
    ModelArtifact artifact = new ModelArtifact(
        manifest.artifactPlugin(), manifest.artifactFormat(), manifest.properties(), tensors);
    return new StoredCheckpoint(
        new Checkpoint(manifest.facts(), artifact, ids, state, null, null), digest);
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
    for (String name : names) {
      if (!name.equals(CheckpointManifest.NAME) && !manifest.files().containsKey(name)) {
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

  private static FileInput open(Path folder, String name) throws IOException, DamagedFileException {
    Path file = folder.resolve(name);
    if (!DurableFiles.isFile(file)) {
      throw new DamagedFileException(name, "it is no regular file");
    }
    return new FileInput(file);
  }

  private static <T> T read(Path folder, String name, CheckpointManifest manifest, Reader<T> reader)
      throws IOException, DamagedFileException {
    FileDigest expected = manifest.files().get(name);
    if (expected == null) {
      throw new DamagedFileException(CheckpointManifest.NAME, "it does not list " + name);
    }
    try (FileInput in = open(folder, name)) {
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
