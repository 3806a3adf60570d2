package io.lethe.engine.erasure;

import static io.lethe.engine.memory.PortFixtures.BOOKS;
import static io.lethe.engine.memory.PortFixtures.MOVIES;
import static io.lethe.engine.memory.PortFixtures.submission;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.subject.Tombstones;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a ledger promises of what was erased and comes back. */
public abstract class ReadmissionContract extends ErasureStepsContract {

  @Test
  void readmit_countsUntilALaterErasure_orASuppression() {
    String ann = "%064x".formatted(1001);
    reopen().accept(submission(1, MOVIES, ANN));
    Tombstones.Readmission from = new Tombstones.Readmission(7, PortFixtures.NOON);
    refused(ErrorKind.CONCURRENT_CHANGE, () -> reopen().readmit(MOVIES, List.of(ann), from));
    var _ = reopen().change(new ErasureStep.Cancelled(new ErasureId(new UUID(1, 1))));
    assertEquals(0, reopen().readmit(MOVIES, List.of(ann), from));
    reopen().suppress(MOVIES, Set.of(ann));
    assertEquals(1, reopen().readmit(MOVIES, List.of(ann, "%064x".formatted(5)), from));
    Tombstones.Readmission later = new Tombstones.Readmission(9, PortFixtures.NOON);
    assertEquals(0, reopen().readmit(MOVIES, List.of(ann), later));
    assertEquals(Map.of(ann, from), reopen().tombstones(MOVIES).readmitted());
    assertEquals(Set.of(ann), reopen().tombstones(MOVIES).digests());
    assertEquals(Map.of(), reopen().tombstones(BOOKS).readmitted());

    ErasureSubmission other = submission(2, MOVIES, ANN);
    reopen().accept(
        new ErasureSubmission(
            other.id(), other.request(), other.payloadDigest(), List.of(ann), other.received(),
            other.contained(), other.expires(), other.extent(), other.retries(), other.held()));
    assertEquals(Map.of(), reopen().tombstones(MOVIES).readmitted());
    var _ = reopen().change(new ErasureStep.Cancelled(other.id()));
    assertEquals(Map.of(ann, from), reopen().tombstones(MOVIES).readmitted());
    reopen().suppress(MOVIES, Set.of(ann));
    assertEquals(Map.of(), reopen().tombstones(MOVIES).readmitted());
    assertEquals(1, reopen().readmit(MOVIES, List.of(ann), later));
    assertEquals(Map.of(ann, later), reopen().tombstones(MOVIES).readmitted());
  }
}
