package io.lethe.server.grpc;

import org.jspecify.annotations.Nullable;

/** Failures as text for the log: what and where, but no message, which may quote a person's id. */
final class StackTraces {

  private static final int FRAMES_MAX = 30;
  private static final int CAUSES_MAX = 5;

  private StackTraces() {}

  static String withoutMessages(Throwable failure) {
    StringBuilder text = new StringBuilder();
    @Nullable
    Throwable cause = failure;
    for (int c = 0; c < CAUSES_MAX && cause != null; c++) {
      text.append(c == 0 ? "" : "caused by ").append(cause.getClass().getName()).append('\n');
      StackTraceElement[] frames = cause.getStackTrace();
      for (int f = 0; f < Math.min(FRAMES_MAX, frames.length); f++) {
        text.append("  at ").append(frames[f]).append('\n');
      }
      cause = cause.getCause();
    }
    return text.toString().stripTrailing();
  }
}
