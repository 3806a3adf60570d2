package io.lethe.engine.ids;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Ids by number; the empty string where one was erased. Immutable and paged: a change copies the pages
 * that it touches and one pointer for each page, and shares the rest.
 */
public final class PagedIds extends AbstractList<String> implements RandomAccess {

  private static final int PAGE_BITS = 10;
  private static final int IDS_PER_PAGE = 1 << PAGE_BITS;

  private final String[][] pages;
  private final int size;

  private PagedIds(String[][] pages, int size) {
    this.pages = pages;
    this.size = size;
  }

  /** The same ids; O(ids) unless they are in pages. */
  public static PagedIds of(List<String> ids) {
    return ids instanceof PagedIds paged ? paged : new PagedIds(new String[0][], 0).with(ids);
  }

  /** With more ids, which get the next numbers. Costs these and a page. */
  public PagedIds with(List<String> more) {
    int count = Math.addExact(size, more.size());
    String[][] next = Arrays.copyOf(pages, Math.ceilDiv(count, IDS_PER_PAGE));
    for (int p = size >>> PAGE_BITS; p < next.length; p++) {
      int length = Math.min(IDS_PER_PAGE, count - (p << PAGE_BITS));
      next[p] = p < pages.length ? Arrays.copyOf(pages[p], length) : new String[length];
    }
    for (int k = 0; k < more.size(); k++) {
      int number = size + k;
      next[number >>> PAGE_BITS][number & (IDS_PER_PAGE - 1)] = Objects.requireNonNull(more.get(k));
    }
    return new PagedIds(next, count);
  }

  /** With the empty string at some numbers. Costs their pages. */
  public PagedIds without(int[] erased) {
    String[][] next = pages.clone();
    BitSet copied = new BitSet();
    for (int number : erased) {
      int p = Objects.checkIndex(number, size) >>> PAGE_BITS;
      if (!copied.get(p)) {
        copied.set(p);
        next[p] = pages[p].clone();
      }
      next[p][number & (IDS_PER_PAGE - 1)] = "";
    }
    return new PagedIds(next, size);
  }

  @Override
  public String get(int number) {
    return pages[Objects.checkIndex(number, size) >>> PAGE_BITS][number & (IDS_PER_PAGE - 1)];
  }

  @Override
  public int size() {
    return size;
  }

  /**
   * Numbers that have another id in another list, ascending. Costs a look at each page, and the ids of
   * pages that the two do not share.
   *
   * @param other as long as this one
   */
  public int[] differing(PagedIds other) {
    if (other.size != size) {
      throw new IllegalArgumentException("%d ids beside %d".formatted(other.size, size));
    }
    return IntStream.range(0, pages.length)
        .filter(p -> !Arrays.equals(pages[p], other.pages[p]))
        .flatMap(p -> IntStream.range(p << PAGE_BITS, (p << PAGE_BITS) + pages[p].length))
        .filter(number -> !get(number).equals(other.get(number)))
        .toArray();
  }

  /** The pages themselves, for tests: only read. */
  List<String[]> pages() {
    return List.of(pages);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PagedIds ids
        ? ids.size == size && differing(ids).length == 0
        : super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
