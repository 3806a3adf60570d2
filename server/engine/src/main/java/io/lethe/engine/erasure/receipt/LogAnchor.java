package io.lethe.engine.erasure.receipt;

import java.util.Optional;

/**
 * A place that remembers the checkpoint of the receipt log that was signed last, so that a log that
 * was set back is found out. Not thread-safe; failures are {@code STORAGE_FAILED} and {@code
 * STORAGE_FULL}.
 */
public interface LogAnchor {

  /** What was remembered last, as it was given; empty if nothing ever was. */
  Optional<String> read();

  /** Remembers instead of what was before; synced when it returns, all or nothing. */
  void write(String note);

  /** For messages: which place this is. */
  String name();
}
