package io.lethe.engine.recommend;

import java.util.List;

/** How a recommendation ended for one user. */
public sealed interface UserOutcome {

  /** The items, best first; fewer than asked for only if fewer are left. */
  record Recommended(List<ScoredItem> items, Source source) implements UserOutcome {
    public Recommended {
      items = List.copyOf(items);
    }
  }

  /**
   * The version does not know the user, or has forgotten them.
   *
   * @param waiting how many interactions of the user came after its training; none of them is one
   *     that its family could be asked with
   */
  record Unknown(int waiting) implements UserOutcome {}

  /** The user asked to be erased. */
  record Contained() implements UserOutcome {}
}
