package io.lethe.engine.erasure.purge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.alias.run.AliasDrop;
import io.lethe.engine.alias.run.AliasedVersions;
import io.lethe.engine.data.TrainingFacts;
import io.lethe.engine.memory.InMemoryErasureLedger;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionCounts;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionLedger;
import io.lethe.engine.model.VersionManifest;
import io.lethe.engine.model.VersionOrigin;
import io.lethe.engine.model.VersionRecord;
import io.lethe.engine.publish.VersionMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which versions stay, in which order they are renewed, and what a time that is over does. */
class KeptTrainingsTest {

  private static final ModelName MODEL = new ModelName("movies");

  private final VersionLedger ledger = new InMemoryErasureLedger();
  private final List<Long> asked = new ArrayList<>();
  private long nanos;
  private Renewal renewal = earlier -> Optional.of(earlier.id());
  private final Names aliases = new Names();

  /** Which versions aliases name, and what became of them. */
  private static final class Names implements AliasedVersions {

    private final Set<Long> named = new TreeSet<>();
    private final Set<Long> begun = new TreeSet<>();
    private final Map<Long, AliasDrop> dropped = new TreeMap<>();

    @Override
    public Set<Long> versions(ModelName model) {
      return Set.copyOf(named);
    }

    @Override
    public boolean begin(VersionId before) {
      return begun.add(before.number());
    }

    @Override
    public void giveUp(VersionId before) {
      begun.remove(before.number());
    }

    @Override
    public void follow(VersionId before, Optional<VersionId> next, AliasDrop why) {
      named.remove(before.number());
      next.ifPresentOrElse(id -> named.add(id.number()), () -> dropped.put(before.number(), why));
    }
  }

  /** A version whose training read so many rows; the same rows are the same training repeated. */
  private void commit(
      long number, @Nullable Long parent, VersionOrigin origin, long rows, long position,
      Map<String, Double> metrics, boolean answers) {
    VersionRecord next = new VersionRecord(
        new VersionManifest(
            new VersionId(MODEL, number), parent == null ? null : new VersionId(MODEL, parent),
            origin, Instant.EPOCH, "tiny", "1", "", new TrainingFacts(5, Map.of(), rows, 0, 5),
            new VersionCounts(1, 1, 1, 1), position, metrics),
        "d" + number, false);
    long active = ledger.active(MODEL).map(now -> now.id().number()).orElse(0L);
    if (answers) {
      ledger.commitVersion(next, active);
    } else {
      ledger.addVersion(next, active);
    }
  }

  private void trained(long number, long rows) {
    commit(number, null, VersionOrigin.TRAINING, rows, 0, Map.of(), true);
  }

  private void refused(long number, long rows) {
    commit(
        number, null, VersionOrigin.RETRAINING, rows, 0, Map.of(VersionMetrics.REFUSED, 1.0),
        false);
  }

  private void erased(long number, long parent, long rows, long position) {
    commit(number, parent, VersionOrigin.INFLUENCE_UPDATE, rows, position, Map.of(), true);
  }

  private Set<Long> kept(int versionsMax) {
    KeptTrainings kept = new KeptTrainings(ledger, earlier -> {
      asked.add(earlier.id().number());
      nanos += Duration.ofSeconds(40).toNanos();
      return renewal.renew(earlier);
    }, aliases, versionsMax, Duration.ofSeconds(60), () -> nanos);
    return kept.choose(MODEL, true)
        .versions()
        .stream()
        .map(VersionId::number)
        .collect(Collectors.toSet());
  }

  @Test
  void choose_nothingErased_newestTrainingsStay_nothingIsRenewed() {
    trained(1, 10);
    trained(2, 20);
    trained(3, 30);
    trained(4, 40);
    assertEquals(Set.of(4L, 3L, 2L), kept(3));
    assertEquals(List.of(), asked);
  }

  @Test
  void choose_afterAnErasure_newestOfEachOtherTrainingIsRenewed_theActiveOnesOwnIsNot() {
    trained(1, 10);
    erased(2, 1, 10, 1);
    commit(3, null, VersionOrigin.TRAINING, 20, 1, Map.of(), true);
    erased(4, 3, 20, 2);
    assertEquals(Set.of(4L, 2L), kept(3));
    assertEquals(List.of(2L), asked);
  }

  @Test
  void choose_aliased_staysBesideTheNewestTrainings() {
    trained(1, 10);
    trained(2, 20);
    trained(3, 30);
    trained(4, 40);
    aliases.named.add(1L);
    assertEquals(Set.of(4L, 3L, 2L, 1L), kept(3), "above the bound");
    assertEquals(Set.of(4L, 3L, 1L), kept(2), "what was trained last stays, to be named next");
    assertEquals(Set.of(4L, 1L), kept(1));
    assertEquals(Set.of(1L), aliases.named);
    assertEquals(List.of(), asked);
  }

  @Test
  void choose_afterAnErasure_aliasedIsRenewedFirst_andTheAliasFollows() {
    trained(1, 10);
    trained(2, 20);
    trained(3, 30);
    erased(4, 3, 30, 1);
    aliases.named.add(1L);
    renewal = earlier -> Optional.of(new VersionId(MODEL, 10 + earlier.id().number()));
    assertEquals(Set.of(4L, 11L, 12L), kept(3));
    assertEquals(List.of(1L, 2L), asked);
    assertEquals(Set.of(11L), aliases.named);
  }

