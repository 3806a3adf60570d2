package io.lethe.engine.alias;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The name of an alias, own to its model.
 *
 * @param value {@code [a-z0-9-]{1,63}}, such as {@code canary}
 */
public record AliasName(String value) implements Comparable<AliasName> {

  private static final Pattern FORM = Pattern.compile("[a-z0-9-]{1,63}");

  public AliasName {
    if (!FORM.matcher(value).matches()) {
      throw new LetheException(
          ErrorKind.NAME_MALFORMED, "an alias is 1 to 63 characters of a-z, 0-9 and -",
          Map.of("field", "alias"));
    }
  }

  @Override
  public int compareTo(AliasName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
