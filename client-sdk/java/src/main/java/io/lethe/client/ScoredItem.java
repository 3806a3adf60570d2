package io.lethe.client;

import java.util.List;

/**
 * An item's id and its score, which orders items for one user in one version and no further.
 *
 * @param because the user's own interactions that carry the score, the strongest first, if they were
 *     asked for
 */
public record ScoredItem(String item, float score, List<Reason> because) {

  public ScoredItem {
    because = List.copyOf(because);
  }

  /** Without reasons. */
  public ScoredItem(String item, float score) {
    this(item, score, List.of());
  }

  /**
   * An interaction of the user's. Its text form shows no id.
   *
   * @param item of the interaction
   * @param contribution by how much the score would be lower without it, in the score's unit; above 0
   */
  public record Reason(String item, float contribution) {

    @Override
    public String toString() {
      return "a reason";
    }
  }
}
