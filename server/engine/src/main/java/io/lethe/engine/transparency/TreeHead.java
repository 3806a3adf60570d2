package io.lethe.engine.transparency;

/**
 * A tree at one size.
 *
 * @param size leaves
 * @param root of the tree over them
 */
public record TreeHead(long size, TreeHash root) {

  /** Without leaves. */
  public static final TreeHead EMPTY = new TreeHead(0, TreeHash.EMPTY);

  public TreeHead {
    if (size < 0) {
      throw new IllegalArgumentException("a tree of %d leaves".formatted(size));
    }
  }
}
