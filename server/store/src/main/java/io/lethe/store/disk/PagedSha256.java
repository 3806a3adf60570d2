package io.lethe.store.disk;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A digest that can follow a change of one page without the rest being read again: the SHA-256 of the
 * SHA-256 of every page of {@value #PAGE_BYTES} bytes, the last one shorter. Confined to one thread.
 */
public final class PagedSha256 extends MessageDigest implements Cloneable {

  public static final int PAGE_BYTES = 1 << 14;

  private MessageDigest page = FileDigest.newSha256();
  private int inPage;
  private byte[] hashes = new byte[FileDigest.SHA256_BYTES];
  private int filled;

  public PagedSha256() {
    super("SHA-256 of pages");
  }

  @Override
  protected void engineUpdate(byte input) {
    engineUpdate(new byte[]{input}, 0, 1);
  }

  @Override
  protected void engineUpdate(byte[] input, int offset, int length) {
    int end = offset + length;
    for (int at = offset; at < end;) {
      int part = Math.min(end - at, PAGE_BYTES - inPage);
      page.update(input, at, part);
      inPage += part;
      at += part;
      if (inPage == PAGE_BYTES) {
        add(page.digest());
        inPage = 0;
      }
    }
  }

  private void add(byte[] hash) {
    if (filled == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * filled);
    }
    System.arraycopy(hash, 0, hashes, filled, hash.length);
    filled += hash.length;
  }

  /** The hashes of the pages so far, in order, of one that is not full, too. */
  public byte[] hashes() {
    PagedSha256 ended = clone();
    if (ended.inPage > 0) {
      ended.add(ended.page.digest());
    }
    return Arrays.copyOf(ended.hashes, ended.filled);
  }

  @Override
  protected byte[] engineDigest() {
    byte[] root = root(hashes());
    engineReset();
    return root;
  }

  /** The digest of what has these hashes of pages. */
  public static byte[] root(byte[] hashes) {
    return FileDigest.newSha256().digest(hashes);
  }

  @Override
  protected void engineReset() {
    page.reset();
    inPage = 0;
    filled = 0;
  }

  @Override
  public PagedSha256 clone() {
    try {
      PagedSha256 copy = (PagedSha256) super.clone();
      copy.page = (MessageDigest) page.clone();
      copy.hashes = hashes.clone();
      return copy;
    } catch (CloneNotSupportedException impossible) {
      throw new IllegalStateException("this JDK's SHA-256 cannot be copied", impossible);
    }
  }
}
