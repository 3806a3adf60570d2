package io.lethe.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The log of receipts.
 *
 * @param logName empty for one made from the key
 * @param anchorFile a second place for the last checkpoint
 * @param keyRetention how long the keys of commitments are kept
 */
public record ReceiptsConfig(String logName, Optional<Path> anchorFile, Duration keyRetention) {

  static ReceiptsConfig of(Configuration configuration) {
    String anchorFile = configuration.get(Settings.RECEIPTS_ANCHOR_FILE);
    return new ReceiptsConfig(
        configuration.get(Settings.RECEIPTS_LOG_NAME),
        anchorFile.isEmpty() ? Optional.empty() : Optional.of(Path.of(anchorFile)),
        Duration.ofDays(configuration.get(Settings.RECEIPTS_KEY_DAYS)));
  }
}
