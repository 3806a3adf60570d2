package io.lethe.store.ledger;

import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.LoggedReceipt;
import io.lethe.engine.erasure.OpenErasure;
import io.lethe.engine.erasure.ReceiptLedger;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.transparency.LogCheckpoint;
import io.lethe.engine.transparency.TreeHash;
import io.lethe.store.sql.SqlDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The receipts in the ledger's file. */
abstract sealed class SqlReceiptLedger extends SqlVersionLedger implements ReceiptLedger
    permits SqlErasureLedger {

  SqlReceiptLedger(SqlDatabase database) {
    super(database);
  }

  @Override
  public List<Erasure> append(List<LoggedReceipt> receipts, LogCheckpoint after) {
    return withoutTargets(database.write(sql -> {
      List<Erasure> changed = ErasureTable
          .change(sql, receipts.stream().map(LoggedReceipt::step).toList());
      for (LoggedReceipt receipt : receipts) {
        ReceiptTable.append(sql, receipt);
      }
      ReceiptTable.grown(sql, after);
      return changed;
    }));
  }

  @Override
  public List<OpenErasure> unattested(ModelName model) {
    return database.read(sql -> ReceiptTable.unattested(sql, model));
  }

  @Override
  public Optional<LogCheckpoint> receiptTree() {
    return database.read(ReceiptTable::tree);
  }

  @Override
  public List<TreeHash> receiptLeaves(long from, int max) {
    return database.read(sql -> ReceiptTable.leaves(sql, from, max));
  }

  @Override
  public List<ReceiptLedger.Entry> receiptEntries(long from, int max) {
    return database.read(sql -> ReceiptTable.entries(sql, from, max));
  }

  @Override
  public Optional<ReceiptLedger.Place> receiptPlace(ErasureId id) {
    return database.read(sql -> ReceiptTable.place(sql, id));
  }

  @Override
  public int destroyCommitmentKeys(Instant before) {
    if (database.read(sql -> ReceiptTable.keysBefore(sql, before)) == 0) {
      return 0;
    }
    int destroyed = database.write(sql -> ReceiptTable.destroyKeys(sql, before));
    database.forgetDeleted();
    return destroyed;
  }

  /** What a deleted target leaves in the write-ahead log goes, too. */
  final List<Erasure> withoutTargets(List<Erasure> changed) {
    if (changed.stream().anyMatch(erasure -> !erasure.keepsTarget())) {
      database.forgetDeleted();
    }
    return changed;
  }
}
