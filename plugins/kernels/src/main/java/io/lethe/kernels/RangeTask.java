package io.lethe.kernels;

/** Work on a range of rows that no other range's work touches. */
@FunctionalInterface
public interface RangeTask {

  /** Does rows {@code from .. to - 1}. */
  void run(int from, int to);
}
