package io.lethe.store.input;

import java.io.Closeable;
import org.jspecify.annotations.Nullable;

/** The rows of one file, each the same cursor at another place. Confined to one thread. */
interface Rows extends Closeable {

  /** The row that names the columns, or the first one; asked once, before {@link #next}. */
  @Nullable
  InputRow header();

  /** The next row; null at the end. */
  @Nullable
  InputRow next();
}
