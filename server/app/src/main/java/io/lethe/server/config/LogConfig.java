package io.lethe.server.config;

import java.util.List;

/** What the server's log tells, and in which form. */
public record LogConfig(Level level, Format format) {

  /** The least important lines that are told. */
  public enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  /** What a line looks like. */
  public enum Format {
    /** For people: time, level, source, message, {@code key=value}. */
    TEXT,
    /** For collectors: one JSON object a line. */
    JSON
  }

  public static final Setting<Level> LEVEL = Setting.of(
      "log.level", "info", Values.word(Level.class),
      "least important lines of Lethe's own in the log, on standard error; libraries tell warnings and"
          + " errors");

  static final Setting<Format> FORMAT = Setting.of(
      "log.format", "text", Values.word(Format.class),
      "form of the log: lines for people, or one JSON object a line");

  static final List<Setting<?>> ALL = List.of(LEVEL, FORMAT);

  static LogConfig of(Configuration configuration) {
    return new LogConfig(configuration.get(LEVEL), configuration.get(FORMAT));
  }
}
