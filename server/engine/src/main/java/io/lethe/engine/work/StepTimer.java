package io.lethe.engine.work;

/** Told how long the steps of a longer piece of work took. */
@FunctionalInterface
public interface StepTimer {

  /** Runs a step and notes its duration under a lower-case name. */
  void time(String step, Runnable work);

  /** Measures nothing. */
  static StepTimer none() {
    return (step, work) -> work.run();
  }
}
