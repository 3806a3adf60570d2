package io.lethe.engine.alias;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The aliases of one model. Immutable. A user's version depends on the key and the shares alone: while
 * they stay, so does it, and a larger share of the last alias only adds users to it.
 *
 * @param aliases by name, with shares of {@value ModelAlias#ALL_USERS} basis points at most together
 */
public record AliasSet(TrafficKey key, List<ModelAlias> aliases) {

  public AliasSet {
    aliases = aliases.stream().sorted((one, other) -> one.name().compareTo(other.name())).toList();
    if (shares(aliases) > ModelAlias.ALL_USERS
        || aliases.stream().map(ModelAlias::name).distinct().count() < aliases.size()) {
      throw new IllegalArgumentException("aliases " + aliases);
    }
  }

  private static int shares(List<ModelAlias> aliases) {
    return aliases.stream().mapToInt(ModelAlias::basisPoints).sum();
  }

  /** The sum of the shares, in basis points. */
  public int basisPoints() {
    return shares(aliases);
  }

  /** The alias of a name. */
  public Optional<ModelAlias> find(AliasName name) {
    return aliases.stream().filter(alias -> alias.name().equals(name)).findFirst();
  }

  /** The alias whose share a user is in; empty if the active version answers for the user. */
  public Optional<ModelAlias> of(String user) {
    if (basisPoints() == 0) {
      return Optional.empty();
    }
    int place = key.place(user);
    int end = 0;
    for (ModelAlias alias : aliases) {
      end += alias.basisPoints();
      if (place < end) {
        return Optional.of(alias);
      }
    }
    return Optional.empty();
  }

  /** Numbers of the versions that aliases name. */
  public Set<Long> versions() {
    return aliases.stream().map(ModelAlias::version).collect(Collectors.toUnmodifiableSet());
  }

  /** The same with one alias put in, in place of the one of its name. */
  public AliasSet with(ModelAlias alias) {
    List<ModelAlias> all = new ArrayList<>(without(alias.name()).aliases());
    all.add(alias);
    return new AliasSet(key, all);
  }

  /** The same without an alias. */
  public AliasSet without(AliasName name) {
    return new AliasSet(key, aliases.stream().filter(alias -> !alias.name().equals(name)).toList());
  }
}
