package io.lethe.engine.event;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import java.util.Collection;
import java.util.Map;

/** What an event type may be called, and how many a model may have. */
public final class EventTypes {

  /** The event type of a row that has none. */
  public static final String NONE = "";

  /** Longest name, characters. */
  public static final int LENGTH_MAX = 64;

  /** Most event types of one model: a column with more of them holds something else. */
  public static final int TYPES_MAX = 100;

  private static final String PUNCTUATION = "_.:/-";
  private static final String RULE = "1 to %d characters of A-Z, a-z, 0-9, _ . : / and -, beginning"
      .formatted(LENGTH_MAX) + " with a letter or digit, are allowed";

  private EventTypes() {}

  /** Whether a text is the name of an event type. */
  public static boolean isName(CharSequence text) {
    boolean fits = !text.isEmpty() && text.length() <= LENGTH_MAX && isPlain(text.charAt(0));
    for (int k = 1; fits && k < text.length(); k++) {
      fits = isPlain(text.charAt(k)) || PUNCTUATION.indexOf(text.charAt(k)) >= 0;
    }
    return fits;
  }

  /** Whether a name begins with a letter: a number may be anything. */
  public static boolean isWord(CharSequence name) {
    return isName(name) && (name.charAt(0) < '0' || name.charAt(0) > '9');
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /**
   * Refuses what is no name of an event type.
   *
   * @throws LetheException of kind {@code ARGUMENT_INVALID}
   */
  public static void check(String field, String name) {
    if (!isName(name)) {
      throw new LetheException(
          ErrorKind.ARGUMENT_INVALID, "%s is no event type; %s".formatted(field, RULE),
          Map.of("field", field));
    }
  }

  /**
   * Refuses an event type that a model has no room for.
   *
   * @param known those that it has
   * @throws LetheException of kind {@code ARGUMENT_INVALID}
   */
  public static void requireRoom(Collection<String> known, String field, String name) {
    if (known.size() >= TYPES_MAX && !known.contains(name)) {
      throw new LetheException(
          ErrorKind.ARGUMENT_INVALID,
          "%s is one more than the %d event types of the model; %d are allowed"
              .formatted(field, known.size(), TYPES_MAX),
          Map.of("field", field));
    }
  }
}
