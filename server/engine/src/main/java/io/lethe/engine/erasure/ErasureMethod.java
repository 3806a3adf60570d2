package io.lethe.engine.erasure;

/** How a version that has forgotten is made from one that has not. */
public enum ErasureMethod {
  /** The engine's choice: the influence update where the model allows it, else retraining. */
  AUTO,
  /** The influence update; falls back to retraining when a check fails. */
  INFLUENCE,
  /** Training anew on what is left, coupled to the training before. */
  RETRAIN
}
