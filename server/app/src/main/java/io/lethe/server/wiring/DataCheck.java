package io.lethe.server.wiring;

import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.erasure.receipt.InstallationKeys;
import io.lethe.engine.erasure.receipt.LogAnchor;
import io.lethe.engine.erasure.receipt.ReceiptLog;
import io.lethe.engine.erasure.receipt.ReceiptLogConfig;
import io.lethe.engine.erasure.receipt.ReceiptSigner;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.grpc.WireReceipts;
import io.lethe.store.FileLogAnchor;
import io.lethe.store.Finding;
import io.lethe.store.FolderCheck;
import java.util.ArrayList;
import java.util.List;

/**
 * Verifies a data folder whole: what {@link FolderCheck} reads, and the receipt log against its
 * checkpoint and anchor.
 *
 * @param findings part by part, in the order of looking
 * @param running whether a server had the folder meanwhile
 */
public record DataCheck(List<Finding> findings, boolean running) {

  private static final String RECEIPTS = "receipt log";

  public DataCheck {
    findings = List.copyOf(findings);
  }

  /**
   * Looks at the folder of a configuration. Changes nothing that counts.
   *
   * @throws LetheException of kind {@code STORAGE_FAILED} if it is not there or the disk does not answer
   */
  public static DataCheck of(ServerConfig config) {
    try (FolderCheck check = FolderCheck.of(config.dataFolder())) {
      List<Finding> findings = new ArrayList<>(check.findings());
      findings.add(receipts(check, config));
      return new DataCheck(findings, check.running());
    }
  }

  private static Finding receipts(FolderCheck check, ServerConfig config) {
    if (check.keys().isEmpty() || check.ledger().isEmpty()) {
      return new Finding(
          RECEIPTS, Finding.State.NOT_VERIFIED,
          "it is read from the ledger and signed by the keys");
    }
    return receipts(check.keys().get(), check.ledger().get(), check.anchor(), config);
  }

  private static Finding receipts(
      InstallationKeys keys, ErasureLedger ledger, LogAnchor beside, ServerConfig config) {
    List<LogAnchor> anchors = new ArrayList<>(List.of(beside));
    config.receipts().anchorFile().map(FileLogAnchor::at).ifPresent(anchors::add);
    try {
      ReceiptLog log = new ReceiptLog(
          ledger, new ReceiptSigner(keys, new WireReceipts()), new ReceiptLogConfig(
              config.receipts().logName(), config.receipts().keyRetention(), anchors));
      log.open();
      return log.refusal()
          .map(why -> Finding.damaged(RECEIPTS, why))
          .orElseGet(
              () -> new Finding(
                  RECEIPTS, Finding.State.VERIFIED,
                  "%d receipts make the tree that is signed in %s".formatted(
                      log.size(),
                      String.join(" and ", anchors.stream().map(LogAnchor::name).toList()))));
    } catch (LetheException damaged) {
      return Finding.damaged(RECEIPTS, damaged);
    }
  }

  /** Parts that are not as they were written. */
  public List<String> damaged() {
    return findings.stream()
        .filter(finding -> finding.state() == Finding.State.DAMAGED)
        .map(Finding::part)
        .distinct()
        .toList();
  }
}
