package io.lethe.engine.erasure;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import java.util.Map;
import java.util.UUID;

/** An erasure's name: random, chosen by the server, tells nothing. */
public record ErasureId(UUID value) {

  /**
   * Reads the 36-character form.
   *
   * @throws LetheException of kind {@code NAME_MALFORMED}
   */
  public static ErasureId parse(String text) {
    try {
      UUID value = UUID.fromString(text);
      if (value.toString().equals(text)) {
        return new ErasureId(value);
      }
    } catch (IllegalArgumentException malformed) {
      throw malformed(malformed);
    }
    throw malformed(null);
  }

  private static LetheException malformed(@org.jspecify.annotations.Nullable Throwable cause) {
    return new LetheException(
        ErrorKind.NAME_MALFORMED, "an erasure id is a UUID in its 36-character lower-case form",
        Map.of("field", "erasure"), cause);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
