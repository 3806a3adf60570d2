package io.lethe.client;

/** The value of a pair of user and item that is taken in more than once. */
public enum Repeats {
  /** The value that arrived last. */
  LATEST,
  /** The value that arrived first. */
  FIRST,
  /** The sum of all values, such as play counts. */
  SUM,
  /** The largest value. */
  MAX
}
