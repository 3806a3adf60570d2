package io.lethe.server.config;

import java.nio.file.Path;
import java.util.List;

/**
 * Where and how things are kept.
 *
 * @param folder everything the server keeps
 * @param reserveBytes what must be free on its disk for anything new to be taken on
 */
public record StorageConfig(Path folder, long reserveBytes) {

  private static final long BYTES_PER_MB = 1 << 20;

  static final Setting<Integer> RESERVE_MB = Setting.of(
      "storage.reserve-mb", 256, Values.wholeNumber(0, 1 << 20),
      "megabytes that must be free for an erasure, an import or a training to be taken on, so that"
          + " erasures accepted before can be finished; at least the largest model's files");

  static final List<Setting<?>> ALL = List.of(RESERVE_MB);

  static StorageConfig of(Configuration configuration) {
    return new StorageConfig(
        Path.of(configuration.get(Settings.DATA_FOLDER)),
        configuration.get(RESERVE_MB) * BYTES_PER_MB);
  }
}
