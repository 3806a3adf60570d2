package io.lethe.engine.transparency;

import java.util.ArrayList;
import java.util.List;

/**
 * A growing Merkle tree (RFC 9162, section 2.1) that answers for every size it has had. Keeps the
 * hash of every complete subtree: 64 bytes a leaf. Appending costs O(log n) hashes at most, and two
 * on average; roots and proofs cost O(log n). Not thread-safe.
 */
public final class MerkleTree {

  /** At k the hashes of the complete subtrees over 2^k leaves, from the left. */
  private final List<HashRow> levels = new ArrayList<>();

  /** A tree without leaves. */
  public MerkleTree() {
    levels.add(new HashRow());
  }

  /** Leaves. */
  public int size() {
    return levels.getFirst().size();
  }

  /** Adds a leaf on the right. */
  public void append(TreeHash leaf) {
    TreeHash hash = leaf;
    for (int level = 0;; level++) {
      if (level == levels.size()) {
        levels.add(new HashRow());
      }
      HashRow row = levels.get(level);
      row.add(hash);
      if (row.size() % 2 != 0) {
        return;
      }
      hash = TreeHash.ofNode(row.get(row.size() - 2), row.get(row.size() - 1));
    }
  }

  /** The hash of a leaf. */
  public TreeHash leaf(int index) {
    return levels.getFirst().get(index);
  }

  /** The tree as it is. */
  public TreeHead head() {
    return head(size());
  }

  /** The tree as it was at a size. */
  public TreeHead head(int size) {
    checkSize(size);
    return new TreeHead(size, size == 0 ? TreeHash.EMPTY : root(0, size));
  }

  /**
   * What leads from a leaf to the root of the tree at a size: from the leaf's sibling upwards.
   *
   * @param index of the leaf, below {@code size}
   */
  public List<TreeHash> inclusionProof(int index, int size) {
    checkSize(size);
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("leaf %d of %d".formatted(index, size));
    }
    List<TreeHash> path = new ArrayList<>();
    int from = 0;
    int to = size;
    while (to - from > 1) {
      int middle = from + split(to - from);
      if (index < middle) {
        path.addFirst(root(middle, to));
        to = middle;
      } else {
        path.addFirst(root(from, middle));
        from = middle;
      }
    }
    return path;
  }

  /**
   * What shows that the tree at one size begins with the tree at a smaller one.
   *
   * @param older from 0; the proof from 0 is empty, as is one between the same sizes
   * @param size at least {@code older}
   */
  public List<TreeHash> consistencyProof(int older, int size) {
    checkSize(size);
    if (older < 0 || older > size) {
      throw new IllegalArgumentException("from %d leaves to %d".formatted(older, size));
    }
    List<TreeHash> path = new ArrayList<>();
    if (older == 0) {
      return path;
    }
    int from = 0;
    int to = size;
    while (to != older) {
      int middle = from + split(to - from);
      if (older <= middle) {
        path.addFirst(root(middle, to));
        to = middle;
      } else {
        path.addFirst(root(from, middle));
        from = middle;
      }
    }
    if (from != 0) {
      path.addFirst(root(from, to));
    }
    return path;
  }

  /** The hash of the subtree over a range as RFC 9162 splits it: all but the last are complete. */
  private TreeHash root(int from, int to) {
    int length = to - from;
    int level = Integer.numberOfTrailingZeros(length);
    if (length == 1 << level) {
      return levels.get(level).get(from >> level);
    }
    int middle = from + split(length);
    return TreeHash.ofNode(root(from, middle), root(middle, to));
  }

  /** The largest power of two below a length. */
  private static int split(int length) {
    return Integer.highestOneBit(length - 1);
  }

  private void checkSize(int size) {
    if (size < 0 || size > size()) {
      throw new IllegalArgumentException("%d leaves of %d".formatted(size, size()));
    }
  }
}
