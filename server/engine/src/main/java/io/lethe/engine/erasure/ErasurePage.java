package io.lethe.engine.erasure;

import java.util.List;

/**
 * A part of the list of erasures, the latest accepted first.
 *
 * @param next where the following page begins, to be handed to {@link ErasureLedger#list}; 0 when
 *     this is the last page
 */
public record ErasurePage(List<Erasure> erasures, long next) {

  /** The cursor of the first page. */
  public static final long FIRST = Long.MAX_VALUE;

  public ErasurePage {
    erasures = List.copyOf(erasures);
  }
}
