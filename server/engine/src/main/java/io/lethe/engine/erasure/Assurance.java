package io.lethe.engine.erasure;

/** How much may be said about forgotten interactions' influence on the served model. */
public enum Assurance {
  /** No longer served; the influence on other parameters is still there. */
  CONTAINED,
  /**
   * The influence was removed approximately. The residue was measured: for this erasure, or for the earlier
   * one that the version was made for.
   */
  APPROXIMATE,
  /**
   * The parameters equal those of a training without them, up to a residual that was measured and is
   * within rounding. Said of the parameters: not of logs, backups or answers.
   */
  EXACT,
  /** The version was trained without them. */
  RETRAINED,
  /**
   * The version that answers has learned nothing from them: the model has none, or they came after its
   * training. Another version that had was made to forget them, or destroyed.
   */
  NOT_LEARNED,
  /**
   * The model was trained elsewhere and brought in. Nothing of them is in the version's data; the server
   * did not see that training, and measured nothing.
   */
  TRAINED_ELSEWHERE
}
