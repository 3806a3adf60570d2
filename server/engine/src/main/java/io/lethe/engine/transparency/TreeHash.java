package io.lethe.engine.transparency;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** The SHA-256 of a leaf or a node of a Merkle tree (RFC 9162, section 2.1.1). Immutable. */
public final class TreeHash {

  /** Bytes of one. */
  public static final int BYTES = 32;

  /** The root of a tree without leaves. */
  public static final TreeHash EMPTY = new TreeHash(sha256().digest());

  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private final byte[] bytes;

  private TreeHash(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * A hash that was kept.
   *
   * @param bytes {@value #BYTES} of them; copied
   */
  public static TreeHash of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          "a hash of %d bytes; %d are right".formatted(bytes.length, BYTES));
    }
    return new TreeHash(bytes.clone());
  }

  /** The hash of a leaf: SHA-256 of a zero byte and its data. */
  public static TreeHash ofLeaf(byte[] data) {
    MessageDigest digest = sha256();
    digest.update(LEAF);
    digest.update(data);
    return new TreeHash(digest.digest());
  }

  /** The hash of a node: SHA-256 of a one byte and its children's hashes. */
  public static TreeHash ofNode(TreeHash left, TreeHash right) {
    MessageDigest digest = sha256();
    digest.update(NODE);
    digest.update(left.bytes);
    digest.update(right.bytes);
    return new TreeHash(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("this JDK has no SHA-256", missing);
    }
  }

  /** The bytes; a copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** In base 64, as checkpoints and proofs have it. */
  public String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TreeHash hash && Arrays.equals(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
