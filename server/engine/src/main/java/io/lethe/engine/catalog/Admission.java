package io.lethe.engine.catalog;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which items of a version an answer may hold. Immutable; arrays are shared and only read.
 */
public final class Admission {

  /** Up to this part of all items, those that are admitted are scored one by one. */
  private static final int FEW_PART = 16;

  /** All of them. */
  public static final Admission ALL = new Admission(new BitSet(), 0, 0, new int[0], null);

  private final BitSet admitted;
  private final int items;
  private final long revision;
  private final int[] refused;
  private final int @Nullable [] few;

  private Admission(
      BitSet admitted, int items, long revision, int[] refused, int @Nullable [] few) {
    this.admitted = admitted;
    this.items = items;
    this.revision = revision;
    this.refused = refused;
    this.few = few;
  }

  /**
   * Some of a version's items. O(items).
   *
   * @param admitted never changed from now on
   * @param items how many the version has
   * @param revision two equal ones of a filter and a version mean the same items
   */
  static Admission of(BitSet admitted, int items, long revision) {
    int count = admitted.cardinality();
    if (count <= items / FEW_PART) {
      return new Admission(admitted, items, revision, new int[0], admitted.stream().toArray());
    }
    int[] refused = new int[items - count];
    int next = 0;
    for (int item = admitted.nextClearBit(0); item < items; item = admitted
        .nextClearBit(item + 1)) {
      refused[next++] = item;
    }
    return new Admission(admitted, items, revision, refused, null);
  }

  /**
   * Those of them that a caller names.
   *
   * @param named item indices, ascending and distinct
   */
  public Admission only(int[] named) {
    return new Admission(
        admitted, items, revision, new int[0], Arrays.stream(named).filter(this::admits).toArray());
  }

  /** Whether an answer may hold an item. */
  public boolean admits(int item) {
    return few == null ? items == 0 || admitted.get(item) : Arrays.binarySearch(few, item) >= 0;
  }

  /** Two equal ones of a filter and a version mean the same items. */
  public long revision() {
    return revision;
  }

  /** The items, ascending, if they are so few that each can be asked for. */
  public Optional<int[]> few() {
    return Optional.ofNullable(few);
  }

  /** All others, ascending. Only if the items are not few. */
  public int[] refused() {
    return refused;
  }
}
