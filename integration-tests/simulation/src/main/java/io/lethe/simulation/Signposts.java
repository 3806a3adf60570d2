package io.lethe.simulation;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.alias.AliasName;
import io.lethe.engine.alias.run.ModelAliases;
import io.lethe.engine.lifecycle.Engine;
import io.lethe.engine.model.VersionRecord;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Sets aliases, takes them away, and holds what the server shows against what it said. An alias has the
 * share that it was given last, or is gone, as the server takes one away whose version had to go; one
 * that was gone does not come back. Confined to one thread.
 */
final class Signposts {

  private static final List<AliasName> NAMES = List
      .of(new AliasName("canary"), new AliasName("stable"));
  private static final int[] SHARES = {0, 500, 2_500, 5_000, 10_000};
  /** A disk that refuses may have taken the change all the same. */
  private static final Set<ErrorKind> UNCLEAR = EnumSet
      .of(ErrorKind.STORAGE_FAILED, ErrorKind.STORAGE_FULL);
  private static final Set<ErrorKind> REFUSALS = EnumSet.of(
      ErrorKind.ALIAS_NOT_FOUND, ErrorKind.ALIAS_BOUND_EXCEEDED, ErrorKind.MODEL_NOT_READY,
      ErrorKind.MODEL_NOT_FOUND, ErrorKind.VERSION_NOT_FOUND, ErrorKind.VERSION_HOLDS_ERASED_DATA);

  private final SplittableRandom random;
  private final Tally tally;
  /** The shares that an alias may have, empty for no alias. */
  private final Map<AliasName, Set<Optional<Integer>>> possible = new HashMap<>();

  Signposts(SplittableRandom random, Tally tally) {
    this.random = random;
    this.tally = tally;
    NAMES.forEach(name -> possible.put(name, Set.of(Optional.empty())));
  }

  /** Whether something is to be done with aliases now. */
  boolean isDue() {
    return random.nextInt(8) == 0;
  }

  /** One of the names, whether or not there is an alias of it. */
  AliasName some() {
    return NAMES.get(random.nextInt(NAMES.size()));
  }

  /** Sets an alias or takes one away. */
  void change(Engine engine, List<VersionRecord> versions) {
    AliasName name = some();
    if (random.nextInt(4) == 0) {
      attempt(name, Optional.empty(), () -> engine.aliases().delete(Village.MODEL, name));
      return;
    }
    int share = SHARES[random.nextInt(SHARES.length)];
    Long version = versions.isEmpty() || random.nextInt(5) == 0
        ? null
        : versions.get(random.nextInt(versions.size())).id().number();
    attempt(name, Optional.of(share), () -> {
      ModelAliases.Listed set = engine.aliases()
          .set(Village.MODEL, new ModelAliases.Wanted(name, version, share));
      if (!set.answers() || set.alias().basisPoints() != share) {
        throw new Violation("an alias was set to %d, and is %s".formatted(share, set));
      }
    });
  }

  private void attempt(AliasName name, Optional<Integer> wanted, Runnable change) {
    Set<Optional<Integer>> before = possible.getOrDefault(name, Set.of());
    // A process that dies in it, or a disk, leaves both.
    possible.put(name, with(before, wanted));
    try {
      change.run();
      possible.put(name, with(Set.of(Optional.empty()), wanted));
      tally.event("alias", wanted.isPresent() ? "set" : "deleted");
    } catch (LetheException refused) {
      if (!UNCLEAR.contains(refused.kind())) {
        if (!REFUSALS.contains(refused.kind())) {
          throw new Violation("an alias failed as " + refused.kind(), refused);
        }
        possible.put(name, before);
      }
      tally.event("alias refused", refused.kind().name());
    }
  }

  private static <T> Set<T> with(Set<T> some, T one) {
    Set<T> all = new HashSet<>(some);
    all.add(one);
    return all;
  }

  /** What is listed is what was said; from then on nothing is unclear. */
  void check(Engine engine) {
    Map<AliasName, Optional<Integer>> shown = new HashMap<>();
    engine.aliases()
        .list(Village.MODEL)
        .forEach(
            listed -> shown.put(listed.alias().name(), Optional.of(listed.alias().basisPoints())));
    for (AliasName name : NAMES) {
      Optional<Integer> share = shown.getOrDefault(name, Optional.empty());
      Set<Optional<Integer>> allowed = possible.getOrDefault(name, Set.of());
      if (!allowed.contains(share)) {
        throw new Violation("%s has share %s; %s may be".formatted(name, share, allowed));
      }
      possible.put(name, with(Set.of(Optional.empty()), share));
    }
  }

  /** In fair weather, when all is done: every alias that is there leads to a version that answers. */
  void atEnd(Engine engine) {
    check(engine);
    engine.aliases().list(Village.MODEL).forEach(listed -> {
      if (!listed.answers()) {
        throw new Violation("in fair weather %s leads nowhere".formatted(listed.alias()));
      }
    });
  }
}
