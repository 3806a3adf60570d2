package io.lethe.store.checkpoint;

import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.FileDigest;
import io.lethe.store.disk.FilePatch;
import io.lethe.store.disk.FileScan;
import io.lethe.store.disk.PageChanges;
import io.lethe.store.disk.Shredder;
import io.lethe.store.format.Safetensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is to be overwritten in a parent's folder so that it is the child's. Confined to one thread.
 */
final class FolderChanges {

  private final Path folder;
  private final CheckpointManifest manifest;
  private final CheckpointPages pages;
  private final CheckpointDelta delta;
  private final SortedMap<String, List<FilePatch.Write>> writes = new TreeMap<>();
  private final SortedMap<String, byte[]> hashes;

  private FolderChanges(
      Path folder, CheckpointManifest manifest, CheckpointPages pages, CheckpointDelta delta) {
    this.folder = folder;
    this.manifest = manifest;
    this.pages = pages;
    this.delta = delta;
    this.hashes = new TreeMap<>(pages.hashes());
  }

  /**
   * Works it out from the pages that change.
   *
   * @param deltaFile the child as its difference to what is in the folder
   * @param read what that file holds
   * @return empty if the folder is better left, or cannot be changed in place: it has no hashes of
   *     pages, another version shares a file that changes, a file would become longer or shorter, or
   *     most of it changes
   */
  static Optional<FilePatch> of(Path folder, Path deltaFile, CheckpointDelta.Read read)
      throws IOException, DamagedFileException {
    CheckpointFiles.Manifest parent = CheckpointFiles.manifest(folder, FilePatch.NONE);
    CheckpointManifest manifest = parent.manifest();
    CheckpointDelta delta = read.delta();
    if (!manifest.paged() || !parent.digest().equals(delta.parentDigest())
        || 2 * Files.size(deltaFile) > bytes(manifest)) {
      return Optional.empty();
    }
    FolderChanges changes = new FolderChanges(
        folder, manifest, CheckpointFiles.pages(folder, manifest, FilePatch.NONE), delta);
    return changes.ofTensors() && changes.ofIds() && changes.ofState()
        ? changes.patch(read.digest())
        : Optional.empty();
  }

  private static long bytes(CheckpointManifest manifest) {
    return CheckpointManifest.LEAST_BYTES
        + manifest.files().values().stream().mapToLong(FileDigest::bytes).sum();
  }

  private boolean ofTensors() throws IOException, DamagedFileException {
    try (FileScan file = open(CheckpointFiles.MODEL)) {
      List<Safetensors.Place> places = Safetensors.places(file);
      if (places.size() != delta.tensors().size()) {
        return false;
      }
      List<FilePatch.Write> rows = new ArrayList<>();
      for (int k = 0; k < places.size(); k++) {
        if (!addRows(places.get(k), delta.tensors().get(k), rows)) {
          return false;
        }
      }
      rows.sort(Comparator.comparingLong(FilePatch.Write::offset));
      return put(file, rows);
    }
  }

  private static boolean addRows(
      Safetensors.Place place, RowChanges changes, List<FilePatch.Write> rows) {
    int width = changes.width();
    if (!place.name().equals(changes.name()) || place.rows() != changes.rows()
        || place.width() != width) {
      return false;
    }
    for (int k = 0; k < changes.indices().length; k++) {
      ByteBuffer row = ByteBuffer.allocate(width * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      row.asFloatBuffer().put(changes.values(), k * width, width);
      long offset = place.offset() + (long) changes.indices()[k] * width * Float.BYTES;
      rows.add(new FilePatch.Write(offset, row.array()));
    }
    return true;
  }

  /** Ids can only be erased in place, and features not at all. */
  private boolean ofIds() throws IOException, DamagedFileException {
    boolean same = delta.users().indices().length + delta.items().indices().length == 0;
    if (same) {
      return true;
    }
    if (!delta.users().isErasure() || !delta.items().isErasure()
        || Shredder.isShared(folder.resolve(CheckpointFiles.IDS))) {
      return false;
    }
    try (FileScan file = open(CheckpointFiles.IDS)) {
      Optional<EntityIdsFile.Places> places = EntityIdsFile.Places.of(file);
      if (places.isEmpty() || places.get().users() != delta.users().size()
          || places.get().items() != delta.items().size()
          || (delta.items().indices().length > 0 && places.get().hasFeatures())) {
        return false;
      }
      List<FilePatch.Write> erased = new ArrayList<>();
      for (int user : delta.users().indices()) {
        erased.add(places.get().erasedUser(user));
      }
      for (int item : delta.items().indices()) {
        erased.add(places.get().erasedItem(item));
      }
      return put(file, erased);
    }
  }

  private boolean ofState() throws IOException, DamagedFileException {
    FileDigest before = manifest.files().get(CheckpointFiles.STATE);
    if ((before == null ? 0 : before.bytes()) != delta.state().length()) {
      return false;
    }
    if (before == null) {
      return true;
    }
    try (FileScan file = open(CheckpointFiles.STATE)) {
      return put(file, delta.state().writes());
    }
  }

  private FileScan open(String name) throws IOException, DamagedFileException {
    if (!DurableFiles.isFile(folder.resolve(name))) {
      throw new DamagedFileException(name, "it is missing");
    }
    return new FileScan(folder.resolve(name), pages.of(name));
  }

  private boolean put(FileScan file, List<FilePatch.Write> changes)
      throws IOException, DamagedFileException {
    if (!changes.isEmpty()) {
      hashes.put(file.name(), PageChanges.hashesAfter(file, changes));
      writes.put(file.name(), changes);
    }
    return true;
  }

  /** All of it, if the manifest has room. */
  private Optional<FilePatch> patch(String digest) throws IOException {
    SortedMap<String, FileDigest> files = new TreeMap<>(manifest.files());
    hashes.forEach(
        (name, after) -> files.computeIfPresent(
            name, (same, before) -> CheckpointPages.digest(before.bytes(), after)));
    CheckpointManifest after = new CheckpointManifest(
        true, delta.facts(), delta.artifact().plugin(), delta.artifact().formatVersion(),
        delta.artifact().properties(), files, digest);
    Path file = folder.resolve(CheckpointManifest.NAME);
    return after.toBytes(Files.size(file)).map(bytes -> {
      writes.put(CheckpointManifest.NAME, List.of(new FilePatch.Write(0, bytes)));
      List<FilePatch.Write> changed = pages.changesTo(new CheckpointPages(hashes));
      if (!changed.isEmpty()) {
        writes.put(CheckpointPages.NAME, changed);
      }
      return new FilePatch(writes);
    });
  }
}
