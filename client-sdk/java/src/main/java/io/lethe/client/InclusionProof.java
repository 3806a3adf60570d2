package io.lethe.client;

import com.google.protobuf.ByteString;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a statement is in a log: a proof in the text form of c2sp.org/tlog-proof, its path (RFC
 * 9162, section 2.1.3) and its signed checkpoint.
 */
final class InclusionProof {

  private static final int CHARS_MAX = 65_536;
  private static final int HASH_BYTES = 32;
  private static final byte LEAF = 0;
  private static final byte NODE = 1;
  private static final String NUMBER = "(0|[1-9][0-9]{0,17})";
  private static final String BASE64 = "([A-Za-z0-9+/]+={0,2})";

  /** Index, path, text of the checkpoint, its origin, size and root, signatures. */
  private static final Pattern FORMAT = Pattern.compile(
      "c2sp\\.org/tlog-proof@v1\nindex " + NUMBER + "\n((?:[A-Za-z0-9+/]{43}=\n){0,63})\n"
          + "(([^\n]+)\n" + NUMBER + "\n([A-Za-z0-9+/]{43}=)\n)\n((?:\u2014 [^\n]+\n){1,32})");

  private static final Pattern SIGNATURE = Pattern.compile("\u2014 ([^ \n]+) " + BASE64 + "\n");

  private InclusionProof() {}

  static boolean shows(String proof, ByteString statement, LogKey log) {
    if (proof.length() > CHARS_MAX) {
      return false;
    }
    Matcher parts = FORMAT.matcher(proof);
    if (!parts.matches() || !parts.group(4).equals(log.origin())
        || !isSigned(parts.group(3), parts.group(7), log)) {
      return false;
    }
    List<ByteString> path = new ArrayList<>();
    for (String line : parts.group(2).lines().toList()) {
      path.add(decode(line));
    }
    ByteString root = decode(parts.group(6));
    return root.size() == HASH_BYTES && path.stream().allMatch(hash -> hash.size() == HASH_BYTES)
        && leads(
            Long.parseLong(parts.group(1)), Long.parseLong(parts.group(5)), hash(LEAF, statement),
            path, root);
  }

  /** Signatures of others are none of our business; every one of the log's must be right. */
  private static boolean isSigned(String text, String signatures, LogKey log) {
    boolean signed = false;
    Matcher line = SIGNATURE.matcher(signatures);
    while (line.lookingAt()) {
      ByteString bytes = decode(line.group(2));
      if (line.group(1).equals(log.origin()) && bytes.startsWith(log.id())) {
        if (!log.signed(text, bytes.substring(Integer.BYTES))) {
          return false;
        }
        signed = true;
      }
      line.region(line.end(), signatures.length());
    }
    return signed && line.regionStart() == signatures.length();
  }

  private static boolean leads(
      long index, long size, ByteString leaf, List<ByteString> path, ByteString root) {
    if (index >= size) {
      return false;
    }
    long node = index;
    long last = size - 1;
    ByteString hash = leaf;
    for (ByteString sibling : path) {
      if (last == 0) {
        return false;
      }
      if (node % 2 == 1 || node == last) {
        hash = hash(NODE, sibling.concat(hash));
        while (node % 2 == 0 && node != 0) {
          node /= 2;
          last /= 2;
        }
      } else {
        hash = hash(NODE, hash.concat(sibling));
      }
      node /= 2;
      last /= 2;
    }
    return last == 0 && hash.equals(root);
  }

  private static ByteString hash(byte kind, ByteString data) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(kind);
      digest.update(data.asReadOnlyByteBuffer());
      return ByteString.copyFrom(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Empty for base 64 that nobody would write so. */
  private static ByteString decode(String base64) {
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
