package io.lethe.cli.erasures;

import com.google.protobuf.ByteString;
import io.lethe.client.LogCheckpoint;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A proof that a log goes on where it was, as a file: the text in which c2sp.org/tlog-witness has a log
 * sent to its witnesses. A line {@code old SIZE}, a line of base64 for each hash of the path (RFC 9162,
 * section 2.1.4), an empty line, and the newer checkpoint.
 *
 * @param olderSize leaves of the older log
 * @param path hashes of 32 bytes
 * @param newer the later checkpoint, unchecked
 */
record ConsistencyProof(long olderSize, List<ByteString> path, LogCheckpoint newer) {

  private static final Pattern FORMAT = Pattern
      .compile("old (0|[1-9][0-9]{0,17})\n((?:[A-Za-z0-9+/]{43}=\n){0,63})\n(.+)", Pattern.DOTALL);

  ConsistencyProof {
    path = List.copyOf(path);
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if the text is none
   */
  static ConsistencyProof parse(String text) {
    Matcher parts = FORMAT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("these " + text.length() + " characters are no proof");
    }
    return new ConsistencyProof(
        Long.parseLong(parts.group(1)),
        parts.group(2).lines().map(Base64.getDecoder()::decode).map(ByteString::copyFrom).toList(),
        LogCheckpoint.parse(parts.group(3)));
  }
}
