package io.lethe.store.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.dsr.RequestStatus;
import io.lethe.engine.dsr.StatusCallback;
import io.lethe.engine.dsr.SubjectRequest;
import io.lethe.engine.dsr.SubjectRequestLedger;
import io.lethe.engine.erasure.ErasureId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteSubjectRequestLedgerTest {

  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final String DIGEST = "%064x".formatted(7);

  @TempDir private Path root;
  private SqlErasureLedger sqlite;

  @BeforeEach
  void open() {
    sqlite = new SqlErasureLedger(root.resolve("ledger.sqlite"));
  }

  @AfterEach
  void close() {
    sqlite.close();
  }

  private SubjectRequestLedger reopen() {
    close();
    open();
    return sqlite.subjectRequests();
  }

  private static SubjectRequest request(long id, ErasureId... erasures) {
    return new SubjectRequest(
        new UUID(id, id), "office", DIGEST, NOON, NOON.plusSeconds(60), List.of(erasures));
  }

  private static StatusCallback callback(long request, int place) {
    return new StatusCallback(
        new UUID(request, request), place, "https://dsr.example.com/" + place, null, null);
  }

  @Test
  void add_requests_areFoundAsTheyWere() {
    SubjectRequest two = request(1, new ErasureId(new UUID(8, 1)), new ErasureId(new UUID(8, 2)));
    SubjectRequest none = request(2);
    reopen().add(two, List.of(callback(1, 0), callback(1, 1)));
    reopen().add(none, List.of());
    assertEquals(Optional.of(two), reopen().find(two.id()));
    assertEquals(Optional.of(none), reopen().find(none.id()));
    assertEquals(Optional.empty(), reopen().find(new UUID(3, 3)));
    assertEquals(List.of(callback(1, 0), callback(1, 1)), reopen().callbacks());
  }

  @Test
  void add_sameIdAgain_refusedAsAWhole() {
    reopen().add(request(1), List.of(callback(1, 0)));
    LetheException refused = assertThrows(
        LetheException.class, () -> reopen().add(request(1), List.of(callback(1, 1))));
    assertEquals(ErrorKind.STORAGE_FAILED, refused.kind());
    assertEquals(List.of(callback(1, 0)), reopen().callbacks());
  }

  @Test
  void callbacks_toldAndFailingAndEnded_areRememberedEachByItself() {
    reopen().add(request(1), List.of(callback(1, 0), callback(1, 1)));
    StatusCallback told = new StatusCallback(
        new UUID(1, 1), 0, callback(1, 0).url(), RequestStatus.IN_PROGRESS, NOON);
    reopen().update(told);
    assertEquals(List.of(told, callback(1, 1)), reopen().callbacks());
    reopen().update(callback(1, 0));
    assertEquals(List.of(callback(1, 0), callback(1, 1)), reopen().callbacks());
    reopen().end(callback(1, 0));
    reopen().end(callback(1, 0));
    reopen().update(told);
    assertEquals(List.of(callback(1, 1)), reopen().callbacks());
  }
}