  @Test
  void choose_aliasedIsOfTheActiveTraining_theAliasFollowsToTheActiveVersion() {
    trained(1, 10);
    erased(2, 1, 10, 1);
    aliases.named.add(1L);
    assertEquals(Set.of(2L), kept(3));
    assertEquals(List.of(), asked);
    assertEquals(Set.of(2L), aliases.named);
  }

  @Test
  void choose_aliasedCannotForget_theAliasGoes_withTheReason() {
    trained(1, 10);
    trained(2, 20);
    trained(3, 30);
    erased(4, 3, 30, 1);
    aliases.named.addAll(List.of(1L, 2L));
    renewal = earlier -> Optional.empty();
    assertEquals(Set.of(4L), kept(3));
    assertEquals(Set.of(), aliases.named);
    assertEquals(
        Map.of(1L, AliasDrop.NEEDS_TRAINING, 2L, AliasDrop.NEEDS_TRAINING), aliases.dropped);
  }

  @Test
  void choose_timeIsOver_theRestDoesNotStay() {
    trained(1, 10);
    trained(2, 20);
    trained(3, 30);
    trained(4, 40);
    erased(5, 4, 40, 1);
    assertEquals(Set.of(5L, 3L, 2L), kept(10));
    assertEquals(List.of(3L, 2L), asked, "the first two took 80 seconds");
  }

  @Test
  void choose_trainingRepeatedForAnErasure_isNoOtherTraining() {
    trained(1, 10);
    commit(2, null, VersionOrigin.RETRAINING, 10, 1, Map.of(), true);
    assertEquals(Set.of(2L), kept(3));
    assertEquals(List.of(), asked);
  }

  @Test
  void choose_severalDidNotTakeOver_onlyTheNewestOfThemPushesOthersOut() {
    trained(1, 10);
    trained(2, 20);
    refused(3, 30);
    refused(4, 40);
    assertEquals(Set.of(2L, 4L, 1L), kept(3));
    assertEquals(Set.of(2L, 4L, 1L, 3L), kept(4));
  }

  @Test
  void choose_renewalFails_othersStay() {
    trained(1, 10);
    trained(2, 20);
    trained(3, 30);
    erased(4, 3, 30, 1);
    renewal = earlier -> {
      if (earlier.id().number() == 2) {
        throw new LetheException(ErrorKind.CHECKPOINT_DAMAGED, "damaged");
      }
      return Optional.of(earlier.id());
    };
    assertEquals(Set.of(4L, 1L), kept(3));
    renewal = earlier -> Optional.empty();
    assertEquals(Set.of(4L), kept(3));
  }

  @Test
  void choose_renewalFailsUnexpectedly_othersStay() {
    trained(1, 10);
    trained(2, 20);
    trained(3, 30);
    trained(4, 40);
    erased(5, 4, 40, 1);
    renewal = earlier -> switch ((int) earlier.id().number()) {
      case 3 -> throw new IllegalStateException("a plugin's tensor is missing");
      default -> Optional.of(earlier.id());
    };
    assertEquals(Set.of(5L, 2L), kept(10));
    renewal = earlier -> {
      throw new OutOfMemoryError("no room for an earlier training");
    };
    assertEquals(Set.of(5L), kept(10));
  }

  @Test
  void choose_serverStops_isNoReasonToDestroyAnything() {
    trained(1, 10);
    trained(2, 20);
    erased(3, 2, 20, 1);
    renewal = earlier -> {
      throw new LetheException(ErrorKind.CANCELLED, "stopped");
    };
    assertEquals(ErrorKind.CANCELLED, assertThrows(LetheException.class, () -> kept(3)).kind());
  }

  /** What descends from what is remembered where the versions between are gone. */
  @Test
  void choose_again_remembersTheTrainingsOfWhatWasDestroyed() {
    Renewal renewing = earlier -> {
      long next = ledger.lastNumber(MODEL) + 1;
      commit(
          next, earlier.id().number(), VersionOrigin.INFLUENCE_UPDATE,
          earlier.manifest().training().logEnd(),
          ledger.active(MODEL).orElseThrow().manifest().erasurePosition(), Map.of(), false);
      return Optional.of(new VersionId(MODEL, next));
    };
    KeptTrainings kept = new KeptTrainings(
        ledger, renewing, aliases, 3, Duration.ofSeconds(60), () -> nanos);
    trained(1, 10);
    trained(2, 20);
    for (long day = 1; day <= 5; day++) {
      VersionRecord active = ledger.active(MODEL).orElseThrow();
      erased(ledger.lastNumber(MODEL) + 1, active.id().number(), 20, day);
      Kept stay = kept.choose(MODEL, true);
      assertEquals(2, stay.versions().size(), "day " + day);
      ledger.stored(MODEL)
          .stream()
          .map(VersionRecord::id)
          .filter(id -> !stay.contains(id))
          .forEach(ledger::markDestroyed);
      Lineage lineage = Lineage.of(ledger.versions(MODEL));
      assertEquals(
          Set.of(1L, 2L),
          stay.versions()
              .stream()
              .map(id -> lineage.trainingOf(id).number())
              .collect(Collectors.toSet()));
    }
  }

  @Test
  void kept_versionsThatComeLater_stay() {
    Kept kept = new Kept(Set.of(new VersionId(MODEL, 2)), 3);
    assertTrue(kept.contains(new VersionId(MODEL, 2)));
    assertTrue(kept.contains(new VersionId(MODEL, 4)));
    assertTrue(!kept.contains(new VersionId(MODEL, 3)));
  }
}
