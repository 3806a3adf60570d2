package io.lethe.engine.alias;

/**
 * A version that answers under a name, and for a share of the users.
 *
 * @param version number of a version of the alias's model, at least 1
 * @param basisPoints share of the users, 0 to {@value #ALL_USERS}; with 0 only calls that name the
 *     alias are answered by the version
 * @param following whether a version is being made that takes the place of its own
 */
public record ModelAlias(AliasName name, long version, int basisPoints, boolean following) {

  /** All users, in basis points. */
  public static final int ALL_USERS = 10_000;

  public ModelAlias {
    if (version < 1 || basisPoints < 0 || basisPoints > ALL_USERS) {
      throw new IllegalArgumentException(
          "alias %s of version %d with %d basis points".formatted(name, version, basisPoints));
    }
  }

  /** One whose version stays. */
  public ModelAlias(AliasName name, long version, int basisPoints) {
    this(name, version, basisPoints, false);
  }

  /** The same name and share for another version, which stays. */
  public ModelAlias of(long other) {
    return new ModelAlias(name, other, basisPoints);
  }

  /** The same while a version is being made that takes the place of its own, or no more. */
  public ModelAlias following(boolean now) {
    return new ModelAlias(name, version, basisPoints, now);
  }
}
