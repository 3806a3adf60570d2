package io.lethe.engine.memory;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.LoggedReceipt;
import io.lethe.engine.erasure.Receipt;
import io.lethe.engine.erasure.ReceiptLedger;
import io.lethe.engine.transparency.LogCheckpoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The receipt log of a ledger in memory. Its callers hold the state's monitor. */
final class InMemoryReceipts {

  private final LedgerState state;

  InMemoryReceipts(LedgerState state) {
    this.state = state;
  }

  void checkTree(int appended, LogCheckpoint after) {
    if (state.leaves.size() + appended != after.head().size()) {
      throw new LetheException(
          ErrorKind.CONCURRENT_CHANGE, "%d leaves and %d more are not %d"
              .formatted(state.leaves.size(), appended, after.head().size()));
    }
  }

  void append(List<LoggedReceipt> receipts, LogCheckpoint after) {
    for (LoggedReceipt receipt : receipts) {
      ErasureId id = receipt.step().id();
      state.leaves.add(id);
      state.commitmentKeys
          .put(id, new LedgerState.CommitmentKey(receipt.commitmentKey(), receipt.issued()));
    }
    state.receiptTree = Optional.of(after);
  }

  List<ReceiptLedger.Entry> entries(long from, int max) {
    List<ReceiptLedger.Entry> entries = new ArrayList<>();
    for (long leaf = from; leaf < Math.min(from + max, state.leaves.size()); leaf++) {
      ErasureId id = state.leaves.get((int) leaf);
      Erasure erasure = Objects.requireNonNull(state.erasures.get(id));
      Receipt receipt = Objects.requireNonNull(erasure.receipt());
      entries.add(new ReceiptLedger.Entry(leaf, id, receipt.statement()));
    }
    return entries;
  }

  Optional<ReceiptLedger.Place> place(ErasureId id) {
    int leaf = state.leaves.indexOf(id);
    LedgerState.CommitmentKey key = state.commitmentKeys.get(id);
    return leaf < 0
        ? Optional.empty()
        : Optional.of(new ReceiptLedger.Place(leaf, key == null ? new byte[0] : key.key()));
  }

  boolean hasKeysBefore(Instant before) {
    return state.commitmentKeys.values().stream().anyMatch(key -> key.stored().isBefore(before));
  }

  int destroyKeys(Instant before) {
    int size = state.commitmentKeys.size();
    state.commitmentKeys.values().removeIf(key -> key.stored().isBefore(before));
    return size - state.commitmentKeys.size();
  }
}
