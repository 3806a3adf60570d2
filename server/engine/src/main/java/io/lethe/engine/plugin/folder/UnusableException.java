package io.lethe.engine.plugin.folder;

import java.io.Serial;

/** Says why an entry of the plugin folder yields nothing. */
final class UnusableException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private final String reason;

  UnusableException(String reason) {
    super(reason);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
