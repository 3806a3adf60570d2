package io.lethe.server.log;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.lethe.engine.LetheException;
import org.jspecify.annotations.Nullable;

/**
 * Failures in the log: what and where. Only Lethe's own messages are printed, which never hold a
 * person's id; those of plugins and libraries might quote anything.
 */
public final class LoggedThrowable extends ThrowableHandlingConverter {

  private static final int FRAMES_MAX = 30;
  private static final int CAUSES_MAX = 5;

  @Override
  public String convert(ILoggingEvent event) {
    StringBuilder text = new StringBuilder();
    @Nullable
    IThrowableProxy cause = event.getThrowableProxy();
    for (int c = 0; c < CAUSES_MAX && cause != null; c++) {
      text.append(c == 0 ? "" : "caused by ").append(cause.getClassName());
      if (cause.getClassName().equals(LetheException.class.getName())) {
        text.append(": ").append(cause.getMessage());
      }
      text.append('\n');
      StackTraceElementProxy[] frames = cause.getStackTraceElementProxyArray();
      for (int f = 0; f < Math.min(FRAMES_MAX, frames.length); f++) {
        text.append("  ").append(frames[f].getSTEAsString()).append('\n');
      }
      cause = cause.getCause();
    }
    return text.toString();
  }
}
