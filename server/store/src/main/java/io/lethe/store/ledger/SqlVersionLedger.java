package io.lethe.store.ledger;

import io.lethe.engine.model.DestroyedVersion;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionLedger;
import io.lethe.engine.model.VersionRecord;
import io.lethe.store.sql.SqlDatabase;
import io.lethe.store.sql.SqlStatements;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The versions in the ledger's file. */
abstract sealed class SqlVersionLedger implements VersionLedger permits SqlReceiptLedger {

  final SqlDatabase database;

  SqlVersionLedger(SqlDatabase database) {
    this.database = database;
  }

  @Override
  public List<ModelName> models() {
    return database.read(VersionTable::models);
  }

  @Override
  public Optional<VersionRecord> active(ModelName model) {
    return database.read(sql -> VersionTable.active(sql, model));
  }

  @Override
  public List<VersionRecord> versions(ModelName model) {
    return database.read(sql -> VersionTable.versions(sql, model));
  }

  @Override
  public List<VersionRecord> stored(ModelName model) {
    return database.read(sql -> VersionTable.stored(sql, model));
  }

  @Override
  public Set<Long> answered(ModelName model) {
    return database.read(sql -> VersionTable.answered(sql, model));
  }

  @Override
  public long lastNumber(ModelName model) {
    return database.read(sql -> VersionTable.lastNumber(sql, model));
  }

  @Override
  public void commitVersion(VersionRecord next, long expectedActive) {
    change(sql -> VersionTable.commit(sql, next, expectedActive));
  }

  @Override
  public void addVersion(VersionRecord next, long expectedActive) {
    change(sql -> VersionTable.add(sql, next, expectedActive));
  }

  @Override
  public void activate(VersionId id, long expectedActive) {
    change(sql -> VersionTable.activate(sql, id, expectedActive));
  }

  @Override
  public void deleteModel(ModelName model) {
    change(sql -> VersionTable.deleteModel(sql, model));
  }

  @Override
  public List<ModelName> deletedModels() {
    return database.read(VersionTable::deletedModels);
  }

  @Override
  public void markDestroyed(VersionId id) {
    change(sql -> VersionTable.markDestroyed(sql, id));
  }

  @Override
  public void recordDestroyed(DestroyedVersion gone) {
    change(sql -> DestroyedVersionTable.record(sql, gone));
  }

  @Override
  public List<DestroyedVersion> destroyed(ModelName model, long from, long below) {
    return database.read(sql -> DestroyedVersionTable.list(sql, model, from, below));
  }

  /** What is done within a transaction, without a value. */
  interface Change {
    void run(SqlStatements sql) throws SQLException;
  }

  final void change(Change change) {
    database.write(sql -> {
      change.run(sql);
      return 0;
    });
  }
}
