package io.lethe.server.access;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Somebody who proved who they are.
 *
 * @param name 1 to 128 letters, digits and {@code ._@:/+-}; a service or an employee, never a person
 *     whose data is in a model
 */
public record Principal(String name, Set<Role> roles) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@:/+-]{1,128}");

  public Principal {
    if (!isName(name)) {
      throw new IllegalArgumentException("a principal's name must match " + NAME);
    }
    roles = roles.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(roles));
  }

  /** Whether a text can be a principal's name. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }
}
