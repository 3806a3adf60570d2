package io.lethe.engine.erasure.receipt;

import java.time.Duration;
import java.util.List;

/**
 * What the receipt log is built from.
 *
 * @param name of the log; empty for one made from its key. Another name begins another log, which is
 *     the way on after an old backup had to be restored
 * @param keyRetention how long the keys of commitments are kept
 * @param anchors every place that remembers the last checkpoint; the first is the ledger's neighbour
 */
public record ReceiptLogConfig(String name, Duration keyRetention, List<LogAnchor> anchors) {

  public ReceiptLogConfig {
    anchors = List.copyOf(anchors);
  }

  /** A log that is held against its own ledger only. */
  public static ReceiptLogConfig withoutAnchors() {
    return new ReceiptLogConfig("", Duration.ofDays(90), List.of());
  }
}
