package io.lethe.store.checkpoint;

import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.FileDigest;
import io.lethe.store.disk.FileInput;
import io.lethe.store.disk.FileOutput;
import io.lethe.store.disk.FilePatch;
import io.lethe.store.disk.PagedSha256;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A checkpoint's {@code pages.bin}: the SHA-256 of each page of each other file but the manifest, which
 * has the SHA-256 of each file's. So a change of a few pages changes a few hashes.
 *
 * @param hashes of the pages of a file, one after the other, by the file's name; not to be changed
 */
record CheckpointPages(SortedMap<String, byte[]> hashes) {

  static final String NAME = "pages.bin";
  private static final int HASH_BYTES = FileDigest.SHA256_BYTES;

  CheckpointPages {
    hashes = new TreeMap<>(hashes);
  }

  /** The hashes of one file. */
  byte[] of(String name) {
    return hashes.getOrDefault(name, new byte[0]);
  }

  /** What a manifest says of a file with such pages. */
  static FileDigest digest(long bytes, byte[] hashes) {
    return new FileDigest(bytes, FileDigest.hex(PagedSha256.root(hashes)));
  }

  void write(FileOutput out) throws IOException {
    for (byte[] each : hashes.values()) {
      out.write(each);
    }
  }

  /**
   * Reads and verifies all hashes.
   *
   * @param files what the manifest says of them
   */
  static CheckpointPages read(FileInput in, Map<String, FileDigest> files)
      throws IOException, DamagedFileException {
    SortedMap<String, byte[]> hashes = new TreeMap<>();
    for (Map.Entry<String, FileDigest> file : new TreeMap<>(files).entrySet()) {
      long bytes = Math.ceilDiv(file.getValue().bytes(), PagedSha256.PAGE_BYTES) * HASH_BYTES;
      if (bytes > in.remaining()) {
        throw in.damaged("it ends before the pages of %s do".formatted(file.getKey()));
      }
      byte[] each = in.readBytes((int) bytes);
      if (!digest(file.getValue().bytes(), each).equals(file.getValue())) {
        throw in.damaged("its hashes of %s are not those of the manifest".formatted(file.getKey()));
      }
      hashes.put(file.getKey(), each);
    }
    if (in.remaining() != 0) {
      throw in.damaged("%d bytes follow the last hash".formatted(in.remaining()));
    }
    return new CheckpointPages(hashes);
  }

  /** What is to be overwritten in the file, so that it holds other hashes of as many pages. */
  List<FilePatch.Write> changesTo(CheckpointPages after) {
    List<FilePatch.Write> writes = new ArrayList<>();
    long place = 0;
    for (Map.Entry<String, byte[]> file : hashes.entrySet()) {
      byte[] now = after.of(file.getKey());
      for (int at = 0; at < now.length; at += HASH_BYTES) {
        byte[] hash = Arrays.copyOfRange(now, at, at + HASH_BYTES);
        if (!Arrays.equals(file.getValue(), at, at + HASH_BYTES, now, at, at + HASH_BYTES)) {
          writes.add(new FilePatch.Write(place + at, hash));
        }
      }
      place += now.length;
    }
    return writes;
  }
}
