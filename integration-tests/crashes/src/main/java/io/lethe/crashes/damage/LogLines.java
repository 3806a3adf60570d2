package io.lethe.crashes.damage;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What servers in this process log as warnings and errors, instead of on the terminal. */
public final class LogLines extends AppenderBase<ILoggingEvent> {

  private final List<String> lines = new CopyOnWriteArrayList<>();

  /** Takes the place of every other appender. */
  public static LogLines attached() {
    LogLines lines = new LogLines();
    if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      root.detachAndStopAllAppenders();
      root.setLevel(Level.WARN);
      lines.setContext(root.getLoggerContext());
      lines.start();
      root.addAppender(lines);
      return lines;
    }
    throw new IllegalStateException("the log is not Logback's");
  }

  @Override
  protected void append(ILoggingEvent event) {
    lines.add(event.getLevel() + " " + event.getFormattedMessage());
  }

  /** What was logged since the last call. */
  public List<String> taken() {
    List<String> taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }
}
