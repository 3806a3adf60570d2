package io.lethe.store.input;

import io.lethe.engine.subject.ErasureTarget;

/** The bounds on what one input file may hold. */
public final class InputBounds {

  /**
   * Longest user or item id, in bytes of UTF-8: what an erasure can name, so that nothing is ever
   * imported that could not be erased.
   */
  public static final int MAX_ID_BYTES = ErasureTarget.ID_BYTES_MAX;

  /** Longest row, line ends within quotes included, in UTF-16 characters. */
  public static final int MAX_ROW_CHARS = 65_536;

  /** Most columns of a row. */
  public static final int MAX_COLUMNS = 256;

  /** Most rows that can be asked for in {@link InputOptions#maxRows()}. */
  public static final int MAX_ROWS = 500_000_000;

  private InputBounds() {}
}
