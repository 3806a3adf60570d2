package io.lethe.engine.recommend;

import java.util.List;

/**
 * A recommendation, and what carries it.
 *
 * @param reasons as many lists as there are recommended items, in their order, each with the strongest
 *     reason first; empty if there are no items, or nothing is to be said of them
 */
public record Explained(UserOutcome outcome, List<List<Reason>> reasons) {

  public Explained {
    reasons = List.copyOf(reasons);
  }

  /**
   * An interaction of the user's own that carries an item's score.
   *
   * @param item of the interaction, never the recommended one
   * @param contribution by how much the score would be lower without the interaction, in the score's
   *     unit; above 0
   */
  public record Reason(String item, float contribution) {

    /** Nothing of what the user did. */
    @Override
    public String toString() {
      return "Reason[]";
    }
  }
}
