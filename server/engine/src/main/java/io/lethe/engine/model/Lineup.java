package io.lethe.engine.model;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.alias.AliasName;
import io.lethe.engine.alias.AliasSet;
import io.lethe.engine.alias.ModelAlias;
import io.lethe.engine.alias.Route;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The versions that answer for a model: the active one, and those that aliases name. Immutable. */
final class Lineup {

  private final LoadedVersion active;
  private final @Nullable AliasSet aliases;
  /** By number: the active one and every aliased one that is in memory. */
  private final Map<Long, LoadedVersion> versions;

  private Lineup(
      LoadedVersion active, @Nullable AliasSet aliases, Map<Long, LoadedVersion> loaded) {
    this.active = active;
    this.aliases = aliases;
    Set<Long> named = new HashSet<>(aliases == null ? Set.of() : aliases.versions());
    named.add(number(active));
    Map<Long, LoadedVersion> kept = new HashMap<>(loaded);
    kept.keySet().retainAll(named);
    // What the active version learns between trainings ends with its time as the active one.
    kept.replaceAll((number, beside) -> beside.asTrained());
    kept.put(number(active), active);
    this.versions = Map.copyOf(kept);
  }

  /** One version that answers everything. */
  static Lineup of(LoadedVersion active) {
    return new Lineup(active, null, Map.of());
  }

  private static long number(LoadedVersion loaded) {
    return loaded.version().id().number();
  }

  LoadedVersion active() {
    return active;
  }

  /** Every version that answers, each once. */
  Collection<LoadedVersion> all() {
    return versions.values();
  }

  Optional<LoadedVersion> find(VersionId id) {
    return Optional.ofNullable(versions.get(id.number()))
        .filter(loaded -> loaded.version().id().equals(id));
  }

  /**
   * The version for a call.
   *
   * @throws LetheException of kind {@code ALIAS_NOT_FOUND}
   */
  LoadedVersion of(Route route) {
    AliasName named = route.alias();
    if (named != null) {
      return Optional.ofNullable(aliases)
          .flatMap(set -> set.find(named))
          .flatMap(this::loaded)
          .orElseThrow(() -> notFound(named));
    }
    String user = route.user();
    return aliases == null || user == null
        ? active
        : aliases.of(user)
            .flatMap(this::loaded)
            .filter(shared -> shared.version().erasurePosition() >= route.minErasurePosition())
            .orElse(active);
  }

  private Optional<LoadedVersion> loaded(ModelAlias alias) {
    return Optional.ofNullable(versions.get(alias.version()));
  }

  private LetheException notFound(AliasName alias) {
    ModelName model = active.version().id().model();
    return new LetheException(
        ErrorKind.ALIAS_NOT_FOUND, "model %s has no alias %s that answers".formatted(model, alias),
        Map.of("model", model.value(), "alias", alias.value()));
  }

  /** The same with another active version, or another form of one that answers. */
  Lineup with(LoadedVersion next) {
    LoadedVersion loaded = find(next.version().id())
        .filter(same -> same.version().equals(next.version()))
        .orElse(next);
    return new Lineup(loaded, aliases, versions);
  }

  /**
   * The same with other aliases.
   *
   * @param fresh versions that aliases name; those that answer already go on as they are
   */
  Lineup with(AliasSet set, Collection<ModelVersion> fresh) {
    Map<Long, LoadedVersion> loaded = new HashMap<>(versions);
    fresh.forEach(
        version -> loaded
            .computeIfAbsent(version.id().number(), absent -> new LoadedVersion(version)));
    return new Lineup(active, set, loaded);
  }

  /** Those that answer no more in another lineup. */
  List<LoadedVersion> gone(Lineup next) {
    return all().stream().filter(loaded -> !next.all().contains(loaded)).toList();
  }
}
