package io.lethe.server.access;

import io.lethe.engine.erasure.ErasureRequest;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Somebody who proved who they are.
 *
 * @param name 1 to 128 letters, digits and {@code ._@:/+-}, not {@code operator} or {@code restore}
 *     in any case; a service or an employee, never a person whose data is in a model
 */
public record Principal(String name, Set<Role> roles) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@:/+-]{1,128}");

  /** What the server itself asks under: nobody may come from outside and be taken for it. */
  private static final Set<String> RESERVED = Set
      .of(ErasureRequest.OPERATOR, ErasureRequest.RESTORE);

  public Principal {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "a principal's name must match %s and be none of %s".formatted(NAME, RESERVED));
    }
    roles = roles.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(roles));
  }

  /** Whether a text can be a principal's name. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches() && !RESERVED.contains(text.toLowerCase(Locale.ROOT));
  }
}
