package io.lethe.store.ledger;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.model.DestroyedVersion;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.store.folder.StoreLayout;
import io.lethe.store.sql.CommitWitness;
import io.lethe.store.sql.SqlDatabase;
import io.lethe.store.sql.SqlStatements;
import io.lethe.store.sqlite.SqliteDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts the versions, aliases and appended rows of a backup into a ledger that went on after it, and
 * the catalogues of models that have none there. Erasures, tombstones and receipts are the newer
 * ledger's: nothing acknowledged is lost. What had gone live on a version that is gone now is
 * received again.
 */
public final class RestoredLedger implements AutoCloseable {

  private static final List<String> VERSIONS = List.of(
      """
          INSERT INTO version (model, number, digest, erasure_position, destroyed, facts,
            answered)
          SELECT b.model, b.number, b.digest, b.erasure_position, b.destroyed, b.facts, b.answered
          FROM backup.version b WHERE NOT EXISTS (
            SELECT 1 FROM version v WHERE v.model = b.model AND v.number = b.number)
          """, """
          UPDATE version SET destroyed = coalesce((
            SELECT b.destroyed FROM backup.version b
            WHERE b.model = version.model AND b.number = version.number), 1)
          """, """
          DELETE FROM destroyed_version WHERE EXISTS (
            SELECT 1 FROM version v WHERE v.model = destroyed_version.model
              AND v.number = destroyed_version.number AND v.destroyed = 0)
          """, "DELETE FROM active_version", """
          INSERT INTO active_version (model, number) SELECT model, number FROM backup.active_version
          """,
      // Aliases name versions, which are the backup's.
      "DELETE FROM alias", "INSERT INTO alias SELECT * FROM backup.alias",
      // Appended rows follow those of the interaction logs, which are the backup's.
      "DELETE FROM append", """
          INSERT INTO append SELECT * FROM backup.append
          """,
      // So do the places from which on rows count again: later ones would be of another log.
      // What was suppressed again since the backup stays so.
      """
          DELETE FROM readmission WHERE NOT EXISTS (
            SELECT 1 FROM backup.readmission b WHERE b.model = readmission.model
              AND b.digest = readmission.digest AND b.sequence = readmission.sequence
              AND b.millis = readmission.millis)
          """, """
          UPDATE readmission SET place = (
            SELECT b.place FROM backup.readmission b
            WHERE b.model = readmission.model AND b.digest = readmission.digest)
          """,
      // A catalogue that went on stays: what was acknowledged as sold out is not answered again.
      """
          INSERT INTO catalog_item (model, item, entry)
          SELECT b.model, b.item, b.entry FROM backup.catalog_item b
          WHERE b.model NOT IN (SELECT model FROM catalog_item) ORDER BY b.number
          """);

  private static final String RETURNED = ErasureRow.SELECT + """
      WHERE state = 'SOLVING' OR (state = 'LIVE' AND position > coalesce((
        SELECT v.erasure_position FROM active_version a
        JOIN version v ON v.model = a.model AND v.number = a.number
        WHERE a.model = erasure.model), 0))
      """;

  private final SqliteDatabase newer;

  /**
   * A ledger to be changed.
   *
   * @param newer its file
   */
  public RestoredLedger(Path newer) {
    this.newer = SqliteDatabase.open(newer);
  }

  /**
   * Copies the ledger that went on. One that has lost transactions is refused: the copy must know
   * what was acknowledged.
   *
   * @param layout the data folder that it lies in
   * @param to a name that is free
   */
  public static void copy(StoreLayout layout, Path to) {
    try (SqliteDatabase ledger = SqliteDatabase.open(layout.ledger(), CommitWitness.in(layout))) {
      ledger.copyTo(to);
    }
  }

  /** The number of the last erasure that a ledger knows; afterwards its schema is this server's. */
  public static long lastSequence(Path ledger) {
    try (SqliteDatabase database = SqliteDatabase.open(ledger)) {
      return database.read(RestoredLedger::lastSequence);
    }
  }

  /** How many receipts a ledger holds. */
  public static long receipts(Path ledger) {
    try (SqliteDatabase database = SqliteDatabase.open(ledger)) {
      return database.read(ReceiptTable::size);
    }
  }

