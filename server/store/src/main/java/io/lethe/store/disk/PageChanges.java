package io.lethe.store.disk;

import java.io.IOException;
import java.util.List;

/**
 * What overwriting parts of a file makes of the hashes of its pages. One page at a time is held, each
 * that is touched is checked first, and none else is read: it costs what is changed. Confined to one
 * thread.
 */
public final class PageChanges {

  private static final int HASH_BYTES = FileDigest.SHA256_BYTES;

  private final FileScan file;
  private final byte[] hashes;
  private byte[] page = new byte[0];
  private int number = -1;

  private PageChanges(FileScan file) throws IOException, DamagedFileException {
    this.file = file;
    this.hashes = file.seal().hashes().clone();
  }

  /**
   * The hashes of all pages after some bytes have taken the place of others.
   *
   * @param writes by place, ascending; none overlaps another
   */
  public static byte[] hashesAfter(FileScan file, List<FilePatch.Write> writes)
      throws IOException, DamagedFileException {
    PageChanges changes = new PageChanges(file);
    long end = 0;
    for (FilePatch.Write write : writes) {
      if (write.offset() < end || write.offset() + write.bytes().length > file.length()) {
        throw file.damaged(
            "%d bytes are to be changed from %d on, after %d, of %d"
                .formatted(write.bytes().length, write.offset(), end, file.length()));
      }
      changes.put(write);
      end = write.offset() + write.bytes().length;
    }
    changes.endPage();
    return changes.hashes;
  }

  private void put(FilePatch.Write write) throws IOException, DamagedFileException {
    int length = write.bytes().length;
    for (int done = 0; done < length;) {
      long place = write.offset() + done;
      int at = (int) (place / PagedSha256.PAGE_BYTES);
      if (at != number) {
        endPage();
        page = file.page(at);
        number = at;
      }
      int inPage = (int) (place % PagedSha256.PAGE_BYTES);
      int part = Math.min(length - done, page.length - inPage);
      System.arraycopy(write.bytes(), done, page, inPage, part);
      done += part;
    }
  }

  private void endPage() {
    if (number >= 0) {
      byte[] hash = FileDigest.newSha256().digest(page);
      System.arraycopy(hash, 0, hashes, number * HASH_BYTES, HASH_BYTES);
    }
  }
}
