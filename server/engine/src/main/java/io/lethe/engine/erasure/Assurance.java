package io.lethe.engine.erasure;

/** How much may be said about forgotten interactions' influence on the served model. */
public enum Assurance {
  /** No longer served; the influence on other parameters is still there. */
  CONTAINED,
  /** The influence was removed approximately; the residue was measured. */
  APPROXIMATE,
  /** The version was trained without them. */
  RETRAINED
}
