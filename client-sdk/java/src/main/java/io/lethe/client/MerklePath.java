package io.lethe.client;

import com.google.protobuf.ByteString;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** Checks the paths of a log's Merkle tree (RFC 9162, sections 2.1.3.2 and 2.1.4.2). */
final class MerklePath {

  private static final int HASH_BYTES = 32;
  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private MerklePath() {}

  /** The hash of a leaf. */
  static ByteString leaf(ByteString data) {
    return hash(ByteString.copyFrom(new byte[]{LEAF}).concat(data));
  }

  /**
   * Whether a path leads from a leaf to the root of a tree.
   *
   * @param index of the leaf, from 0
   */
  static boolean includes(LogCheckpoint tree, ByteString leaf, long index, List<ByteString> path) {
    if (index < 0 || index >= tree.size() || !areHashes(path)) {
      return false;
    }
    Walk walk = new Walk(index, tree.size() - 1, leaf);
    return walk.takes(path) && walk.newer.equals(tree.root());
  }

  /** Whether a path shows that a tree begins with an older one. */
  static boolean extend(LogCheckpoint older, LogCheckpoint newer, List<ByteString> path) {
    if (older.size() == newer.size()) {
      return path.isEmpty() && older.root().equals(newer.root());
    }
    if (older.size() == 0) {
      return path.isEmpty() && older.root().equals(hash(ByteString.EMPTY));
    }
    boolean complete = Long.bitCount(older.size()) == 1;
    if (older.size() > newer.size() || (!complete && path.isEmpty()) || !areHashes(path)) {
      return false;
    }
    int levels = Long.numberOfTrailingZeros(older.size());
    Walk walk = new Walk(
        (older.size() - 1) >>> levels, (newer.size() - 1) >>> levels,
        complete ? older.root() : path.get(0));
    return walk.takes(complete ? path : path.subList(1, path.size()))
        && walk.older.equals(older.root()) && walk.newer.equals(newer.root());
  }

  private static boolean areHashes(List<ByteString> path) {
    return path.stream().allMatch(hash -> hash.size() == HASH_BYTES);
  }

  /** Climbs from a node to the root, and keeps the hashes of the two trees that end there. */
  private static final class Walk {

    private long node;
    private long last;
    private ByteString older;
    private ByteString newer;

    Walk(long node, long last, ByteString start) {
      this.node = node;
      this.last = last;
      older = start;
      newer = start;
    }

    /** Whether the path has the right length. */
    boolean takes(List<ByteString> path) {
      for (ByteString sibling : path) {
        if (last == 0) {
          return false;
        }
        climb(sibling);
      }
      return last == 0;
    }

    private void climb(ByteString sibling) {
      if (node % 2 == 1 || node == last) {
        older = node(sibling, older);
        newer = node(sibling, newer);
        // A last node that is a left child moves up alone until it is a right one.
        while (node % 2 == 0 && node != 0) {
          node /= 2;
          last /= 2;
        }
      } else {
        newer = node(newer, sibling);
      }
      node /= 2;
      last /= 2;
    }
  }

  private static ByteString node(ByteString left, ByteString right) {
    return hash(ByteString.copyFrom(new byte[]{NODE}).concat(left).concat(right));
  }

  private static ByteString hash(ByteString data) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(data.asReadOnlyByteBuffer());
      return ByteString.copyFrom(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
