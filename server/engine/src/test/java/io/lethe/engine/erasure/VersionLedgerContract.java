package io.lethe.engine.erasure;

import static io.lethe.engine.memory.PortFixtures.BOOKS;
import static io.lethe.engine.memory.PortFixtures.MOVIES;
import static io.lethe.engine.memory.PortFixtures.submission;
import static io.lethe.engine.memory.PortFixtures.version;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.model.DestroyedVersion;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a ledger promises of a model's versions. */
public abstract class VersionLedgerContract extends ReadmissionContract {

  @Test
  void commitVersion_first_activeAndRemembered() {
    assertEquals(Optional.empty(), reopen().active(MOVIES));
    reopen().commitVersion(version(MOVIES, 1, 0), 0);
    assertEquals(Optional.of(version(MOVIES, 1, 0)), reopen().active(MOVIES));
    assertEquals(List.of(version(MOVIES, 1, 0)), reopen().versions(MOVIES));
    assertEquals(List.of(MOVIES), reopen().models());
    assertEquals(List.of(), reopen().versions(BOOKS));
  }

  @Test
  void commitVersion_severalModels_keptApart() {
    reopen().commitVersion(version(MOVIES, 1, 0), 0);
    reopen().commitVersion(version(MOVIES, 2, 3), 1);
    reopen().commitVersion(version(BOOKS, 7, 0), 0);
    assertEquals(List.of(BOOKS, MOVIES), reopen().models());
    assertEquals(List.of(version(MOVIES, 2, 3), version(MOVIES, 1, 0)), reopen().versions(MOVIES));
    assertEquals(7, reopen().active(BOOKS).orElseThrow().id().number());
  }

  @Test
  void commitVersion_raceLostOrNumberTaken_conflictAndNoChange() {
    reopen().commitVersion(version(MOVIES, 1, 0), 0);
    refused(ErrorKind.CONCURRENT_CHANGE, () -> reopen().commitVersion(version(MOVIES, 2, 0), 0));
    refused(ErrorKind.CONCURRENT_CHANGE, () -> reopen().commitVersion(version(MOVIES, 1, 0), 1));
    assertEquals(List.of(version(MOVIES, 1, 0)), reopen().versions(MOVIES));
  }

  @Test
  void commitVersion_positionFalls_refused() {
    reopen().commitVersion(version(MOVIES, 1, 5), 0);
    refused(
        ErrorKind.VERSION_HOLDS_ERASED_DATA,
        () -> reopen().commitVersion(version(MOVIES, 2, 4), 1));
    assertEquals(1, reopen().active(MOVIES).orElseThrow().id().number());
  }

  @Test
  void addVersion_besideTheActiveOne_rememberedAndNotActive() {
    reopen().commitVersion(version(MOVIES, 1, 2), 0);
    reopen().addVersion(version(MOVIES, 2, 3), 1);
    assertEquals(version(MOVIES, 1, 2), reopen().active(MOVIES).orElseThrow());
    assertEquals(List.of(version(MOVIES, 2, 3), version(MOVIES, 1, 2)), reopen().stored(MOVIES));
    assertEquals(2, reopen().lastNumber(MOVIES));
    reopen().activate(new VersionId(MOVIES, 2), 1);
    assertEquals(version(MOVIES, 2, 3), reopen().active(MOVIES).orElseThrow());
  }

  @Test
  void addVersion_notAllowed_refusedAndNoChange() {
    reopen().commitVersion(version(MOVIES, 1, 5), 0);
    refused(ErrorKind.CONCURRENT_CHANGE, () -> reopen().addVersion(version(MOVIES, 2, 5), 0));
    refused(ErrorKind.CONCURRENT_CHANGE, () -> reopen().addVersion(version(MOVIES, 1, 5), 1));
    refused(
        ErrorKind.VERSION_HOLDS_ERASED_DATA, () -> reopen().addVersion(version(MOVIES, 2, 4), 1));
    assertEquals(List.of(version(MOVIES, 1, 5)), reopen().versions(MOVIES));
  }

  @Test
  void activate_older_movesThePointer() {
    reopen().commitVersion(version(MOVIES, 1, 0), 0);
    reopen().commitVersion(version(MOVIES, 2, 0), 1);
    reopen().activate(new VersionId(MOVIES, 1), 2);
    assertEquals(version(MOVIES, 1, 0), reopen().active(MOVIES).orElseThrow());
    reopen().addVersion(version(MOVIES, 3, 0), 1);
    assertEquals(Set.of(1L, 2L), reopen().answered(MOVIES));
    reopen().activate(new VersionId(MOVIES, 3), 1);
    reopen().activate(new VersionId(MOVIES, 1), 3);
    assertEquals(Set.of(1L, 2L, 3L), reopen().answered(MOVIES));
    assertEquals(Set.of(), reopen().answered(BOOKS));
  }

