package io.lethe.client;

/** How a version that has forgotten is made from one that has not. */
public enum UnlearningMethod {
  /** The server chooses: the influence update where the model allows it. */
  SERVER_CHOICE,
  /** The forgotten interactions' influence is subtracted. Approximate, and measured. */
  INFLUENCE,
  /** The model is trained without them. */
  RETRAIN
}
