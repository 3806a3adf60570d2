package io.lethe.client;

import java.util.List;
import java.util.Map;

/**
 * What became of an import's interactions, those of earlier calls with its id included.
 *
 * @param rowCount how many the server has dealt with: the first so many of all
 * @param outcomes how many of those had each outcome; what none had is left out
 * @param refused some of those that could not be stored, at most {@value #REFUSED_MAX} of this call
 */
public record ImportSummary(
    long rowCount, Map<AppendOutcome, Long> outcomes, List<Refused> refused) {

  /** How many refused rows are named. */
  public static final int REFUSED_MAX = 100;

  public ImportSummary {
    outcomes = Map.copyOf(outcomes);
    refused = List.copyOf(refused);
  }

  /**
   * A row that could not be stored.
   *
   * @param position in the import, from 0
   * @param reason without ids
   */
  public record Refused(long position, String reason) {}
}
