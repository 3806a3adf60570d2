package io.lethe.engine.lifecycle;

import io.lethe.engine.alias.run.AliasLedger;
import io.lethe.engine.catalog.CatalogParts;
import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.erasure.receipt.ReceiptLogConfig;
import io.lethe.engine.interaction.AppendLedger;
import io.lethe.engine.interaction.InteractionLog;
import io.lethe.engine.model.CheckpointStore;
import io.lethe.engine.vectors.VectorInbox;

/**
 * What an engine keeps its state in. The giver closes them after the engine.
 *
 * @param appends what was appended to the log a moment ago
 * @param aliases which versions answer beside the active ones
 * @param catalogs what items are, and what filters are written in
 * @param vectors those that wait to be brought in
 * @param receipts the name of the receipt log, and where its last checkpoint is remembered
 */
public record EnginePorts(
    ErasureLedger ledger, CheckpointStore checkpoints, InteractionLog log, AppendLedger appends,
    AliasLedger aliases, CatalogParts catalogs, VectorInbox vectors, ReceiptLogConfig receipts) {

  /** Without a place for vectors. */
  public EnginePorts(
      ErasureLedger ledger, CheckpointStore checkpoints, InteractionLog log, AppendLedger appends,
      AliasLedger aliases, CatalogParts catalogs, ReceiptLogConfig receipts) {
    this(ledger, checkpoints, log, appends, aliases, catalogs, VectorInbox.empty(), receipts);
  }

  /** The same with a receipt log that only the ledger remembers. */
  public EnginePorts(
      ErasureLedger ledger, CheckpointStore checkpoints, InteractionLog log, AppendLedger appends,
      AliasLedger aliases, CatalogParts catalogs) {
    this(ledger, checkpoints, log, appends, aliases, catalogs, ReceiptLogConfig.withoutAnchors());
  }

  EnginePorts with(InteractionLog whole) {
    return new EnginePorts(
        ledger, checkpoints, whole, appends, aliases, catalogs, vectors, receipts);
  }
}
