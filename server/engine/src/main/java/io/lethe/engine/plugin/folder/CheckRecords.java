package io.lethe.engine.plugin.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which plugins may be loaded: all, or those that {@code lethe plugin check} of this version of Lethe
 * passed. Of several records of one digest the latest counts, of two of one time the one that failed.
 * What records are called does not matter; a file that cannot be read as one says nothing.
 */
public final class CheckRecords {

  private static final Logger LOG = LoggerFactory.getLogger(CheckRecords.class);

  private final boolean required;
  private final Path folder;
  private final String lethe;

  private CheckRecords(boolean required, Path folder, String lethe) {
    this.required = required;
    this.folder = folder;
    this.lethe = lethe;
  }

  /** Every plugin may. */
  public static CheckRecords none() {
    return new CheckRecords(false, Path.of(""), "");
  }

  /**
   * Only what passed may.
   *
   * @param folder with the records
   * @param lethe this version of Lethe
   */
  public static CheckRecords required(Path folder, String lethe) {
    return new CheckRecords(true, folder, lethe);
  }

  /** Before any code of the jars runs. */
  void require(PluginCode code) throws IOException, UnusableException {
    if (required) {
      String digest = code.digest()
          .orElseThrow(() -> new UnusableException("was changed while it was read"));
      CheckRecord record = of(digest);
      if (!record.lethe().equals(lethe)) {
        throw new UnusableException(
            "was checked by Lethe %s, and this is %s: check it again; plugins.require-check is true"
                .formatted(record.lethe(), lethe));
      }
      if (!record.passed()) {
        throw new UnusableException(
            "was checked on %s and failed; plugins.require-check is true".formatted(record.time()));
      }
    }
  }

  /** A check may have been of one plugin of several. */
  Optional<String> refusal(SettledPlugin plugin) throws IOException, UnusableException {
    String told = plugin.name() + " " + plugin.version();
    return !required || of(plugin.digest()).plugins().contains(told)
        ? Optional.empty()
        : Optional
            .of("was checked without its plugin %s; plugins.require-check is true".formatted(told));
  }

  private CheckRecord of(String digest) throws IOException, UnusableException {
    return all().stream()
        .filter(record -> record.digest().equals(digest))
        .max(
            Comparator.comparing((CheckRecord record) -> record.lethe().equals(lethe))
                .thenComparing(CheckRecord::time)
                .thenComparing(record -> !record.passed())
                .thenComparing(CheckRecord::toText))
        .orElseThrow(
            () -> new UnusableException(
                ("was not checked as it is (SHA-256 %s); 'lethe plugin check' writes a record, a file"
                    + " %s, to be put into the plugin folder; plugins.require-check is true")
                    .formatted(digest, CheckRecord.SUFFIX)));
  }

  private List<CheckRecord> all() throws IOException {
    List<CheckRecord> records = new ArrayList<>();
    for (Path file : PluginHome
        .list(folder, path -> PluginHome.name(path).endsWith(CheckRecord.SUFFIX))) {
      try {
        records.add(CheckRecord.of(Files.readString(file)));
      } catch (IllegalArgumentException none) {
        LOG.warn("{} {}", file, none.getMessage());
      } catch (IOException unreadable) {
        LOG.warn("{} cannot be read and counts for nothing", file, unreadable);
      }
    }
    return records;
  }
}
