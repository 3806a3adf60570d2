package io.lethe.engine.erasure;

/** How much may be said about forgotten interactions' influence on the served model. */
public enum Assurance {
  /** No longer served; the influence on other parameters is still there. */
  CONTAINED,
  /** The influence was removed approximately; the residue was measured. */
  APPROXIMATE,
  /**
   * The parameters are those of a training without them, up to the rounding that was measured: the
   * model's objective has one minimum, and this is it.
   */
  EXACT,
  /** The version was trained without them. */
  RETRAINED
}
