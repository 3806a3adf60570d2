package io.lethe.server.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import io.lethe.server.config.LogConfig;
import java.util.Iterator;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The log of this process, on standard error: Lethe's own lines, and the warnings and errors of
 * libraries, those that log by {@code java.util.logging} among them, as gRPC does.
 */
public final class ProcessLog {

  private static final String OURS = "io.lethe";

  private ProcessLog() {}

  /** Has the whole process log like this from now on. */
  public static void configure(LogConfig config) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      throw new IllegalStateException("the log is not Logback's");
    }
    context.getLogger(OURS).setLevel(Level.toLevel(config.level().name()));
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    // Never below: on a library's lower levels are tokens, and what calls and answers hold.
    root.setLevel(config.level() == LogConfig.Level.ERROR ? Level.ERROR : Level.WARN);
    Iterator<Appender<ILoggingEvent>> appenders = root.iteratorForAppenders();
    while (appenders.hasNext()) {
      if (appenders.next() instanceof OutputStreamAppender<ILoggingEvent> stream
          && stream.getEncoder() instanceof LineEncoder lines) {
        lines.format(config.format());
      }
    }
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }
}
