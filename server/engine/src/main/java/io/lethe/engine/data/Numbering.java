package io.lethe.engine.data;

import org.jspecify.annotations.Nullable;

/**
 * Numbers of a side's entities, and the numbering that they grew from. Two versions that learned number
 * alike up to where their numberings part. Identity counts. Immutable.
 */
public final class Numbering {

  private final Object lineage;
  private final @Nullable Numbering from;
  private final int size;

  private Numbering(Object lineage, @Nullable Numbering from, int size) {
    this.lineage = lineage;
    this.from = from;
    this.size = size;
  }

  static Numbering of(int size) {
    return new Numbering(new Object(), null, size);
  }

  /** With more entities, which get the next numbers. */
  Numbering grown(int more) {
    return new Numbering(lineage, this, size + more);
  }

  /**
   * The same object for all that grew from one numbering. It refers to none of them: a weak key may have
   * numberings as its value.
   */
  public Object lineage() {
    return lineage;
  }

  /**
   * How many of the first numbers mean the same here and there; 0 for another lineage. O(steps of growth
   * since).
   */
  public int sharedWith(Numbering other) {
    Numbering a = this;
    Numbering b = other;
    while (a != b) {
      if (a.size > b.size) {
        a = a.from;
      } else {
        b = b.from;
      }
      if (a == null || b == null) {
        return 0;
      }
    }
    return a.size;
  }
}
