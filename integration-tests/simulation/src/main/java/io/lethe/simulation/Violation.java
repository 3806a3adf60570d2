package io.lethe.simulation;

import java.io.Serial;

/** A promise was broken. */
final class Violation extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  Violation(String what) {
    super(what);
  }

  Violation(String what, Throwable cause) {
    super(what, cause);
  }
}
