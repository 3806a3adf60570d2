package io.lethe.benchmarks.beside;

/** Something that finds the ten best of many rows of {@value #WIDTH} floats. */
interface Scanner {

  int WIDTH = 64;
  int BEST = 10;

  String name();

  /**
   * Finds lists for new queries, all queries of a call at once, on one thread.
   *
   * @return the median of the calls' processor times, in milliseconds
   */
  double millis(int rows, int queries, int calls);
}