  @Test
  void activate_notAllowed_refusedInOrder() {
    reopen().commitVersion(version(MOVIES, 1, 0), 0);
    reopen().commitVersion(version(MOVIES, 2, 1), 1);
    reopen().commitVersion(version(MOVIES, 3, 1), 2);
    reopen().markDestroyed(new VersionId(MOVIES, 1));
    reopen().markDestroyed(new VersionId(MOVIES, 2));
    reopen().markDestroyed(new VersionId(MOVIES, 2));
    refused(
        ErrorKind.VERSION_HOLDS_ERASED_DATA, () -> reopen().activate(new VersionId(MOVIES, 1), 3));
    refused(ErrorKind.VERSION_NOT_FOUND, () -> reopen().activate(new VersionId(MOVIES, 2), 3));
    refused(ErrorKind.VERSION_NOT_FOUND, () -> reopen().activate(new VersionId(MOVIES, 9), 3));
    refused(ErrorKind.CONCURRENT_CHANGE, () -> reopen().activate(new VersionId(MOVIES, 3), 2));
    assertTrue(reopen().versions(MOVIES).get(2).destroyed());
  }

  @Test
  void suppress_digestsFromElsewhere_areTombstonesToo() {
    assertEquals(List.of(), reopen().suppressed());
    reopen().accept(submission(1, MOVIES, ANN));
    String own = "%064x".formatted(1001);
    String foreign = "%064x".formatted(77);
    reopen().suppress(MOVIES, Set.of(foreign, own));
    reopen().suppress(MOVIES, Set.of(foreign));
    reopen().suppress(BOOKS, Set.of(foreign));
    assertEquals(Set.of(own, foreign), reopen().tombstones(MOVIES).digests());
    assertEquals(1, reopen().tombstones(MOVIES).position());
    assertEquals(Set.of(foreign), reopen().tombstones(BOOKS).digests());
    assertEquals(List.of(BOOKS, MOVIES), reopen().suppressed());
  }

  @Test
  void recordDestroyed_several_rememberedOnceByPosition() {
    for (int number = 1; number <= 4; number++) {
      reopen().commitVersion(version(MOVIES, number, 3L * number), number - 1);
    }
    reopen().commitVersion(version(BOOKS, 1, 0), 0);
    reopen().markDestroyed(new VersionId(MOVIES, 2));
    DestroyedVersion second = gone(version(MOVIES, 2, 6), 1);
    DestroyedVersion first = gone(version(MOVIES, 1, 3), 2);
    reopen().recordDestroyed(second);
    reopen().recordDestroyed(first);
    reopen().recordDestroyed(gone(version(MOVIES, 2, 6), 9));
    assertEquals(List.of(first, second), reopen().destroyed(MOVIES, 0, Long.MAX_VALUE));
    assertEquals(List.of(second), reopen().destroyed(MOVIES, 4, 7));
    assertEquals(List.of(first), reopen().destroyed(MOVIES, 3, 6));
    assertEquals(List.of(), reopen().destroyed(BOOKS, 0, Long.MAX_VALUE));
    assertEquals(List.of(version(MOVIES, 4, 12), version(MOVIES, 3, 9)), reopen().stored(MOVIES));
  }

  private static DestroyedVersion gone(VersionRecord version, int seconds) {
    return DestroyedVersion.of(
        version, PortFixtures.NOON.plusSeconds(seconds), DestroyedVersion.Reason.HELD_ERASED_DATA);
  }

  @Test
  void stored_someDestroyed_theOthersAndTheLastNumber() {
    assertEquals(0, reopen().lastNumber(MOVIES));
    reopen().commitVersion(version(MOVIES, 1, 0), 0);
    reopen().commitVersion(version(MOVIES, 2, 0), 1);
    reopen().commitVersion(version(MOVIES, 4, 0), 2);
    reopen().commitVersion(version(BOOKS, 9, 0), 0);
    reopen().activate(new VersionId(MOVIES, 1), 4);
    reopen().markDestroyed(new VersionId(MOVIES, 4));
    assertEquals(List.of(version(MOVIES, 2, 0), version(MOVIES, 1, 0)), reopen().stored(MOVIES));
    assertEquals(4, reopen().lastNumber(MOVIES));
    assertEquals(3, reopen().versions(MOVIES).size());
  }
}
