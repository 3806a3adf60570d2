package io.lethe.engine.alias;

import org.jspecify.annotations.Nullable;

/**
 * Which version a call is to be answered by: that of the alias that it names; else that whose share the
 * user is in, unless it is behind the position asked for; else the active one.
 *
 * @param user whose share counts; null for the active version
 * @param minErasurePosition the answer must reflect every erasure up to it; 0 for any
 */
public record Route(@Nullable AliasName alias, @Nullable String user, long minErasurePosition) {

  /** To the active version. */
  public static final Route ACTIVE = new Route(null, null, 0);

  @Override
  public String toString() {
    return "Route[alias %s]".formatted(alias);
  }
}
