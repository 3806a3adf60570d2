package io.lethe.store.sqlite;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The ledger's tables. {@code user_version} counts the migrations done; a new one is added at the
 * end, and none is ever changed.
 */
final class LedgerSchema {

  private static final List<List<String>> MIGRATIONS = List.of(
      List.of("""
          CREATE TABLE version (
            model TEXT NOT NULL,
            number INTEGER NOT NULL,
            digest TEXT NOT NULL,
            erasure_position INTEGER NOT NULL,
            destroyed INTEGER NOT NULL,
            facts TEXT NOT NULL,
            PRIMARY KEY (model, number)
          ) STRICT, WITHOUT ROWID
          """, """
          CREATE TABLE active_version (
            model TEXT NOT NULL PRIMARY KEY,
            number INTEGER NOT NULL,
            FOREIGN KEY (model, number) REFERENCES version (model, number)
          ) STRICT, WITHOUT ROWID
          """, """
          CREATE TABLE erasure (
            sequence INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            request_id TEXT NOT NULL UNIQUE,
            payload_digest TEXT NOT NULL,
            model TEXT NOT NULL,
            position INTEGER NOT NULL,
            target_kind TEXT NOT NULL,
            method TEXT NOT NULL,
            state TEXT NOT NULL,
            received TEXT NOT NULL,
            contained TEXT,
            unlearned TEXT,
            purged TEXT,
            base_version INTEGER,
            outcome TEXT,
            phases TEXT NOT NULL,
            failure_kind TEXT,
            failure_message TEXT,
            receipt_statement BLOB,
            receipt_signature BLOB,
            receipt_key BLOB,
            UNIQUE (model, position)
          ) STRICT
          """, "CREATE INDEX erasure_of_model ON erasure (model)", """
          CREATE INDEX erasure_open ON erasure (model, position) WHERE state <> 'COMPLETED'
          """, """
          CREATE TABLE erasure_target (
            sequence INTEGER PRIMARY KEY REFERENCES erasure (sequence),
            target TEXT NOT NULL
          ) STRICT
          """, """
          CREATE TABLE erasure_tombstones (
            sequence INTEGER PRIMARY KEY REFERENCES erasure (sequence),
            model TEXT NOT NULL,
            digests BLOB NOT NULL
          ) STRICT
          """, "CREATE INDEX tombstones_of_model ON erasure_tombstones (model)"), List.of(
          // A held erasure has its negative sequence for a position until it is approved.
          "ALTER TABLE erasure ADD COLUMN requester TEXT NOT NULL DEFAULT 'operator'", """
              ALTER TABLE erasure ADD COLUMN expires TEXT NOT NULL DEFAULT '9999-12-31T00:00:00Z'
              """, "ALTER TABLE erasure ADD COLUMN approver TEXT", """
              ALTER TABLE erasure ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0
              """),
      List.of("""
          CREATE TABLE destroyed_version (
            model TEXT NOT NULL,
            number INTEGER NOT NULL,
            digest TEXT NOT NULL,
            erasure_position INTEGER NOT NULL,
            destroyed TEXT NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY (model, number),
            FOREIGN KEY (model, number) REFERENCES version (model, number)
          ) STRICT, WITHOUT ROWID
          """, """
          CREATE INDEX destroyed_by_position ON destroyed_version (model, erasure_position)
          """, """
          CREATE TABLE suppression (
            model TEXT NOT NULL,
            digest BLOB NOT NULL,
            PRIMARY KEY (model, digest)
          ) STRICT, WITHOUT ROWID
          """), List.of("""
          CREATE TABLE receipt_leaf (
            leaf INTEGER PRIMARY KEY,
            sequence INTEGER NOT NULL UNIQUE REFERENCES erasure (sequence),
            hash BLOB NOT NULL
          ) STRICT
          """, """
          CREATE TABLE receipt_tree (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            origin TEXT NOT NULL,
            size INTEGER NOT NULL,
            root BLOB NOT NULL
          ) STRICT
          """, """
          CREATE TABLE receipt_key (
            sequence INTEGER PRIMARY KEY REFERENCES erasure (sequence),
            commitment_key BLOB NOT NULL,
            stored INTEGER NOT NULL
          ) STRICT
          """), List.of(
          // What one principal asked for lately; nothing is known of earlier erasures.
          "ALTER TABLE erasure ADD COLUMN interactions INTEGER NOT NULL DEFAULT 0",
          "ALTER TABLE erasure ADD COLUMN received_minute INTEGER NOT NULL DEFAULT 0", """
              CREATE INDEX erasure_of_requester
              ON erasure (requester, received_minute, model, interactions)
              """),
      List.of("""
          CREATE TABLE subject_request (
            id TEXT NOT NULL PRIMARY KEY,
            controller TEXT NOT NULL,
            payload_digest TEXT NOT NULL,
            received TEXT NOT NULL,
            expires TEXT NOT NULL,
            erasures TEXT NOT NULL
          ) STRICT, WITHOUT ROWID
          """, """
          CREATE TABLE status_callback (
            request TEXT NOT NULL REFERENCES subject_request (id),
            place INTEGER NOT NULL,
            url TEXT NOT NULL,
            told TEXT,
            failing_since TEXT,
            PRIMARY KEY (request, place)
          ) STRICT, WITHOUT ROWID
          """), List.of(
          // Measures were numbers by name, with what they are of in their names.
          """
              UPDATE erasure SET outcome = json_set(
                json_remove(outcome, '$.measures'),
                '$.measured', json_patch(
                  json_object('gates', json((
                    SELECT json_group_array(json(gate)) FROM (
                      SELECT json_object('name', substr(key, 6), 'value', value, 'bound',
                        json_extract(outcome, '$.measures."at-most-' || substr(key, 6) || '"'),
                        'refused', json('false')) AS gate
                      FROM json_each(outcome, '$.measures') WHERE key LIKE 'gate-%'
                      UNION ALL
                      SELECT json_object('name', substr(key, 17), 'refused', json('true'))
                      FROM json_each(outcome, '$.measures') WHERE key LIKE 'refused-because-%')))),
                  json_object(
                    'update', json((SELECT nullif(json_group_object(
                        CASE WHEN key LIKE 'refused-%' THEN substr(key, 9) ELSE key END, value),
                        '{}')
                      FROM json_each(outcome, '$.measures')
                      WHERE key NOT LIKE 'gate-%' AND key NOT LIKE 'at-most-%'
                        AND key NOT LIKE 'refused-because-%' AND key NOT LIKE 'refit-%'
                        AND key <> 'influence-failed')),
                    'refit', json((SELECT nullif(json_group_object(substr(key, 7), value), '{}')
                      FROM json_each(outcome, '$.measures') WHERE key LIKE 'refit-%')))))
              WHERE outcome IS NOT NULL
              """),
      List.of(
          // Of which model size a request named how much; unknown of earlier erasures.
          "ALTER TABLE erasure ADD COLUMN model_interactions INTEGER NOT NULL DEFAULT 0",
          "ALTER TABLE erasure ADD COLUMN retries TEXT",
          "ALTER TABLE erasure ADD COLUMN retried_by TEXT",
          // Deleted models whose files may still be there.
          "CREATE TABLE deleted_model (model TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID", """
              CREATE TABLE audit_event (
                sequence INTEGER PRIMARY KEY,
                time TEXT NOT NULL,
                principal TEXT NOT NULL,
                action TEXT NOT NULL,
                resource TEXT NOT NULL,
                refusal TEXT
              ) STRICT
              """),
      List.of("""
          CREATE TABLE commit_count (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            commits INTEGER NOT NULL
          ) STRICT
          """, "INSERT INTO commit_count (one, commits) VALUES (1, 0)"), List.of(
          // Rows are personal data: they go once the interaction log holds them.
          """
              CREATE TABLE append (
                sequence INTEGER PRIMARY KEY,
                request_id TEXT NOT NULL UNIQUE,
                payload_digest TEXT NOT NULL,
                model TEXT NOT NULL,
                received_minute INTEGER NOT NULL,
                outcomes TEXT NOT NULL,
                first_row INTEGER NOT NULL,
                end_row INTEGER NOT NULL,
                rows BLOB
              ) STRICT
              """, """
              CREATE INDEX append_unsettled ON append (model, first_row, end_row)
              WHERE rows IS NOT NULL
              """, """
              CREATE INDEX append_settled ON append (received_minute) WHERE rows IS NULL
              """),
      List.of(
          // Outcomes did not tell how many interactions came after every training.
          """
              UPDATE erasure SET outcome = json_set(outcome, '$.notLearned', iif(
                json_extract(outcome, '$.assurance') = 'NOT_LEARNED',
                json_extract(outcome, '$.forgotten'), 0))
              WHERE outcome IS NOT NULL
              """),
      List.of(
          // Counts until a later erasure, by its sequence, names the same.
          """
              CREATE TABLE readmission (
                model TEXT NOT NULL,
                digest BLOB NOT NULL,
                sequence INTEGER NOT NULL,
                place INTEGER NOT NULL,
                millis INTEGER NOT NULL,
                PRIMARY KEY (model, digest)
              ) STRICT, WITHOUT ROWID
              """),
      List.of("""
          CREATE TABLE catalog_item (
            number INTEGER PRIMARY KEY,
            model TEXT NOT NULL,
            item TEXT NOT NULL,
            entry TEXT NOT NULL,
            UNIQUE (model, item)
          ) STRICT
          """, "CREATE INDEX catalog_item_of_model ON catalog_item (model, number)"), List.of("""
          CREATE TABLE alias (
            model TEXT NOT NULL,
            alias TEXT NOT NULL,
            number INTEGER NOT NULL,
            basis_points INTEGER NOT NULL,
            following INTEGER NOT NULL,
            key BLOB NOT NULL,
            PRIMARY KEY (model, alias),
            FOREIGN KEY (model, number) REFERENCES version (model, number)
          ) STRICT, WITHOUT ROWID
          """), List.of(
          // Which versions were active at some time; of earlier ones only those that are now.
          "ALTER TABLE version ADD COLUMN answered INTEGER NOT NULL DEFAULT 0", """
              UPDATE version SET answered = 1 WHERE EXISTS (
                SELECT 1 FROM active_version a
                WHERE a.model = version.model AND a.number = version.number)
              """),
      List.of(
          // A list of a principal's erasures in their order, and of those that name one person.
          "CREATE INDEX erasure_of_principal ON erasure (requester)", """
              CREATE INDEX tombstones_of_one ON erasure_tombstones (lower(hex(digests)))
              WHERE length(digests) = 32
              """));

  private LedgerSchema() {}

  /** Does the migrations not yet done, each with its count in one transaction. */
  static void migrate(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      int done = version(statement);
      if (done > MIGRATIONS.size()) {
        throw new LetheException(
            ErrorKind.STORAGE_FAILED,
            "the ledger has schema version %d, of a newer server; this one knows %d"
                .formatted(done, MIGRATIONS.size()));
      }
      for (int next = done; next < MIGRATIONS.size(); next++) {
        statement.execute("BEGIN IMMEDIATE");
        for (String sql : MIGRATIONS.get(next)) {
          statement.execute(sql);
        }
        statement.execute("PRAGMA user_version=" + (next + 1));
        statement.execute("COMMIT");
      }
    }
  }

  private static int version(Statement statement) throws SQLException {
    try (ResultSet result = statement.executeQuery("PRAGMA user_version")) {
      return result.next() ? result.getInt(1) : 0;
    }
  }
}
