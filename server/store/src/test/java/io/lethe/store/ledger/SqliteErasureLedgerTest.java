package io.lethe.store.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.Acceptance;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.erasure.ErasureLedgerContract;
import io.lethe.engine.erasure.ErasureMeasures;
import io.lethe.engine.erasure.ErasureSubmission;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.simulated.ChildProcess;
import io.lethe.store.simulated.Damage;
import io.lethe.store.sql.SqlDatabase;
import io.lethe.store.sqlite.RowChecks;
import io.lethe.unlearning.UnlearningReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SqliteErasureLedgerTest extends ErasureLedgerContract {

  private static final int KILLS = 3;
  private static final int ACKS_BEFORE_KILL = 25;

  @TempDir private Path root;
  private DataFolder folder;
  private @Nullable SqlErasureLedger ledger;

  @BeforeEach
  void open() {
    folder = DataFolder.open(root);
  }

  @AfterEach
  void close() {
    if (ledger != null) {
      ledger.close();
    }
    folder.close();
  }

  @Override
  protected ErasureLedger reopen() {
    if (ledger != null) {
      ledger.close();
    }
    SqlErasureLedger opened = new SqlErasureLedger(folder);
    ledger = opened;
    return opened;
  }

  @Test
  void accept_processKilledAtAnyMoment_everyAcknowledgedErasureIsFound() throws Exception {
    folder.close();
    List<UUID> acknowledged = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      try (ChildProcess child = ChildProcess.start(Accepting.class, root.toString())) {
        for (int ack = 0; ack < ACKS_BEFORE_KILL; ack++) {
          acknowledged.add(UUID.fromString(String.valueOf(child.readLine())));
        }
      }
    }
    folder = DataFolder.open(root);
    ErasureLedger after = reopen();
    for (UUID requestId : acknowledged) {
      assertTrue(after.findByRequest(requestId).isPresent());
    }
    assertEquals(KILLS * ACKS_BEFORE_KILL, acknowledged.size());
    long position = 0;
    for (var open : after.open(PortFixtures.MOVIES)) {
      assertEquals(++position, open.erasure().facts().position());
    }
    assertTrue(position >= acknowledged.size());
  }

  /** Accepts erasures and tells each when it is acknowledged, until it is killed. */
  static final class Accepting {

    private Accepting() {}

    public static void main(String[] arguments) {
      try (DataFolder folder = DataFolder.open(Path.of(arguments[0]));
          SqlErasureLedger ledger = new SqlErasureLedger(folder)) {
        long next = 1;
        while (next > 0) {
          ErasureSubmission one = PortFixtures.submission(
              System.nanoTime(), PortFixtures.MOVIES, new ErasureTarget.User("u" + next++));
          assertInstanceOf(Acceptance.Accepted.class, ledger.accept(one));
          System.out.println(one.request().requestId());
        }
      }
    }
  }

  @Test
  void complete_targets_areInNoFileAnyMore() throws IOException {
    ErasureLedger opened = reopen();
    opened.commitVersion(PortFixtures.version(PortFixtures.MOVIES, 1, 0), 0);
    List<ErasureId> ids = new ArrayList<>();
    for (int k = 0; k < 60; k++) {
      ErasureTarget target = k % 3 == 0
          ? manyPairs(k)
          : new ErasureTarget.User("person-%d-known".formatted(k));
      ErasureSubmission submission = PortFixtures.submission(k, PortFixtures.MOVIES, target);
      opened.accept(submission);
      ids.add(submission.id());
    }
    assertTrue(foundInSomeFile("person-"));
    VersionId base = new VersionId(PortFixtures.MOVIES, 1);
    opened.commitWithoutVersion(
        base.model(), 1, ids.stream().map(id -> PortFixtures.live(id, base, base)).toList());
    for (int k = 0; k < ids.size(); k++) {
      opened.append(List.of(PortFixtures.completed(ids.get(k))), PortFixtures.receiptTree(k + 1));
    }
    assertFalse(foundInSomeFile("person-"));
    assertEquals(60, opened.tombstones(PortFixtures.MOVIES).digests().size());
  }

  private static ErasureTarget manyPairs(int seed) {
    List<ErasureTarget.Pair> pairs = new ArrayList<>();
    for (int k = 0; k < 300; k++) {
      pairs.add(new ErasureTarget.Pair("person-%d-%d".formatted(seed, k), "i" + k));
    }
    return new ErasureTarget.Interactions(pairs);
  }

  private boolean foundInSomeFile(String text) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Damage.holds(file, text)) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void open_fileOfANewerServer_isRefusedNamingBothVersions() throws IOException, SQLException {
    reopen();
    close();
    try (
        Connection raw = DriverManager
            .getConnection("jdbc:sqlite:" + root.resolve("ledger.sqlite"));
        Statement statement = raw.createStatement()) {
      RowChecks.register(raw);
      statement.execute("ALTER TABLE erasure ADD COLUMN of_tomorrow TEXT");
      statement.execute("CREATE TABLE tomorrow (something TEXT) STRICT");
      RowChecks.cover(raw);
      statement.execute("PRAGMA user_version=99");
    }
    byte[] before = Files.readAllBytes(root.resolve("ledger.sqlite"));
    folder = DataFolder.open(root);
    LetheException refusal = assertThrows(LetheException.class, this::reopen);
    assertEquals(ErrorKind.STORAGE_FAILED, refusal.kind());
    String told = String.valueOf(refusal.getMessage());
    assertTrue(
        told.matches("the ledger has schema version 99, of a newer server; this one knows [0-9]+"),
        told);
    assertArrayEquals(before, Files.readAllBytes(root.resolve("ledger.sqlite")), "left as it was");
  }

  /** Schema 6 kept measures as numbers by name, and told by their names what they were of. */
  @ParameterizedTest
  @MethodSource("olderMeasures")
  void open_olderLedger_itsMeasuresAreRead(String older, ErasureMeasures expected)
      throws IOException, SQLException {
    ErasureLedger opened = reopen();
    opened.commitVersion(PortFixtures.version(PortFixtures.MOVIES, 1, 0), 0);
    ErasureSubmission submission = PortFixtures
        .submission(1, PortFixtures.MOVIES, new ErasureTarget.User("a"));
    opened.accept(submission);
    VersionId base = new VersionId(PortFixtures.MOVIES, 1);
    opened.commitWithoutVersion(
        base.model(), base.number(), List.of(PortFixtures.live(submission.id(), base, base)));
    close();
    try (
        Connection raw = DriverManager
            .getConnection("jdbc:sqlite:" + root.resolve("ledger.sqlite"));
        Statement statement = raw.createStatement()) {
      RowChecks.register(raw);
      statement.execute("""
          UPDATE erasure SET outcome =
            json_set(json_remove(outcome, '$.measured'), '$.measures', json('%s'))
          """.formatted(older));
      for (String later : List
          .of("check_erasure", "check_version", "erasure_of_principal", "tombstones_of_one")) {
        statement.execute("DROP INDEX " + later);
      }
      for (String later : List.of("model_interactions", "retries", "retried_by")) {
        statement.execute("ALTER TABLE erasure DROP COLUMN " + later);
      }
      statement.execute("ALTER TABLE version DROP COLUMN answered");
      for (String later : List.of(
          "deleted_model", "audit_event", "commit_count", "append", "readmission", "catalog_item",
          "alias")) {
        statement.execute("DROP TABLE " + later);
      }
      statement.execute("PRAGMA user_version=6");
    }
    Files.delete(root.resolve("commit-witness"));
    folder = DataFolder.open(root);
    Erasure read = reopen().find(submission.id()).orElseThrow();
    assertEquals(expected, Objects.requireNonNull(read.progress().outcome()).measures());
  }

  static Stream<Arguments> olderMeasures() {
    double none = Double.NaN;
    ErasureMeasures.Update update = new ErasureMeasures.Update(
        new UnlearningReport.Step(1.5, none, 0.1, 3, none, 0, 0),
        new UnlearningReport.Losses(none, none, none, none, none), none, none,
        new UnlearningReport.Renewal(0, none, none),
        new UnlearningReport.Residue(none, 0, none, none, none));
    return Stream.of(
        Arguments.of("{}", ErasureMeasures.NONE),
        Arguments.of("{\"influence-failed\":1.0}", ErasureMeasures.NONE),
        Arguments.of(
            """
                {"damping":1.5,"relative-step-norm":0.1,"rows-limited":3.0,
                "gate-relative-step-norm":0.1,"at-most-relative-step-norm":0.95}""",
            new ErasureMeasures(
                update, null,
                List.of(new ErasureMeasures.Gate("relative-step-norm", 0.1, 0.95, false)))),
        Arguments.of(
            """
                {"refused-damping":1.5,"refused-relative-step-norm":0.1,
                "refused-rows-limited":3.0,"refused-because-step-too-large":1.0}""",
            new ErasureMeasures(
                update, null,
                List.of(new ErasureMeasures.Gate("step-too-large", none, none, true)))),
        Arguments.of(
            """
                {"refit-residual":3e-13,"refit-tolerance":1e-8,
                "gate-refit-residual":3e-13,"at-most-refit-residual":1e-8}""",
            new ErasureMeasures(
                null, new ErasureMeasures.Refit(3e-13, 1e-8),
                List.of(new ErasureMeasures.Gate("refit-residual", 3e-13, 1e-8, false)))));
  }

  @Test
  void open_fileThatIsNoDatabase_isRefused() throws IOException {
    Files.writeString(root.resolve("ledger.sqlite"), "this is no database at all ".repeat(40));
    LetheException refusal = assertThrows(LetheException.class, this::reopen);
    assertEquals(ErrorKind.STORAGE_FAILED, refusal.kind());
    assertTrue(String.valueOf(refusal.getMessage()).contains("ledger.sqlite"));
  }

  @Test
  void change_diskIsFull_changesNothingAndWorksAgainAfterwards() throws SQLException {
    ErasureLedger opened = reopen();
    opened.accept(PortFixtures.submission(1, PortFixtures.MOVIES, new ErasureTarget.User("a")));
    limitPages(opened, 0);
    LetheException refusal = assertThrows(
        LetheException.class,
        () -> opened.accept(PortFixtures.submission(2, PortFixtures.MOVIES, manyPairs(5_000))));
    assertEquals(ErrorKind.STORAGE_FULL, refusal.kind());
    assertEquals(1, opened.open(PortFixtures.MOVIES).size());
    limitPages(opened, 1 << 20);
    opened.accept(PortFixtures.submission(2, PortFixtures.MOVIES, manyPairs(5_000)));
    assertEquals(2, reopen().open(PortFixtures.MOVIES).size());
  }

  /** Makes the database as full as a disk can be; 0 stands for no further page at all. */
  private static void limitPages(ErasureLedger opened, int pages) {
    assertInstanceOf(SqlErasureLedger.class, opened).database()
        .read(sql -> sql.number("PRAGMA max_page_count=" + Math.max(pages, 1)));
  }

  @Test
  void settings_connection_areTheDurableOnes() {
    reopen();
    assertEquals("wal", setting("PRAGMA journal_mode"));
    assertEquals("2", setting("PRAGMA synchronous"));
    assertEquals("1", setting("PRAGMA foreign_keys"));
    assertEquals("1", setting("PRAGMA secure_delete"));
    assertEquals("5000", setting("PRAGMA busy_timeout"));
  }

  private String setting(String pragma) {
    SqlDatabase database = assertInstanceOf(SqlErasureLedger.class, ledger).database();
    return database.read(sql -> sql.first(pragma, row -> row.getString(1)).orElse(""));
  }
}
