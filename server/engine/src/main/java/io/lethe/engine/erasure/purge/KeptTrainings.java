package io.lethe.engine.erasure.purge;

import io.lethe.engine.LetheException;
import io.lethe.engine.alias.run.AliasDrop;
import io.lethe.engine.alias.run.AliasedVersions;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionLedger;
import io.lethe.engine.model.VersionOrigin;
import io.lethe.engine.model.VersionRecord;
import io.lethe.engine.publish.VersionMetrics;
import io.lethe.engine.work.KeyedLocks;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses which versions of a model stay beside the active one: those that aliases name, before all
 * others; then, so that one can go back to them, of each other training the newest version, the newest
 * trainings first; of trainings that did not take over only the newest one before all others are
 * served. What was erased is taken out of them within a time; what is not done by then does not stay,
 * and its aliases are taken away. Thread-safe.
 */
public final class KeptTrainings {

  private static final Logger LOG = LoggerFactory.getLogger(KeptTrainings.class);

  private final VersionLedger ledger;
  private final Renewal renewal;
  private final AliasedVersions aliases;
  private final int versionsMax;
  private final Duration within;
  private final LongSupplier nanoClock;
  private final KeyedLocks<ModelName> choosing = new KeyedLocks<>();
  /** Of versions that were stored when it was last chosen. */
  private final Map<ModelName, Lineage> lineages = new ConcurrentHashMap<>();
  /** Stored versions that are known to hold nothing but what they reflect. */
  private final Map<ModelName, Set<VersionId>> consolidated = new ConcurrentHashMap<>();

  /**
   * A choice.
   *
   * @param aliases follow the versions that take the place of theirs
   * @param versionsMax most versions stored per model, the active one included; those of aliases stay
   *     beside these
   * @param within how long it may take each time; a renewal that was begun may end later
   */
  public KeptTrainings(
      VersionLedger ledger, Renewal renewal, AliasedVersions aliases, int versionsMax,
      Duration within, LongSupplier nanoClock) {
    if (versionsMax < 1) {
      throw new IllegalArgumentException(versionsMax + " versions kept; at least 1");
    }
    this.ledger = ledger;
    this.renewal = renewal;
    this.aliases = aliases;
    this.versionsMax = versionsMax;
    this.within = within;
    this.nanoClock = nanoClock;
  }

  /**
   * Chooses and renews; one at a time for one model. Repeating it finds what was done.
   *
   * @param renewing false to let nothing stay that would have to be renewed
   * @throws LetheException of kind {@code CANCELLED}, {@code SHUTTING_DOWN}; {@code STORAGE_FAILED} if
   *     the ledger cannot be read
   */
  Kept choose(ModelName model, boolean renewing) {
    return choosing.alone(model, () -> chosen(model, renewing));
  }

  /** Takes in that a version holds nothing but what it reflects, on disk. */
  void consolidated(VersionId id) {
    consolidated.computeIfAbsent(id.model(), absent -> ConcurrentHashMap.newKeySet()).add(id);
  }

  /**
   * What became of a version that is to stay.
   *
   * @param stays it, or the version that takes its place; empty if neither can
   * @param why it cannot
   */
  private record Attempt(Optional<VersionId> stays, AliasDrop why) {

    static Attempt failed(AliasDrop why) {
      return new Attempt(Optional.empty(), why);
    }

    static Attempt done(VersionId stays) {
      return new Attempt(Optional.of(stays), AliasDrop.FAILED);
    }
  }

  private Kept chosen(ModelName model, boolean renewing) {
    Optional<VersionRecord> active = ledger.active(model);
    if (active.isEmpty()) {
      return new Kept(Set.of(), 0);
    }
    List<VersionRecord> stored = ledger.stored(model);
    Set<VersionId> stay = new HashSet<>(Set.of(active.get().id()));
    Choice choice = new Choice(active.get(), stored, renewing, nanoClock.getAsLong());
    Set<VersionId> served = followed(choice, stay);
    for (VersionRecord version : others(choice, served)) {
      attempt(choice, version).stays().ifPresent(stay::add);
    }
    consolidated.getOrDefault(model, new HashSet<>())
        .removeIf(
            id -> stored.stream().noneMatch(version -> version.id().equals(id))
                && !stay.contains(id));
    // Those that were made by this stay by name.
    return new Kept(stay, stored.getFirst().id().number());
  }

  /**
   * One choice.
   *
   * @param stored newest first
   */
  private record Choice(
      VersionRecord active, List<VersionRecord> stored, boolean renewing, long begun) {

    long position() {
      return active.manifest().erasurePosition();
    }
  }

  /** Has aliases follow, and what they name stay; the trainings that they are served of. */
  private Set<VersionId> followed(Choice choice, Set<VersionId> stay) {
    ModelName model = choice.active().id().model();
    Set<Long> named = aliases.versions(model);
    if (named.isEmpty()) {
      return Set.of();
    }
    Lineage lineage = lineage(model, choice.stored());
    Set<VersionId> served = new HashSet<>();
    for (VersionRecord version : choice.stored()) {
      if (named.contains(version.id().number()) && !version.id().equals(choice.active().id())) {
        follow(choice, lineage, version).ifPresent(stay::add);
        served.add(lineage.trainingOf(version.id()));
      }
    }
    return served;
  }

  private Optional<VersionId> follow(Choice choice, Lineage lineage, VersionRecord version) {
    VersionId id = version.id();
    Attempt attempt = isFit(version, choice.position())
        ? Attempt.done(id)
        : sameTraining(choice, lineage, lineage.trainingOf(id)).map(Attempt::done)
            .orElseGet(() -> begun(choice, version));
    aliases.follow(id, attempt.stays(), attempt.why());
    return attempt.stays();
  }

