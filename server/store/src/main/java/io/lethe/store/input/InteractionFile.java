package io.lethe.store.input;

import io.lethe.engine.model.InteractionColumns;
import java.util.Map;

/**
 * What a file held. Contains personal data: never logged.
 *
 * @param columns the good rows: users and items numbered in order of first appearance, each in at
 *     least one row, no pair twice, values finite and 1 for implicit feedback
 * @param times per row its timestamp, in whatever unit the file has, dates in seconds since 1970;
 *     NaN for a time that cannot be read; empty if the file has none. Read only
 * @param format as told or found out
 * @param merged how many rows went into an earlier row of the same pair
 * @param skipped how many rows were left out for which reason; empty unless bad rows are skipped
 */
public record InteractionFile(
    InteractionColumns columns, double[] times, InputFormat format, long merged,
    Map<RowFault, Long> skipped) {

  public InteractionFile {
    skipped = Map.copyOf(skipped);
  }
}
