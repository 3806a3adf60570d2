package io.lethe.engine.interaction;

/** What became of one appended interaction. */
public enum AppendOutcome {
  /** It is stored: the model had no interaction of this pair. */
  STORED,
  /** It is stored, and the pair's value or event type has changed. */
  REPLACED,
  /** The pair has the value and the event type that it had. */
  UNCHANGED,
  /** The model has a later one of this pair, which counts: it is not stored. */
  OLDER,
  /** It, its user or its item was erased from the model before; it is not stored. */
  SUPPRESSED,
  /** Its event type has weight 0: it is not stored. */
  IGNORED,
  /** It is none that can be stored, and its order goes on without it. */
  REFUSED
}
