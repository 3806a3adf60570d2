package io.lethe.engine.model;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The name of a model; safe as a folder name.
 *
 * @param value {@code [a-z][a-z0-9-]{0,62}}
 */
public record ModelName(String value) implements Comparable<ModelName> {

  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,62}");

  public ModelName {
    if (!isName(value)) {
      throw new LetheException(
          ErrorKind.NAME_MALFORMED,
          "a model name is 1 to 63 characters of a-z, 0-9 and -, and starts with a letter",
          Map.of("field", "model"));
    }
  }

  /** Whether a text is the name of a model. */
  public static boolean isName(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public int compareTo(ModelName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
