package io.lethe.spi;

import java.io.Serial;

/** The one exception a host expects from a plugin; anything else counts as a plugin failure. */
public final class PluginException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Kind {
    /** The caller's value is wrong; the message names it and its bound. */
    INVALID_ARGUMENT,
    /** A checkpoint does not hold what it must. */
    DAMAGED_ARTIFACT,
    /** The calling thread was interrupted. */
    CANCELLED,
    /** Training diverged or a number is not finite. */
    NOT_FINITE
  }

  private final Kind kind;

  /** Without a cause. */
  public PluginException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** With a cause. */
  public PluginException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** Why. */
  public Kind kind() {
    return kind;
  }
}
