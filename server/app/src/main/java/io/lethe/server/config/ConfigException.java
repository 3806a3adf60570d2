package io.lethe.server.config;

import java.io.Serial;

/** A configuration that cannot be used. The message names key, value, bound and source. */
public final class ConfigException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  /**
   * With a message for the operator.
   *
   * @param message never holds a secret
   */
  public ConfigException(String message) {
    super(message);
  }
}