  /** A version that an alias names is tried again after a process died, unless it may have died of it. */
  private Attempt begun(Choice choice, VersionRecord version) {
    boolean first = aliases.begin(version.id());
    boolean ended = false;
    try {
      Attempt attempt = attempt(
          new Choice(choice.active(), choice.stored(), choice.renewing() || first, choice.begun()),
          version);
      ended = true;
      return attempt;
    } finally {
      if (!ended) {
        aliases.giveUp(version.id());
      }
    }
  }

  /**
   * Has the aliases of a version that is to go lead to the one that takes its place.
   *
   * @throws LetheException as {@link #choose}
   */
  void follow(VersionRecord version) {
    ModelName model = version.id().model();
    var _ = choosing.alone(model, () -> {
      List<VersionRecord> stored = ledger.stored(model);
      Choice choice = new Choice(
          ledger.active(model).orElseThrow(), stored, true, nanoClock.getAsLong());
      return follow(choice, lineage(model, stored), version);
    });
  }

  /** The newest version of a training that may answer: the active one if it is of it. */
  private Optional<VersionId> sameTraining(Choice choice, Lineage lineage, VersionId training) {
    VersionId active = choice.active().id();
    return lineage.trainingOf(active).equals(training)
        ? Optional.of(active)
        : choice.stored()
            .stream()
            .filter(version -> isFit(version, choice.position()))
            .map(VersionRecord::id)
            .filter(id -> lineage.trainingOf(id).equals(training))
            .findFirst();
  }

  private Attempt attempt(Choice choice, VersionRecord version) {
    if (isFit(version, choice.position())) {
      return Attempt.done(version.id());
    }
    if (!choice.renewing()) {
      LOG.warn(
          "{} is not rebased, as the server died before erasures were completed", version.id());
      return Attempt.failed(AliasDrop.SERVER_DIED);
    }
    if (nanoClock.getAsLong() - choice.begun() >= within.toNanos()) {
      LOG.warn("{} is not rebased: {} were not enough for all", version.id(), within);
      return Attempt.failed(AliasDrop.TOO_LATE);
    }
    return renewed(version);
  }

  /** At most one of each other training, in the order in which room is given to them. */
  private List<VersionRecord> others(Choice choice, Set<VersionId> served) {
    List<VersionRecord> stored = choice.stored();
    VersionId active = choice.active().id();
    if (versionsMax == 1 || stored.size() == 1) {
      return List.of();
    }
    Lineage lineage = lineage(active.model(), stored);
    Map<VersionId, VersionRecord> newest = new LinkedHashMap<>();
    stored.forEach(version -> newest.putIfAbsent(lineage.trainingOf(version.id()), version));
    newest.remove(lineage.trainingOf(active));
    newest.keySet().removeAll(served);
    Optional<VersionId> refused = newest.entrySet()
        .stream()
        .filter(each -> VersionMetrics.isRefused(each.getValue().manifest()))
        .map(Map.Entry::getKey)
        .max(Comparator.comparingLong(VersionId::number));
    return newest.entrySet()
        .stream()
        .sorted(
            Comparator.<Map.Entry<VersionId, VersionRecord>>comparingInt(
                each -> VersionMetrics.isRefused(each.getValue().manifest())
                    && refused.filter(each.getKey()::equals).isEmpty() ? 1 : 0)
                .thenComparing(each -> each.getKey().number(), Comparator.reverseOrder()))
        .map(Map.Entry::getValue)
        .limit(versionsMax - 1L)
        .toList();
  }

  /** The ledger tells of every version that ever was, so it is asked once. */
  private Lineage lineage(ModelName model, List<VersionRecord> stored) {
    Lineage known = lineages.get(model);
    Lineage now = known != null && known.suffices(stored)
        ? known.with(stored)
        : Lineage.of(ledger.versions(model));
    lineages
        .put(model, now.only(stored.stream().map(VersionRecord::id).collect(Collectors.toSet())));
    return now;
  }

  private boolean isFit(VersionRecord version, long position) {
    return version.manifest().erasurePosition() >= position && isConsolidated(version);
  }

  /**
   * Whether a version is known to hold nothing but what it reflects: one made by an update may tell in
   * its file what it forgot, until it is consolidated.
   */
  boolean isConsolidated(VersionRecord version) {
    return version.manifest().origin() != VersionOrigin.INFLUENCE_UPDATE
        || VersionMetrics.isRebased(version.manifest())
        || consolidated.getOrDefault(version.id().model(), Set.of()).contains(version.id());
  }

  private Attempt renewed(VersionRecord version) {
    try {
      Optional<VersionId> renewed = renewal.renew(version);
      if (renewed.isPresent()) {
        consolidated(renewed.get());
        return Attempt.done(renewed.get());
      }
      LOG.warn(
          "{} is not rebased, as only a training could take out of it what was erased",
          version.id());
      return Attempt.failed(AliasDrop.NEEDS_TRAINING);
    } catch (LetheException failed) {
      return switch (failed.kind()) {
        case CANCELLED, SHUTTING_DOWN -> throw failed;
        default -> notRenewed(version, failed);
      };
    } catch (RuntimeException | OutOfMemoryError failed) {
      return notRenewed(version, failed);
    }
  }

  /** What was erased must go, whether or not one can go back. */
  private static Attempt notRenewed(VersionRecord version, Throwable failed) {
    LOG.warn("{} is not rebased", version.id(), failed);
    return Attempt.failed(AliasDrop.FAILED);
  }
}
