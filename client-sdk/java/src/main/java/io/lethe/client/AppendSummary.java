package io.lethe.client;

import java.io.Serializable;
import java.util.Map;

/**
 * How many interactions were taken in, of any number that were sent.
 *
 * @param rowCount those of the batches that the server has answered: the first so many of all
 * @param outcomes how many of those had each outcome; what none had is left out
 */
// Every map that Map.copyOf makes of enums and numbers is serializable.
@SuppressWarnings("serial")
public record AppendSummary(
    long rowCount, Map<AppendOutcome, Long> outcomes) implements Serializable {

  public AppendSummary {
    outcomes = Map.copyOf(outcomes);
  }
}
