package io.lethe.store.input.bytes;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Gunzips a stream to its end, member by member. The platform's reader takes whatever is no member for
 * the end: of a file with a damaged second member it would give the first one's rows and say nothing. Behind
 * a member that ends with the buffer, a part of a header that is cut off may go unseen: no row is in it.
 */
public final class WholeGzip extends GZIPInputStream {

  /** Of a member's trailer, which has been read when the end is found. */
  private static final int TRAILER_BYTES = 8;

  private boolean whole;

  /** Over a stream, read in parts of so many bytes; closing this closes it. */
  public WholeGzip(InputStream in, int bufferBytes) throws IOException {
    super(in, bufferBytes);
  }

  /**
   * As the platform's.
   *
   * @throws ZipException at the end too, if anything but zeros follows, with which tapes were filled up
   */
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    if (read < 0 && !whole) {
      refuseMore();
      whole = true;
    }
    return read;
  }

  private void refuseMore() throws IOException {
    for (int k = len - inf.getRemaining() + TRAILER_BYTES; k < len; k++) {
      refuse(buf[k]);
    }
    for (int next = in.read(); next >= 0; next = in.read()) {
      refuse(next);
    }
  }

  private static void refuse(int behind) throws IOException {
    if (behind != 0) {
      throw new ZipException(
          "what follows the gzipped part is no gzip, or not all of one; fetch the file again");
    }
  }
}
