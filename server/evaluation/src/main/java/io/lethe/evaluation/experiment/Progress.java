package io.lethe.evaluation.experiment;

/** Told how far the grid is. */
@FunctionalInterface
public interface Progress {

  /**
   * A cell begins, or the last one ended.
   *
   * @param done cells measured, in earlier runs included
   * @param now cells measured by this run
   * @param total of the grid
   * @param what is measured next, in words
   */
  void show(int done, int now, int total, String what);
}
