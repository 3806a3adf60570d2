package io.lethe.client;

/** What became of an interaction that was sent to be taken in. */
public enum AppendOutcome {
  /** It is stored: the model had no interaction of this pair. */
  STORED,
  /** It is stored, and the pair's value or event type has changed. */
  REPLACED,
  /** The pair has the value and the event type that it had. */
  UNCHANGED,
  /** The model has a later one of this pair, which counts: it is not stored. */
  OLDER,
  /** It was erased from the model before, or its user or item was, and is not stored. */
  SUPPRESSED,
  /** Its event type has weight 0: it is not stored. */
  IGNORED,
  /** Of an import: it cannot be stored, because of its ids, value, event type or a time ahead. */
  REFUSED,
  /** The server is newer than this client. */
  UNKNOWN
}
