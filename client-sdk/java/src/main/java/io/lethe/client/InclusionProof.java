package io.lethe.client;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a statement is in a log: a proof in the text form of c2sp.org/tlog-proof, its path (RFC
 * 9162, section 2.1.3) and its signed checkpoint.
 */
final class InclusionProof {

  private static final int CHARS_MAX = 65_536;

  /** Index, path, signed checkpoint. */
  private static final Pattern FORMAT = Pattern.compile(
      "c2sp\\.org/tlog-proof@v1\nindex " + LogCheckpoint.NUMBER + "\n((?:" + LogCheckpoint.HASH
          + "\n){0,63})\n(.+)",
      Pattern.DOTALL);

  private InclusionProof() {}

  static boolean shows(String proof, ByteString statement, LogKey log) {
    if (proof.length() > CHARS_MAX) {
      return false;
    }
    Matcher parts = FORMAT.matcher(proof);
    if (!parts.matches()) {
      return false;
    }
    LogCheckpoint checkpoint;
    try {
      checkpoint = LogCheckpoint.parse(parts.group(3));
    } catch (IllegalArgumentException malformed) {
      return false;
    }
    List<ByteString> path = parts.group(2).lines().map(LogCheckpoint::decode).toList();
    return checkpoint.isSignedBy(log) && MerklePath
        .includes(checkpoint, MerklePath.leaf(statement), Long.parseLong(parts.group(1)), path);
  }
}
