package io.lethe.store;

import io.lethe.engine.dsr.StatusCallback;
import io.lethe.engine.dsr.SubjectRequest;
import io.lethe.engine.dsr.SubjectRequestLedger;
import io.lethe.store.disk.SpaceReserve;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Data subject requests in the ledger's file. */
final class SqliteSubjectRequestLedger implements SubjectRequestLedger {

  private final SqliteDatabase database;
  private final SpaceReserve reserve;

  SqliteSubjectRequestLedger(SqliteDatabase database, SpaceReserve reserve) {
    this.database = database;
    this.reserve = reserve;
  }

  @Override
  public void add(SubjectRequest request, List<StatusCallback> callbacks) {
    reserve.require("another subject request");
    var _ = database.write(sql -> SubjectRequestTable.insert(sql, request, callbacks));
  }

  @Override
  public Optional<SubjectRequest> find(UUID id) {
    return database.read(sql -> SubjectRequestTable.find(sql, id));
  }

  @Override
  public List<StatusCallback> callbacks() {
    return database.read(SubjectRequestTable::callbacks);
  }

  @Override
  public void update(StatusCallback callback) {
    var _ = database.write(sql -> SubjectRequestTable.update(sql, callback));
  }

  @Override
  public void end(StatusCallback callback) {
    var _ = database.write(sql -> SubjectRequestTable.delete(sql, callback));
  }
}
