package io.lethe.store.input;

import java.io.Serial;

/**
 * An input file that cannot be read as asked. The message names file, line and value for the
 * operator who brought the file; as the value may be a person's id, it belongs on that operator's
 * terminal and never in a server's log.
 */
public final class BadInputException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private static final int MAX_QUOTED_CHARS = 60;

  private final long line;

  /** A file that is wrong in one line. */
  public BadInputException(String file, long line, String problem) {
    super("%s, line %d: %s".formatted(file, line, problem));
    this.line = line;
  }

  /** The same with its cause. */
  public BadInputException(String file, long line, String problem, Throwable cause) {
    super("%s, line %d: %s".formatted(file, line, problem), cause);
    this.line = line;
  }

  /** The line at fault, counted from 1. */
  public long line() {
    return line;
  }

  /** A value as a message may show it: in quotes, shortened, control characters made visible. */
  public static String quoted(String value) {
    StringBuilder text = new StringBuilder("\"");
    for (int k = 0; k < Math.min(value.length(), MAX_QUOTED_CHARS); k++) {
      char c = value.charAt(k);
      text.append(Character.isISOControl(c) ? "\\u%04x".formatted((int) c) : c);
    }
    return text.append(value.length() > MAX_QUOTED_CHARS ? "…\"" : "\"").toString();
  }
}
