package io.lethe.server.hook;

import org.jspecify.annotations.Nullable;

/** A notice was not taken. Its message quotes nothing of an answer. */
final class NoticeFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NoticeFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
