package io.lethe.client;

import java.util.List;

/**
 * What became of the interactions of an {@link AppendRequest}.
 *
 * @param outcomes one for each row, in the rows' order
 * @param learned whether the model has learned them; false unless {@link AppendRequest#learnAtOnce}
 */
public record Appended(List<AppendOutcome> outcomes, boolean learned) {

  public Appended {
    outcomes = List.copyOf(outcomes);
  }
}
