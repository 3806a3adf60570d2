package io.lethe.client;

/**
 * The value of a pair of user and item that is taken in more than once. The times of two interactions say
 * which is the later one; where they are equal, or the time of either is unknown, their order of arrival
 * does.
 */
public enum Repeats {
  /** The latest value. */
  LATEST,
  /** The first value. */
  FIRST,
  /** The sum of all values, such as play counts. */
  SUM,
  /** The largest value. */
  MAX
}
