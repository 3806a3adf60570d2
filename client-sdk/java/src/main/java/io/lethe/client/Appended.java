package io.lethe.client;

import java.util.List;

/**
 * What became of the interactions of an {@link AppendRequest}.
 *
 * @param outcomes one for each row, in the rows' order
 */
public record Appended(List<AppendOutcome> outcomes) {

  public Appended {
    outcomes = List.copyOf(outcomes);
  }
}
