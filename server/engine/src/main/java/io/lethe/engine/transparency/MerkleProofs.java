package io.lethe.engine.transparency;

import java.util.List;

/** Checks proofs without a tree (RFC 9162, sections 2.1.3.2 and 2.1.4.2). */
public final class MerkleProofs {

  private MerkleProofs() {}

  /**
   * Whether a path leads from a leaf to the root of a tree.
   *
   * @param index of the leaf, from 0
   */
  public static boolean includes(TreeHead tree, TreeHash leaf, long index, List<TreeHash> path) {
    if (index < 0 || index >= tree.size()) {
      return false;
    }
    long node = index;
    long last = tree.size() - 1;
    TreeHash hash = leaf;
    for (TreeHash sibling : path) {
      if (last == 0) {
        return false;
      }
      if (isOdd(node) || node == last) {
        hash = TreeHash.ofNode(sibling, hash);
        int skipped = levelsWithoutSibling(node);
        node >>>= skipped;
        last >>>= skipped;
      } else {
        hash = TreeHash.ofNode(hash, sibling);
      }
      node >>>= 1;
      last >>>= 1;
    }
    return last == 0 && hash.equals(tree.root());
  }

  /** Whether a path shows that a tree begins with an older one. */
  public static boolean extend(TreeHead older, TreeHead newer, List<TreeHash> path) {
    if (older.size() > newer.size()) {
      return false;
    }
    if (older.size() == 0 || older.size() == newer.size()) {
      boolean rightRoot = older.size() == newer.size()
          ? older.root().equals(newer.root())
          : older.root().equals(TreeHash.EMPTY);
      return path.isEmpty() && rightRoot;
    }
    boolean complete = Long.bitCount(older.size()) == 1;
    if (!complete && path.isEmpty()) {
      return false;
    }
    TreeHash seed = complete ? older.root() : path.getFirst();
    List<TreeHash> rest = complete ? path : path.subList(1, path.size());
    return walk(older, newer, seed, rest);
  }

  private static boolean walk(TreeHead older, TreeHead newer, TreeHash seed, List<TreeHash> path) {
    int complete = Long.numberOfTrailingZeros(older.size());
    long node = (older.size() - 1) >>> complete;
    long last = (newer.size() - 1) >>> complete;
    TreeHash before = seed;
    TreeHash after = seed;
    for (TreeHash sibling : path) {
      if (last == 0) {
        return false;
      }
      if (isOdd(node) || node == last) {
        before = TreeHash.ofNode(sibling, before);
        after = TreeHash.ofNode(sibling, after);
        int skipped = levelsWithoutSibling(node);
        node >>>= skipped;
        last >>>= skipped;
      } else {
        after = TreeHash.ofNode(after, sibling);
      }
      node >>>= 1;
      last >>>= 1;
    }
    return last == 0 && before.equals(older.root()) && after.equals(newer.root());
  }

  private static boolean isOdd(long node) {
    return (node & 1) != 0;
  }

  /** A last node that is a left child moves up alone until it is a right one. */
  private static int levelsWithoutSibling(long node) {
    return node == 0 ? 0 : Long.numberOfTrailingZeros(node);
  }
}
