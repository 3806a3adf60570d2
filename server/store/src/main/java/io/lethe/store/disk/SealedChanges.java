package io.lethe.store.disk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Changes of a sealed file, see {@link FileScan}. Every page that is touched is checked first, and none
 * else is read, so that a change costs what it changes. Confined to one thread.
 */
public final class SealedChanges {

  private static final int HASH_BYTES = FileDigest.SHA256_BYTES;

  private final FileScan file;
  /** Length of what is sealed, bytes. */
  private final long body;
  private final byte[] hashes;
  private final SortedMap<Integer, byte[]> pages = new TreeMap<>();
  private final List<FilePatch.Write> writes = new ArrayList<>();

  /** None yet; reads and checks the seal. */
  public SealedChanges(FileScan file) throws IOException, DamagedFileException {
    this.file = file;
    this.body = file.seal().body();
    this.hashes = file.seal().hashes();
  }

  /** Seals a new file whose bytes so far went through the digest; nothing may follow. */
  public static void seal(FileOutput out, PagedSha256 digest) throws IOException {
    var _ = out.digest();
    byte[] hashes = digest.hashes();
    out.write(hashes);
    out.write(PagedSha256.root(hashes));
  }

  /** Refuses a file that is not as it was sealed; its body was read. */
  public static void verify(FileInput in, PagedSha256 body)
      throws IOException, DamagedFileException {
    byte[] hashes = body.hashes();
    if (in.remaining() != hashes.length + HASH_BYTES
        || !Arrays.equals(in.readBytes(hashes.length), hashes)
        || !Arrays.equals(in.readBytes(HASH_BYTES), PagedSha256.root(hashes))) {
      throw in.damaged("its SHA-256 is not the one at its end");
    }
  }

  /** Length of what is sealed in a file of so many bytes. */
  public static long bodyOf(long length) {
    long sealed = length - HASH_BYTES;
    return sealed - Math.ceilDiv(sealed, PagedSha256.PAGE_BYTES + HASH_BYTES) * HASH_BYTES;
  }

  /** Adds one. */
  public void put(long offset, byte[] bytes) throws IOException, DamagedFileException {
    if (offset < 0 || offset + bytes.length > body) {
      throw file.damaged("byte %d is to be changed of %d".formatted(offset, body));
    }
    writes.add(new FilePatch.Write(offset, bytes));
    for (int k = 0; k < bytes.length; k++) {
      long at = offset + k;
      page((int) (at / PagedSha256.PAGE_BYTES))[(int) (at % PagedSha256.PAGE_BYTES)] = bytes[k];
    }
  }

  private byte[] page(int number) throws IOException, DamagedFileException {
    byte[] known = pages.get(number);
    if (known != null) {
      return known;
    }
    byte[] page = file.page(number);
    pages.put(number, page);
    return page;
  }

  /** All of them, and the seal of what they make of the file. */
  public List<FilePatch.Write> sealed() {
    List<FilePatch.Write> all = new ArrayList<>(writes);
    byte[] after = hashes.clone();
    pages.forEach((number, page) -> {
      byte[] hash = FileDigest.newSha256().digest(page);
      System.arraycopy(hash, 0, after, number * HASH_BYTES, HASH_BYTES);
      all.add(new FilePatch.Write(body + (long) number * HASH_BYTES, hash));
    });
    all.add(new FilePatch.Write(body + hashes.length, PagedSha256.root(after)));
    return all;
  }
}
