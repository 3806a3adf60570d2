package io.lethe.engine.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What moved on the way from the contents that calls were answered from before to the one that they are
 * answered from now. Holds numbers only, none of the contents. Immutable.
 */
public final class Changes {

  /** So many earlier contents are remembered, at one a second for about a minute. */
  private static final int REMEMBERED_MAX = 64;
  /** More rows than these are not remembered: they would take longer to look at than to answer anew. */
  private static final int ROWS_MAX = 1 << 15;

  private final Object content = new Object();
  private final List<Earlier> earlier;

  /** An earlier content, and what moved since. */
  private record Earlier(Object content, Moved moved) {}

  private Changes(List<Earlier> earlier) {
    this.earlier = earlier;
  }

  /** Of a content that is compared with none. */
  public static Changes unknown() {
    return new Changes(List.of());
  }

  /**
   * Of the content that is answered from after this one. O(contents remembered, times rows moved).
   *
   * @param step what moves from this one to that
   */
  public Changes then(Moved step) {
    List<Earlier> all = new ArrayList<>();
    add(all, content, step);
    for (Earlier each : earlier) {
      if (all.size() < REMEMBERED_MAX) {
        add(all, each.content(), each.moved().then(step));
      }
    }
    return new Changes(List.copyOf(all));
  }

  private static void add(List<Earlier> all, Object content, Moved moved) {
    if (moved.size() <= ROWS_MAX) {
      all.add(new Earlier(content, moved));
    }
  }

  /** Stands for the content that is answered from now, and for no other. */
  public Object content() {
    return content;
  }

  /** Whether scores of rows that did not move are known to be the same as those of an earlier content. */
  public boolean byRows() {
    return !earlier.isEmpty();
  }

  /** What moved since a content; empty if that is not known, and everything may have. */
  public Optional<Moved> since(Object former) {
    if (former.equals(content)) {
      return Optional.of(Moved.NOTHING);
    }
    for (Earlier each : earlier) {
      if (each.content().equals(former)) {
        return Optional.of(each.moved());
      }
    }
    return Optional.empty();
  }
}
