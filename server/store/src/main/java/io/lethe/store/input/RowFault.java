package io.lethe.store.input;

/** Why one row of an input file cannot be used. */
public enum RowFault {
  /** Fewer columns than are needed, or more than the header or the first row has. */
  COLUMN_COUNT("wrong number of columns"),
  /** A user or item id of no characters. */
  EMPTY_ID("empty id"),
  /** An id that holds half a surrogate pair, as JSON can spell it. */
  NO_TEXT("id that is no text"),
  /** An id longer than {@link InputBounds#MAX_ID_BYTES}. */
  ID_TOO_LONG("id too long"),
  /** A rating or timestamp that is no decimal number. */
  NOT_A_NUMBER("not a number"),
  /** A rating or timestamp that is NaN, infinite or too large for its type. */
  NOT_FINITE("not finite"),
  /** A cell of the column of event types that cannot be one. */
  NO_EVENT_TYPE("no event type"),
  /** An event type that the weights do not name. */
  NO_WEIGHT("event type without a weight");

  private final String label;

  RowFault(String label) {
    this.label = label;
  }

  /** The fault in words, for people. */
  public String label() {
    return label;
  }
}
