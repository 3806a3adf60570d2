package io.lethe.store.checkpoint;

import io.lethe.engine.data.EntityIds;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.model.Checkpoint;
import io.lethe.engine.model.CheckpointStoreContract;
import io.lethe.engine.model.StoredCheckpoint;
import io.lethe.engine.model.VersionId;
import io.lethe.fuzz.Scratch;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.FileDigest;
import io.lethe.store.folder.DataFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Good checkpoints to begin from. */
final class Checkpoints extends CheckpointStoreContract {

  private static final String DIGEST = "%064x".formatted(7);
  /** Bytes of a manifest's end: its digest as text, and what stands around it. */
  private static final int MANIFEST_END = ",\"sha256\":\"".length() + 64 + "\"}\n".length();
  private static final Folder FOLDER = Folder.make();

  private Checkpoints() {}

  @Override
  protected io.lethe.engine.model.CheckpointStore reopen() {
    return FOLDER.store();
  }

  static Checkpoint first() {
    return checkpoint(PortFixtures.MOVIES, 1, 7, null);
  }

  static StoredCheckpoint storedFirst() {
    return new StoredCheckpoint(first(), DIGEST);
  }

  static CheckpointDelta delta() {
    return CheckpointDelta.of(derived(first(), DIGEST, 2)).orElseThrow();
  }

  static byte[] safetensors(String header, int dataBytes) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Long.BYTES + text.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .array();
  }

  static Stream<byte[]> manifests() {
    FileDigest digest = new FileDigest(12, DIGEST);
    Map<String, FileDigest> files = Map.of("model.safetensors", digest, "ids.bin", digest);
    return Stream.of(
        new CheckpointManifest(false, first().manifest(), "mf", 1, Map.of("a", "b"), files, null),
        new CheckpointManifest(
            true, PortFixtures.manifest(PortFixtures.BOOKS, 2, 3), "lightgcn", 2, Map.of(), files,
            DIGEST))
        .map(CheckpointManifest::toBytes);
  }

  static byte[] covered(byte[] manifest) {
    return Arrays.copyOf(manifest, manifest.length - MANIFEST_END);
  }

  static Folder folder() {
    return FOLDER;
  }

  /** One checkpoint on disk, whose files can be replaced and put back. */
  record Folder(
      DataFolder data, FileCheckpointStore store, String digest, SortedMap<String, byte[]> files) {

    private static final VersionId ID = new VersionId(PortFixtures.MOVIES, 1);

    private static Folder make() {
      DataFolder data = DataFolder.open(new Scratch().folder().resolve("data"));
      FileCheckpointStore store = new FileCheckpointStore(data);
      String digest = store.write(first());
      try {
        SortedMap<String, byte[]> files = new TreeMap<>();
        for (Path file : DurableFiles.children(data.layout().version(ID))) {
          files.put(file.getFileName().toString(), Files.readAllBytes(file));
        }
        return new Folder(data, store, digest, files);
      } catch (IOException unreadable) {
        throw new IllegalStateException(unreadable);
      }
    }

    private Path path(String name) {
      return data.layout().version(ID).resolve(name);
    }

    private List<String> names() {
      return List.copyOf(files.keySet());
    }

    void replace(int choice, byte[] bytes) throws IOException {
      Files.write(path(names().get(Math.floorMod(choice, names().size()))), bytes);
    }

    void restore() throws IOException {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Files.write(path(file.getKey()), file.getValue());
      }
    }

    /** Every file as it is, after the number that chooses it. */
    Stream<byte[]> seeds() {
      return names().stream().map(name -> {
        byte[] bytes = Objects.requireNonNull(files.get(name));
        return ByteBuffer.allocate(1 + bytes.length)
            .put((byte) names().indexOf(name))
            .put(bytes)
            .array();
      });
    }
  }

  /** Ids that are awkward. */
  static EntityIds ids() {
    return first().ids();
  }
}
