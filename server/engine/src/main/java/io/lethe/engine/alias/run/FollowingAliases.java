package io.lethe.engine.alias.run;

import io.lethe.engine.alias.AliasSet;
import io.lethe.engine.alias.ModelAlias;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.publish.VersionPublisher;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has aliases follow the versions that erasures make, and counts those that cannot. Thread-safe. */
public final class FollowingAliases implements AliasedVersions {

  private static final Logger LOG = LoggerFactory.getLogger(FollowingAliases.class);

  private final AliasChange change;
  private final VersionPublisher publisher;
  private final Map<ModelName, Map<AliasDrop, Long>> drops = new ConcurrentHashMap<>();

  /** Aliases that follow by changes of this kind. */
  public FollowingAliases(AliasChange change, VersionPublisher publisher) {
    this.change = change;
    this.publisher = publisher;
  }

  @Override
  public Set<Long> versions(ModelName model) {
    return change.ledger().find(model).map(AliasSet::versions).orElse(Set.of());
  }

  @Override
  public boolean begin(VersionId before) {
    return mark(before, true);
  }

  @Override
  public void giveUp(VersionId before) {
    boolean _ = mark(before, false);
  }

  /** False if nothing had to be changed. */
  private boolean mark(VersionId id, boolean following) {
    return publisher.exclusively(
        id.model(),
        () -> change.ledger().find(id.model()).filter(set -> mark(set, id, following)).isPresent());
  }

  private boolean mark(AliasSet set, VersionId id, boolean following) {
    AliasSet after = set;
    for (ModelAlias alias : set.aliases()) {
      if (alias.version() == id.number()) {
        after = after.with(alias.following(following));
      }
    }
    if (after.equals(set)) {
      return false;
    }
    change.ledger().save(id.model(), after);
    return true;
  }

  @Override
  public void follow(VersionId before, Optional<VersionId> next, AliasDrop why) {
    ModelName model = before.model();
    if (next.filter(before::equals).isPresent()) {
      giveUp(before);
      return;
    }
    boolean _ = publisher.exclusively(model, () -> {
      change.ledger()
          .find(model)
          .filter(set -> set.versions().contains(before.number()))
          // In the lane: outside of it, what answers may be replaced and wiped before the alias leads to it.
          .ifPresent(set -> followed(model, set, before, next.flatMap(change::loaded), why));
      return true;
    });
    // A person may have moved the alias away before this: that version's calls are waited for, too.
    change.registry().awaitDrained(model);
  }

  private void followed(
      ModelName model, AliasSet set, VersionId before, Optional<ModelVersion> next, AliasDrop why) {
    AliasSet after = set;
    for (ModelAlias alias : set.aliases()) {
      if (alias.version() != before.number()) {
        continue;
      }
      if (next.isPresent()) {
        after = after.with(alias.of(next.get().id().number()));
        LOG.info("alias {} of {} follows {} to {}", alias.name(), model, before, next.get().id());
      } else {
        after = after.without(alias.name());
        drops.computeIfAbsent(model, absent -> new ConcurrentHashMap<>()).merge(why, 1L, Long::sum);
        LOG.warn(
            "alias {} of {} is taken away, as {} had to go: {}; the active version answers for its"
                + " share",
            alias.name(), model, before, why);
      }
    }
    if (!after.equals(set)) {
      change.save(model, after, next.map(List::of).orElse(List.of()));
    }
  }

  /** How many aliases were taken away because their versions had to go, since the start. */
  public Map<ModelName, Map<AliasDrop, Long>> drops() {
    Map<ModelName, Map<AliasDrop, Long>> copy = new HashMap<>();
    drops.forEach((model, counts) -> copy.put(model, Map.copyOf(counts)));
    return copy;
  }
}
