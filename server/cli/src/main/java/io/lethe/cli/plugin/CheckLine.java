package io.lethe.cli.plugin;

import org.jspecify.annotations.Nullable;

/**
 * One finding, as it is printed and written as JSON.
 *
 * @param plugin name and version; of a folder that yields none the folder's name
 * @param step of the check
 * @param verdict {@code kept}, {@code broken} or {@code note}
 * @param promise null where the finding is no number; likewise all that follow
 * @param row null where a number is of all rows
 * @param value null also where it is not finite
 * @param least the smallest value that keeps the promise
 * @param most the largest; null where there is none
 */
record CheckLine(
    String plugin, String step, String verdict, String text, @Nullable String promise,
    @Nullable String block, @Nullable Integer row, @Nullable Double value, @Nullable Double least,
    @Nullable Double most, @Nullable String cause) {

  static final String KEPT = "kept";
  static final String BROKEN = "broken";
  static final String NOTE = "note";

  /** A finding that is no number. */
  static CheckLine plain(String plugin, String step, String verdict, String text) {
    return new CheckLine(plugin, step, verdict, text, null, null, null, null, null, null, null);
  }

  boolean broken() {
    return verdict.equals(BROKEN);
  }
}
