package io.lethe.client;

import com.google.protobuf.ByteString;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A receipt log's size and root as a server signed them: a signed note (c2sp.org/signed-note) with
 * the text of a checkpoint (c2sp.org/tlog-checkpoint). The signatures are unchecked: a {@link
 * LogVerifier} checks them.
 *
 * @param note the whole note; the text to keep
 * @param text the part of the note that the signatures cover
 * @param origin the log's name
 * @param size leaves of the log, from 0
 * @param root SHA-256 tree head of RFC 9162, 32 bytes
 */
public record LogCheckpoint(String note, String text, String origin, long size, ByteString root) {

  /** A whole number from 0, of 18 digits at most: values of log proofs have one text form each. */
  static final String NUMBER = "(0|[1-9][0-9]{0,17})";
  /** 32 bytes in base 64. */
  static final String HASH = "[A-Za-z0-9+/]{43}=";

  private static final int CHARS_MAX = 65_536;

  /** Text, with origin, size and root in it, and the signatures. */
  private static final Pattern FORMAT = Pattern
      .compile("(([^\n]+)\n" + NUMBER + "\n(" + HASH + ")\n)\n((?:\u2014 [^\n]+\n){1,32})");

  private static final Pattern SIGNATURE = Pattern
      .compile("\u2014 ([^ \n]+) ([A-Za-z0-9+/]+={0,2})\n");

  /**
   * Reads a note.
   *
   * @throws IllegalArgumentException if it is not a checkpoint in canonical form, at most 65,536
   *     characters long
   */
  public static LogCheckpoint parse(String note) {
    Matcher parts = FORMAT.matcher(note);
    if (note.length() <= CHARS_MAX && parts.matches()) {
      ByteString root = decode(parts.group(4));
      if (!root.isEmpty()) {
        return new LogCheckpoint(
            note, parts.group(1), parts.group(2), Long.parseLong(parts.group(3)), root);
      }
    }
    throw new IllegalArgumentException(
        "these " + note.length() + " characters are not a log's checkpoint");
  }

  /** Whether the key signed it; signatures of other keys do not matter. */
  boolean isSignedBy(LogKey log) {
    if (!log.origin().equals(origin)) {
      return false;
    }
    boolean signed = false;
    String signatures = note.substring(text.length() + 1);
    Matcher line = SIGNATURE.matcher(signatures);
    while (line.lookingAt()) {
      ByteString bytes = decode(line.group(2));
      if (line.group(1).equals(origin) && bytes.startsWith(log.id())) {
        if (!log.signed(text, bytes.substring(Integer.BYTES))) {
          return false;
        }
        signed = true;
      }
      line.region(line.end(), signatures.length());
    }
    return signed && line.regionStart() == signatures.length();
  }

  /** The bytes of base 64 in canonical form; empty for anything else. */
  static ByteString decode(String base64) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      return Base64.getEncoder().encodeToString(bytes).equals(base64)
          ? ByteString.copyFrom(bytes)
          : ByteString.EMPTY;
    } catch (IllegalArgumentException notBase64) {
      return ByteString.EMPTY;
    }
  }
}
