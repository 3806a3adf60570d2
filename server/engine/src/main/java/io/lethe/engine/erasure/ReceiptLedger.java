package io.lethe.engine.erasure;

import io.lethe.engine.model.ModelName;
import io.lethe.engine.transparency.LogCheckpoint;
import io.lethe.engine.transparency.TreeHash;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The leaves of the receipt log, durable with what they attest. Transactions, durability, threads and
 * failures as in {@link io.lethe.engine.model.VersionLedger}.
 *
 * <p>A leaf is the statement of a receipt; its index is the number of leaves before it. A method that
 * appends is told the tree that results, and throws {@code CONCURRENT_CHANGE} and changes nothing if
 * its size is not that of the log then.
 */
public interface ReceiptLedger {

  /**
   * Completes or attests erasures: changes them, stores their receipts and the keys of their
   * commitments, and appends their leaves, all or none.
   *
   * @param after the log then
   * @return the erasures now, in the order of their receipts
   * @throws io.lethe.engine.LetheException as {@link Erasure#after}
   */
  List<Erasure> append(List<LoggedReceipt> receipts, LogCheckpoint after);

  /** A model's erasures that are {@code FAILED} and have no receipt, by position. */
  List<OpenErasure> unattested(ModelName model);

  /** The log as it was committed last; empty before the first leaf. */
  Optional<LogCheckpoint> receiptTree();

  /**
   * Hashes of leaves in their order.
   *
   * @param from index of the first
   * @param max most hashes, at least 1
   */
  List<TreeHash> receiptLeaves(long from, int max);

  /**
   * Leaves in their order.
   *
   * @param from index of the first
   * @param max most leaves, at least 1
   */
  List<Entry> receiptEntries(long from, int max);

  /** The place of an erasure's receipt in the log; empty while it is in none. */
  Optional<Place> receiptPlace(ErasureId id);

  /**
   * Deletes the keys of commitments that were stored before a moment, from every file of the ledger
   * as far as it can reach.
   *
   * @return how many
   */
  int destroyCommitmentKeys(Instant before);

  /**
   * A leaf of the receipt log.
   *
   * @param index from 0
   * @param statement the leaf's data; not copied
   */
  record Entry(long index, ErasureId erasure, byte[] statement) {}

  /**
   * Where a receipt is in the log.
   *
   * @param index of its leaf, from 0
   * @param commitmentKey empty once it was destroyed; not copied
   */
  record Place(long index, byte[] commitmentKey) {}
}
