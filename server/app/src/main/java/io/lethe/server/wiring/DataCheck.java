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
import io.lethe.store.check.Finding;
import io.lethe.store.check.FolderCheck;
import io.lethe.store.keys.FileLogAnchor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Verifies a data folder whole: what {@link FolderCheck} reads, and the receipt log against its
 * checkpoint and anchor.
 *
 * @param findings part by part, in the order of looking
 * @param backup whether it is a backup that was looked at
 * @param running whether a server had the folder meanwhile
 */
public record DataCheck(List<Finding> findings, boolean backup, boolean running) {

  private static final String RECEIPTS = "receipt log";

  public DataCheck {
    findings = List.copyOf(findings);
  }

  /**
   * Looks at the folder of a configuration, which may be a backup. Changes nothing that counts.
   *
   * @throws LetheException of kind {@code STORAGE_FAILED} if it is not there or the disk does not answer
   */
  public static DataCheck of(ServerConfig config) {
    // Before the ledger: the log of a running server goes on, and has what was signed of it then.
    List<LogAnchor> anchors = anchors(config);
    try (FolderCheck check = FolderCheck.of(config.dataFolder())) {
      List<Finding> findings = new ArrayList<>(check.findings());
      findings.add(receipts(check, anchors, config));
      return new DataCheck(
          findings, FolderCheck.backup(config.dataFolder()).isPresent(), check.running());
    }
  }

  private static List<LogAnchor> anchors(ServerConfig config) {
    List<LogAnchor> anchors = new ArrayList<>();
    anchors.add(ReadAnchor.of(FileLogAnchor.in(FolderCheck.data(config.dataFolder()))));
    // A backup is older than what is remembered of the log elsewhere: a restore tells what is lost.
    config.receipts()
        .anchorFile()
        .filter(elsewhere -> FolderCheck.backup(config.dataFolder()).isEmpty())
        .map(FileLogAnchor::at)
        .map(ReadAnchor::of)
        .ifPresent(anchors::add);
    return anchors;
  }

  /** What an anchor remembered when it was asked. */
  private record ReadAnchor(String name, Supplier<Optional<String>> note) implements LogAnchor {

    static LogAnchor of(LogAnchor anchor) {
      try {
        Optional<String> note = anchor.read();
        return new ReadAnchor(anchor.name(), () -> note);
      } catch (LetheException unreadable) {
        return new ReadAnchor(anchor.name(), () -> {
          throw unreadable;
        });
      }
    }

    @Override
    public Optional<String> read() {
      return note.get();
    }

    @Override
    public void write(String latest) {
      throw new UnsupportedOperationException("a check changes nothing");
    }
  }

  private static Finding receipts(FolderCheck check, List<LogAnchor> anchors, ServerConfig config) {
    if (check.keys().isEmpty() || check.ledger().isEmpty()) {
      return new Finding(
          RECEIPTS, Finding.State.NOT_VERIFIED,
          "it is read from the ledger and signed by the keys");
    }
    return receipts(check.keys().get(), check.ledger().get(), anchors, config);
  }

  private static Finding receipts(
      InstallationKeys keys, ErasureLedger ledger, List<LogAnchor> anchors, ServerConfig config) {
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
