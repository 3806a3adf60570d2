package io.lethe.store.check;

/**
 * What a check says of one part of a data folder.
 *
 * @param part what was looked at, such as {@code keys} or {@code model movies}
 * @param what was verified, or what is wrong; names the file, and no person
 */
public record Finding(String part, State state, String what) {

  /** How it stands with a part. */
  public enum State {
    VERIFIED,
    DAMAGED,
    /** Nothing can be said, as it depends on a part that is damaged. */
    NOT_VERIFIED
  }

  public Finding {
    if (part.isBlank() || what.isBlank()) {
      throw new IllegalArgumentException("a finding of '%s' says '%s'".formatted(part, what));
    }
  }

  static Finding verified(String part, String what) {
    return new Finding(part, State.VERIFIED, what);
  }

  /** Something is not as it was written. */
  public static Finding damaged(String part, Throwable why) {
    return new Finding(part, State.DAMAGED, String.valueOf(why.getMessage()));
  }
}
