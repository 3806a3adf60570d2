package io.lethe.engine.dsr;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** An address was not told; the message says why, and nothing of the address. */
public final class CallbackFailedException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  public CallbackFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
