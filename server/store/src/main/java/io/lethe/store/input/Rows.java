package io.lethe.store.input;

import java.io.Closeable;
import org.jspecify.annotations.Nullable;

/** The rows of one file, each the same cursor at another place. Confined to one thread. */
interface Rows extends Closeable {

  /** The row that names the columns, or the first one; asked once, before {@link #next}. */
  @Nullable
  InputRow header();

  /** Told once, before {@link #next}: which columns count. */
  default void choose(Columns columns) {
    // Where rows are read as a whole it makes no difference.
  }

  /** The next row; null at the end. */
  @Nullable
  InputRow next();
}
