package io.lethe.store.folder;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.store.disk.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells a data folder that is new, in which ledger and keys are created, from one that has lost
 * them. A first start creates the ledger, then the keys, then everything else: a ledger without
 * keys is a first start that was cut short exactly if it is empty.
 */
public final class FirstStart {

  private final StoreLayout layout;

  /** Looks at a data folder that this process has; changes nothing. */
  public FirstStart(StoreLayout layout) {
    this.layout = layout;
  }

  /**
   * Refuses to create a ledger where anything else is present: the erasures that it would have
   * known are unknown to a new one, and the erased people would be served again.
   *
   * @throws LetheException of kind {@code STORAGE_FAILED}; nothing was changed
   */
  public void checkLedger() throws IOException {
    boolean present = DurableFiles.isThere(layout.ledger()) && Files.size(layout.ledger()) > 0;
    List<String> others = others();
    if (DurableFiles.isThere(layout.keys())) {
      others.add(layout.keys().getFileName().toString());
    }
    if (!present && !others.isEmpty()) {
      throw missing(
          layout.ledger(), others,
          "Restore a backup with what was erased since (lethe restore BACKUP --suppressions FILE) and"
              + " ask again for erasures newer than that file");
    }
  }

  /**
   * Refuses to create keys where anything else is present: the digests of erased people match no
   * one under new keys.
   *
   * @param ledgerIsEmpty whether the ledger holds nothing
   * @throws LetheException of kind {@code STORAGE_FAILED}; nothing was changed
   */
  public void checkKeys(boolean ledgerIsEmpty) throws IOException {
    List<String> others = others();
    if (!ledgerIsEmpty) {
      others.add(layout.ledger().getFileName().toString());
    }
    if (!DurableFiles.isThere(layout.keys()) && !others.isEmpty()) {
      throw missing(
          layout.keys(), others, "Copy that file from any backup of this data folder (BACKUP/%s/%s)"
              .formatted(StoreLayout.IN_BACKUP, layout.keys().getFileName()));
    }
  }

  /** What is present beside ledger and keys and was written after both. */
  private List<String> others() throws IOException {
    List<String> others = new ArrayList<>();
    if (DurableFiles.isThere(layout.receiptCheckpoint())) {
      others.add(layout.receiptCheckpoint().getFileName().toString());
    }
    if (!layout.modelNames().isEmpty()) {
      others.add(layout.models().getFileName().toString());
    }
    return others;
  }

  private LetheException missing(Path file, List<String> others, String wayBack) {
    return new LetheException(
        ErrorKind.STORAGE_FAILED,
        ("%s is missing or empty in the data folder %s, which holds %s. A new one would forget who"
            + " was erased, so none is made. %s, or choose an empty data folder")
            .formatted(file.getFileName(), layout.root(), String.join(", ", others), wayBack));
  }
}