  private static long lastSequence(SqlStatements sql) throws SQLException {
    return sql.number("SELECT coalesce(max(sequence), 0) FROM erasure");
  }

  /** The number of the last erasure that it knows. */
  public long lastSequence() {
    return newer.read(RestoredLedger::lastSequence);
  }

  /**
   * Refuses a backup that has no common history with this ledger.
   *
   * @throws LetheException of kind {@code ARGUMENT_INVALID}
   */
  public void checkHistory(Path backup) {
    attached(backup, sql -> {
      checkHistory(sql);
      return 0;
    });
  }

  /**
   * Makes another ledger, which went on after this one, remember everything that was erased
   * according to this one and that it does not know.
   */
  public void addSuppressionsTo(Path other) {
    try (SqlErasureLedger ledger = new SqlErasureLedger(other)) {
      for (ModelName model : newer.read(ErasureTable::suppressed)) {
        Set<String> unknown = new HashSet<>(newer.read(sql -> ErasureTable.tombstones(sql, model)));
        unknown.removeAll(ledger.tombstones(model).digests());
        ledger.suppress(model, unknown);
      }
    }
  }

  private <T> T attached(Path backup, SqlDatabase.Work<T> work) {
    newer.read(sql -> sql.update("ATTACH DATABASE ? AS backup", backup.toString()));
    T result = newer.write(work);
    newer.read(sql -> sql.update("DETACH DATABASE backup"));
    return result;
  }

  /**
   * Takes the versions over.
   *
   * @param backup file of the backup's ledger, in the schema of this server
   * @param now when what is not in the backup is gone
   * @return per model what the backup's versions have forgotten and its log holds, and no erasure
   *     will purge: to be purged
   * @throws LetheException of kind {@code ARGUMENT_INVALID} if the two have no common history
   */
  public Map<ModelName, List<ErasureTarget>> takeVersions(Path backup, Instant now) {
    return attached(backup, sql -> {
      checkHistory(sql);
      sql.update("""
          INSERT INTO destroyed_version
            (model, number, digest, erasure_position, destroyed, reason)
          SELECT v.model, v.number, v.digest, v.erasure_position, ?, ? FROM version v
          WHERE NOT EXISTS (
            SELECT 1 FROM backup.version b WHERE b.model = v.model AND b.number = v.number)
          ON CONFLICT (model, number) DO NOTHING
          """, now.toString(), DestroyedVersion.Reason.REPLACED_BY_BACKUP.name());
      for (String change : VERSIONS) {
        sql.update(change);
      }
      for (Erasure erasure : sql.all(RETURNED, ErasureRow::erasure)) {
        ErasureTable.written(sql, erasure.returned());
      }
      return unpurged(sql);
    });
  }

  private static void checkHistory(SqlStatements sql) throws SQLException {
    long erasures = sql.number("""
        SELECT count(*) FROM erasure e JOIN backup.erasure b ON b.sequence = e.sequence
        WHERE b.id <> e.id
        """);
    long versions = sql.number("""
        SELECT count(*) FROM version v
        JOIN backup.version b ON b.model = v.model AND b.number = v.number
        WHERE b.digest <> v.digest
        """);
    if (erasures + versions > 0) {
      throw new LetheException(
          ErrorKind.ARGUMENT_INVALID,
          "the backup is of another history: %d erasures and %d versions are not those of the data "
              .formatted(erasures, versions) + "folder");
    }
  }

  private static Map<ModelName, List<ErasureTarget>> unpurged(SqlStatements sql)
      throws SQLException {
    Map<ModelName, List<ErasureTarget>> targets = new HashMap<>();
    sql.all(
        """
            SELECT b.model, t.target FROM backup.erasure b
            JOIN backup.erasure_target t ON t.sequence = b.sequence
            JOIN erasure e ON e.id = b.id
            WHERE b.state = 'LIVE' AND e.state = 'COMPLETED'
            """,
        row -> targets.computeIfAbsent(new ModelName(row.getString(1)), absent -> new ArrayList<>())
            .add(ErasureJson.target(row.getString(2))));
    return targets;
  }

  @Override
  public void close() {
    newer.close();
  }
}
